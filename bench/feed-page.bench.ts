// How the feed opens on a middling phone: cold cache, a processor four times slower, a slow 4G line.
// Run: npm run bench -- feed-page
import { gzipSync } from 'node:zlib'
import type { Browser, Page, Response } from 'playwright-core'
import { makeClips } from '../tests/scenarios/clips.ts'
import { arriveWithAccount } from '../tests/e2e/stage/account-pages.ts'
import { audit } from '../tests/e2e/stage/axe.ts'
import { publish } from '../tests/e2e/stage/backstage.ts'
import { openBrowser } from '../tests/e2e/stage/browser.ts'
import { openHouse, type House } from '../tests/e2e/stage/house.ts'
import { untilMoving } from '../tests/e2e/stage/stage-view.ts'
import { until } from '../tests/e2e/stage/until.ts'
import { phone, visit } from '../tests/e2e/stage/visitor.ts'

const runs = 3
const clips = 6
const clipSeconds = 6
/** The mobile conditions of Lighthouse: processor, line and size of the screen. */
const conditions = { cpuSlowdown: 4, latencyMs: 150, downKbit: 1638.4, upKbit: 675, ...phone.viewport }

/** The limits that Web Vitals call good; bytes and faults are our own. */
const budgets = {
  firstPaintMs: 1800,
  largestPaintMs: 2500,
  layoutShift: 0.1,
  blockingMs: 200,
  firstFrameMs: 5000,
  scriptGzipBytes: 170_000,
  requests: 30,
  accessFaults: 0,
}
type Measures = Record<keyof typeof budgets, number>

interface Marks {
  firstPaintMs: number
  largestPaintMs: number
  layoutShift: number
  blockingMs: number
  firstFrameMs: number
}

/** Runs in the page before anything of ours. */
const keepMarks = (): void => {
  const marks: Marks = { firstPaintMs: 0, largestPaintMs: 0, layoutShift: 0, blockingMs: 0, firstFrameMs: 0 }
  Object.assign(window, { marks })
  const on = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  on('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') marks.firstPaintMs = startTime
  })
  on('largest-contentful-paint', ({ startTime }) => {
    marks.largestPaintMs = startTime
  })
  on('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) marks.layoutShift += value
  })
  on('longtask', ({ duration }) => {
    marks.blockingMs += Math.max(0, duration - 50)
  })
  const watched = new WeakSet<HTMLVideoElement>()
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) {
      if (watched.has(video)) continue
      watched.add(video)
      video.requestVideoFrameCallback(() => {
        marks.firstFrameMs ||= performance.now()
      })
    }
  }).observe(document, { subtree: true, childList: true })
}

const throttle = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: conditions.cpuSlowdown })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: conditions.latencyMs,
    downloadThroughput: (conditions.downKbit * 1024) / 8,
    uploadThroughput: (conditions.upKbit * 1024) / 8,
  })
}

const marksOf = (page: Page): Promise<Marks> =>
  // Put there by `keepMarks`.
  page.evaluate(() => (window as unknown as { marks: Marks }).marks)

const gzipBytesOf = async (responses: readonly Response[]): Promise<number> => {
  const scripts = responses.filter((response) => response.request().resourceType() === 'script')
  const bodies = await Promise.all(scripts.map((response) => response.body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
}

/** One cold visit. */
const measure = async (browser: Browser, house: House): Promise<Omit<Measures, 'accessFaults'>> => {
  // The service worker fetches the rest of the application in the background; it is not part of the way to the first frame.
  const visitor = await visit(browser, house, { ...phone, serviceWorkers: 'block' })
  try {
    const { page } = visitor
    const responses: Response[] = []
    page.on('response', (response) => responses.push(response))
    await page.addInitScript(keepMarks)
    await throttle(page)
    await visitor.go('/')
    await until(
      'the first frame',
      () => marksOf(page),
      ({ firstFrameMs }) => firstFrameMs > 0,
    )
    const marks = await marksOf(page)
    return { ...marks, scriptGzipBytes: await gzipBytesOf(responses), requests: responses.length }
  } finally {
    await visitor.context.close()
  }
}

/** Share of the rules that the page keeps, each with the weight of the harm that breaking it does. */
const judgeAccess = async (browser: Browser, house: House) => {
  const visitor = await visit(browser, house, { ...phone, bypassCSP: true, reducedMotion: 'reduce' })
  try {
    await visitor.go('/')
    await untilMoving(visitor.page)
    const { passes, violations } = await audit(visitor.page, { resultTypes: ['violations', 'passes'] })
    const weights: Record<string, number> = { critical: 10, serious: 7, moderate: 3, minor: 1 }
    const weigh = (rules: readonly { impact?: string | null | undefined }[]): number =>
      rules.reduce((sum, { impact }) => sum + (weights[impact ?? 'moderate'] ?? 3), 0)
    return {
      accessScore: Math.round((100 * weigh(passes)) / (weigh(passes) + weigh(violations))),
      accessFaults: violations.length,
      accessRulesBroken: violations.map(({ id }) => id),
    }
  } finally {
    await visitor.context.close()
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const round = (value: number): number => (value < 10 ? Number(value.toFixed(4)) : Math.round(value))

const furnish = async (browser: Browser, house: House): Promise<void> => {
  const creator = await visit(browser, house)
  await arriveWithAccount(creator, 'bench.creator')
  for (const clip of await makeClips(house.scratchFolder, clips, clipSeconds)) {
    await publish(
      creator,
      { name: clip.name, path: `${house.scratchFolder}/${clip.name}` },
      `${clip.name} #bench`,
    )
  }
  await creator.context.close()
}

const main = async (): Promise<void> => {
  await using stack = new AsyncDisposableStack()
  const house = await openHouse()
  stack.defer(() => house.close())
  const browser = await openBrowser()
  stack.defer(() => browser.close())
  await furnish(browser, house)
  const taken: Omit<Measures, 'accessFaults'>[] = []
  for (let run = 0; run < runs; run += 1) {
    const one = await measure(browser, house)
    process.stderr.write(`${JSON.stringify(one)}\n`)
    taken.push(one)
  }
  const of = (name: keyof Omit<Measures, 'accessFaults'>): number =>
    round(median(taken.map((one) => one[name])))
  const { accessScore, accessFaults, accessRulesBroken } = await judgeAccess(browser, house)
  const measured: Measures = {
    firstPaintMs: of('firstPaintMs'),
    largestPaintMs: of('largestPaintMs'),
    layoutShift: of('layoutShift'),
    blockingMs: of('blockingMs'),
    firstFrameMs: of('firstFrameMs'),
    scriptGzipBytes: of('scriptGzipBytes'),
    requests: of('requests'),
    accessFaults,
  }
  const names = Object.keys(budgets) as (keyof Measures)[]
  const overBudget = names.filter((name) => measured[name] > budgets[name])
  if (overBudget.length > 0) process.exitCode = 1
  const result = {
    bench: 'feed-page',
    command: 'npm run bench -- feed-page',
    ok: overBudget.length === 0,
    overBudget,
    measured,
    budgets,
    accessScore,
    accessRulesBroken,
    conditions,
    runs: taken.length,
    browser: browser.version(),
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

await main()
