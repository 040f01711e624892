import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { seededChance, type Chance } from '../chance.ts'
import type { Clip } from '../clips.ts'
import { readDataFolder } from '../data-folder-report.ts'
import { httpClient, signUp } from '../http-client.ts'
import { newClaims, openMoments, type Moment } from './claims.ts'
import { creator, liker, readWholeFeed, watcher, type World } from './clients.ts'
import { openHouse, orphansOf, type House } from './house.ts'
import { judge } from './judge.ts'

/** When to kill: at a moment that the clients tell of, or while the server starts. */
export type Target = Moment | 'start' | 'first start'

export interface CampaignOptions {
  readonly seed: number
  readonly targets: readonly Target[]
  /** Makes or reads the clips; gets a folder that goes with the campaign. */
  clips(folder: string): Promise<Clip[]>
  say(line: string): void
}

export interface CampaignResult {
  readonly ok: boolean
  readonly seed: number
  /** `came` is false when the moment was waited for in vain and the kill came without it. */
  readonly kills: { target: Target; came: boolean; afterMs: number; readyMs: number | null }[]
  readonly faults: string[]
  readonly acknowledged: { uploads: number; posts: number; facts: number; likes: number }
  readonly slowestStartMs: number
  readonly stopMs: number
}

/** How long after its moment a kill may come: from nothing to well into what follows. */
const latestAfterMs: Record<Target, number> = {
  'bytes on their way': 150,
  'last byte sent': 60,
  'upload acknowledged': 120,
  'conversion seen': 900,
  'post on its way': 40,
  'published seen': 60,
  'facts on their way': 30,
  'like on its way': 20,
  start: 2500,
  'first start': 6000,
}
const momentWithinMs = 60_000

const killFirstStarts = async (house: House, options: CampaignOptions, chance: Chance) => {
  const kills: CampaignResult['kills'] = []
  for (const target of options.targets.filter((each) => each === 'first start')) {
    const afterMs = 300 + chance.integer(latestAfterMs[target])
    const inTime = await house.startAndKill(afterMs)
    options.say(`first start killed after ${afterMs} ms${inTime ? '' : ' (it was ready)'}`)
    kills.push({ target, came: inTime, afterMs, readyMs: null })
  }
  return kills
}

const killAt = async (world: World, target: Target, say: (line: string) => void) => {
  const { house, chance, moments } = world
  const afterMs = chance.integer(latestAfterMs[target] + 1)
  let came = true
  if (target === 'start') {
    await house.kill()
    came = await house.startAndKill(afterMs)
  } else if (target !== 'first start') {
    came = await moments.next(target, momentWithinMs)
    await pause(afterMs)
    await house.kill()
  }
  const readyMs = await house.start()
  say(
    `killed at "${target}"${came ? '' : ' (which did not come)'} + ${afterMs} ms, ready again after ${readyMs} ms`,
  )
  return { target, came, afterMs, readyMs }
}

const enrol = async (house: House) => {
  const address = await house.address()
  const names = ['anna', 'bela', 'cora', 'dora'] as const
  const people = []
  for (const handle of names) {
    const client = httpClient()
    people.push({ handle, client, personId: await signUp(client, address, handle) })
  }
  return people
}

/** One log line for each publication: a second one would be a second publication. */
const publishedTwice = async (dataFolder: string): Promise<string[]> => {
  const text = await readFile(join(dataFolder, 'log', 'busker.log'), 'utf8')
  const seen = new Set<string>()
  return text.split('\n').flatMap((line) => {
    const postId = line.includes('"post.published"') ? /"postId":"([^"]+)"/.exec(line)?.[1] : undefined
    if (postId === undefined) return []
    if (seen.has(postId)) return [`the post ${postId} was published twice`]
    seen.add(postId)
    return []
  })
}

