// How soon videos show and what they cost on the line of a phone: real clips, a real server, Chromium of phone size.
// Run: npm run bench -- player
import { setTimeout as pause } from 'node:timers/promises'
import type { PlaybackEvent } from '@busker/contract'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../tests/e2e/stage/browser.ts'
import { openHouse, type House } from '../tests/e2e/stage/house.ts'
import { until } from '../tests/e2e/stage/until.ts'
import { phone, visit, type Visitor } from '../tests/e2e/stage/visitor.ts'
import { furnish } from './player-house.ts'
import { quantile } from './quantile.ts'
import { marksOf, watchVideos, type Marks } from './player-marks.ts'
import { openShapedLine, type LineConditions, type ShapedLine } from '../tests/e2e/stage/shaped-line.ts'

const clips = 14
const swipes = clips - 1
const coldVisits = 9
const fourG: LineConditions = { roundTripMs: 60, downBitsPerSecond: 10_000_000 }
const slow: LineConditions = { roundTripMs: 150, downBitsPerSecond: 1_600_000 }
const longDwellMs = 3000
const flickMs = 800

/** media.md F, on the 4G line. */
const budgets = {
  firstFrameP50Ms: 150,
  swipeP95Ms: 20,
  flickP95Ms: 20,
  stalls: 0,
  bytesPerView: 1_400_000,
}

/** Somebody with an empty cache opens the feed at the other end of the line. */
const open = async (browser: Browser, house: House, line: ShapedLine): Promise<Visitor> => {
  const visitor = await visit(
    browser,
    { ...house, address: line.address },
    { ...phone, serviceWorkers: 'block' },
  )
  await watchVideos(visitor.page)
  await visitor.go('/')
  await until(
    'the first picture',
    () => marksOf(visitor.page),
    ({ arrivals }) => arrivals.some(({ pictureMs }) => pictureMs !== null),
  )
  return visitor
}

const withLine = async <T>(
  house: House,
  conditions: LineConditions,
  work: (line: ShapedLine) => Promise<T>,
): Promise<T> => {
  const line = await openShapedLine(house.address, conditions)
  try {
    return await work(line)
  } finally {
    await line.close()
  }
}

/** First picture of a video of which nothing was there, from the moment at which it was asked for. */
const measureCold = (browser: Browser, house: House, conditions: LineConditions): Promise<number[]> =>
  withLine(house, conditions, async (line) => {
    const taken: number[] = []
    for (let run = 0; run < coldVisits; run += 1) {
      const visitor = await open(browser, house, line)
      const { coldStarts } = await marksOf(visitor.page)
      taken.push(...coldStarts.filter(({ onScreen }) => onScreen).map(({ firstFrameMs }) => firstFrameMs))
      await visitor.context.close()
    }
    return taken
  })

const swipeFigures = ({ arrivals }: Marks, bytes: number) => {
  const swiped = arrivals.slice(1)
  const of = (name: 'pictureMs' | 'movingMs'): number[] =>
    swiped.map((arrival) => arrival[name] ?? Number.POSITIVE_INFINITY)
  return {
    views: swiped.length,
    p50Ms: quantile(of('pictureMs'), 0.5),
    p95Ms: quantile(of('pictureMs'), 0.95),
    movingP50Ms: quantile(of('movingMs'), 0.5),
    movingP95Ms: quantile(of('movingMs'), 0.95),
    ready: swiped.filter(({ wasReady }) => wasReady).length,
    stalls: swiped.reduce((sum, { stalls }) => sum + stalls, 0),
    bytesPerView: Math.round(bytes / swiped.length),
  }
}

/** Looks at one video after the other, each for as long as told. */
const measureSwipes = (
  browser: Browser,
  house: House,
  plan: { readonly conditions: LineConditions; readonly dwellMs: number },
) =>
  withLine(house, plan.conditions, async (line) => {
    const visitor = await open(browser, house, line)
    const facts: PlaybackEvent[] = []
    visitor.page.on('request', (request) => {
      // The page sends what the contract says; the server answers 400 to anything else.
      if (request.url().endsWith('/v1/facts/playback'))
        facts.push(...(request.postDataJSON() as { events: PlaybackEvent[] }).events)
    })
    await pause(plan.dwellMs)
    const before = line.downBytes
    for (let count = 0; count < swipes; count += 1) {
      await visitor.page.keyboard.press('ArrowDown')
      await pause(plan.dwellMs)
    }
    const figures = swipeFigures(await marksOf(visitor.page), line.downBytes - before)
    await visitor.context.close()
    return {
      ...figures,
      // What the player itself reports of the same playings.
      reported: {
        playings: facts.length,
        stalls: facts.reduce((sum, { stalls }) => sum + stalls, 0),
        switchesDown: facts.reduce((sum, { switchesDown }) => sum + switchesDown, 0),
        firstFrameP50Ms: quantile(
          facts.map(({ firstFrameMs }) => firstFrameMs ?? 0),
          0.5,
        ),
      },
    }
  })

const main = async (): Promise<void> => {
  await using stack = new AsyncDisposableStack()
  const house = await openHouse()
  stack.defer(() => house.close())
  const browser = await openBrowser()
  stack.defer(() => browser.close())
  await furnish(browser, house, clips)
  const cold = await measureCold(browser, house, fourG)
  const coldSlow = await measureCold(browser, house, slow)
  const swipe = await measureSwipes(browser, house, { conditions: fourG, dwellMs: longDwellMs })
  const flick = await measureSwipes(browser, house, { conditions: fourG, dwellMs: flickMs })
  const swipeSlow = await measureSwipes(browser, house, { conditions: slow, dwellMs: longDwellMs })
  const measured: Record<keyof typeof budgets, number> = {
    firstFrameP50Ms: quantile(cold, 0.5),
    swipeP95Ms: swipe.p95Ms,
    flickP95Ms: flick.p95Ms,
    stalls: swipe.stalls,
    bytesPerView: swipe.bytesPerView,
  }
  const names = Object.keys(budgets) as (keyof typeof budgets)[]
  const overBudget = names.filter((name) => measured[name] > budgets[name])
  if (overBudget.length > 0) process.exitCode = 1
  const result = {
    bench: 'player',
    command: 'npm run bench -- player',
    ok: overBudget.length === 0,
    overBudget,
    measured,
    budgets,
    fourG: { ...fourG, firstFrameP95Ms: quantile(cold, 0.95), swipe, flick },
    slow: {
      ...slow,
      firstFrameP50Ms: quantile(coldSlow, 0.5),
      firstFrameP95Ms: quantile(coldSlow, 0.95),
      swipe: swipeSlow,
    },
    clips,
    dwellMs: longDwellMs,
    flickMs,
    coldVisits,
    browser: browser.version(),
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

await main()