/** Without a post there is nothing to watch and to like; without work after the last kill the end proves little. */
const someWorkDone = async ({ claims }: World, least: { posts: number; facts: number }): Promise<void> => {
  for (let poll = 0; poll < 2400; poll += 1) {
    if (claims.published.size >= least.posts && claims.facts.size >= least.facts) return
    await pause(50)
  }
}

const work = async (world: World, say: (line: string) => void, targets: readonly Target[]) => {
  const ending = new AbortController()
  const running = { ...world, ending: ending.signal }
  const people = await enrol(world.house)
  const [anna, bela, cora, dora] = people
  if (!anna || !bela || !cora || !dora) throw new Error('four people take part')
  const all = Promise.all([
    creator(running, anna.client, anna.handle),
    creator(running, bela.client, bela.handle),
    watcher(running, cora.client, cora.personId),
    watcher(running, dora.client, dora.personId),
    liker(running, cora.client, cora.personId),
    liker(running, dora.client, dora.personId),
  ])
  // A client that fails must end the run at once, not when it is waited for.
  const failed = all.then(() => [] as never[])
  await Promise.race([someWorkDone(running, { posts: 1, facts: 1 }), failed])
  const kills: CampaignResult['kills'] = []
  for (const target of targets) {
    const kill = killAt(running, target, say)
    const done = await Promise.race([kill, failed])
    if (Array.isArray(done)) break
    kills.push(done)
  }
  await Promise.race([someWorkDone(running, { posts: 2, facts: 100 }), failed])
  ending.abort()
  await all
  return kills
}

/** What the bar of a new video allows between its publication and the first page that it may be on. */
const admittedWithinMs = 10_000

/** What a newcomer is served once all that was published may be; the last look when something never comes. */
const readFeedOfAll = async (house: House, published: ReadonlySet<string>): Promise<string[]> => {
  const until = performance.now() + admittedWithinMs
  for (;;) {
    const served = await readWholeFeed(await house.address())
    const isWhole = [...published].every((postId) => served.includes(postId))
    if (isWhole || performance.now() > until) return served
    await pause(100)
  }
}

/** Runs clients against a server that is killed again and again, then compares what is there with what was said. */
export const runCampaign = async (options: CampaignOptions): Promise<CampaignResult> => {
  // Nobody but the owner may enter it: so it is with root's home, too.
  const folder = await mkdtemp(join(tmpdir(), 'busker-kill-'))
  const house = openHouse(join(folder, 'data'))
  const chance = seededChance(options.seed)
  const claims = newClaims()
  try {
    await mkdir(join(folder, 'clips'))
    const clips = await options.clips(join(folder, 'clips'))
    const early = await killFirstStarts(house, options, chance)
    const firstReadyMs = await house.start()
    const world: World = {
      house,
      claims,
      moments: openMoments(),
      chance,
      clips,
      ending: new AbortController().signal,
    }
    const targets = options.targets.filter((each) => each !== 'first start')
    const late = await work(world, options.say, targets)
    const served = await readFeedOfAll(house, claims.published)
    const { end, tookMs } = await house.stop()
    const faults = end.code === 0 ? [] : [`the server did not end well: ${JSON.stringify(end)}`]
    faults.push(...(await orphansOf(house)).map((line) => `still running: ${line}`))
    faults.push(...(await publishedTwice(house.dataFolder)))
    faults.push(...judge(claims, await readDataFolder(house.dataFolder), served))
    faults.push(...house.complaints().map((line) => `standard error: ${line}`))
    const kills = [...early, ...late]
    const { uploads, posts, facts, likes } = claims
    return {
      ok: faults.length === 0,
      seed: options.seed,
      kills,
      faults,
      acknowledged: { uploads: uploads.length, posts: posts.length, facts: facts.size, likes: likes.size },
      slowestStartMs: Math.max(firstReadyMs, ...late.map(({ readyMs }) => readyMs ?? 0)),
      stopMs: tookMs,
    }
  } finally {
    await house.kill().catch(() => undefined)
    await orphansOf(house)
    await rm(folder, { recursive: true, force: true })
  }
}
