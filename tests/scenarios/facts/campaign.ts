import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp, loadConfig, silentLog, systemClock, systemIds, type App } from '@busker/server'
import { recommenderDigests } from '../../../apps/server/src/testing/recommender-digests.ts'
import { seedPosts } from '../../../apps/server/src/testing/seed-posts.ts'
import { quantile } from '../../../bench/quantile.ts'
import { seededChance } from '../chance.ts'
import { openHouse, orphansOf, type House } from '../kill/house.ts'
import { nothingYet, sender, type Acknowledged } from './senders.ts'

export interface FactsOptions {
  readonly seed: number
  readonly kills: number
  /** Senders of single reports and of batches. */
  readonly senders: { readonly single: number; readonly batch: number }
  readonly batchSize: number
  say(line: string): void
}

const posts = 20
/** A kill comes so long after the server answers. */
const earliestMs = 500
const latestMs = 5000

/** What is in the tables when everything has been copied and settled. */
interface Stored {
  readonly reports: readonly { eventId: string; rows: number }[]
  readonly views: readonly { viewId: string; rows: number; seq: number }[]
}

/** The data folder in this process, while no server runs on it. */
const withFolder = async <T>(dataFolder: string, work: (app: App) => Promise<T>): Promise<T> => {
  const clock = systemClock()
  const config = loadConfig({ BUSKER_DATA: dataFolder, BUSKER_PORT: '0' })
  const app = await createApp({ config, clock, ids: systemIds(clock), log: silentLog() })
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}

const readStored = (dataFolder: string): Promise<Stored> =>
  withFolder(dataFolder, async ({ telemetry, engines }) => {
    await telemetry.flushed()
    await telemetry.settled()
    const { clickhouse } = engines
    return {
      reports: await clickhouse.query<Stored['reports'][number]>(
        'SELECT toString(event_id) AS eventId, toUInt32(count()) AS rows FROM telemetry_view GROUP BY event_id',
      ),
      views: await clickhouse.query<Stored['views'][number]>(
        `SELECT toString(view_id) AS viewId, toUInt32(count()) AS rows, max(telemetry_view_final.seq) AS seq
         FROM telemetry_view_final GROUP BY view_id`,
      ),
    }
  })

const mostFaults = 20

/** What is lost, what is there twice, and what nobody said. Pure. */
const judge = ({ events }: Acknowledged, { reports, views }: Stored) => {
  const rows = new Map(reports.map(({ eventId, rows: count }) => [eventId, count]))
  const lastSeq = new Map<string, number>()
  for (const { viewId, seq } of events.values()) {
    lastSeq.set(viewId, Math.max(seq, lastSeq.get(viewId) ?? 0))
  }
  const final = new Map(views.map((view) => [view.viewId, view]))
  const lost = [...events.keys()].filter((eventId) => !rows.has(eventId))
  const doubled = reports.filter(({ rows: count }) => count !== 1).map(({ eventId }) => eventId)
  const unknown = reports.filter(({ eventId }) => !events.has(eventId)).map(({ eventId }) => eventId)
  const wrongViews = [...lastSeq].filter(([viewId, seq]) => final.get(viewId)?.seq !== seq)
  const doubledViews = views.filter(({ rows: count }) => count !== 1)
  const faults = [
    ...lost.map((eventId) => `the acknowledged report ${eventId} is lost`),
    ...doubled.map((eventId) => `the report ${eventId} has ${rows.get(eventId)} rows`),
    ...unknown.map((eventId) => `nobody was told yes about ${eventId}`),
    ...wrongViews.map(([viewId, seq]) => `the final view ${viewId} is not its report ${seq}`),
    ...doubledViews.map(({ viewId, rows: count }) => `the final view ${viewId} has ${count} rows`),
  ]
  return {
    ...{ lost: lost.length, doubled: doubled.length, doubledViews: doubledViews.length },
    ...{ views: lastSeq.size, faults },
  }
}

const killAgainAndAgain = async (
  house: House,
  { kills, say }: FactsOptions,
  { chance, failed }: { chance: ReturnType<typeof seededChance>; failed: Promise<never> },
) => {
  let runningMs = 0
  const startsMs: number[] = []
  for (let kill = 1; kill <= kills; kill += 1) {
    const afterMs = earliestMs + chance.integer(latestMs - earliestMs)
    const beganMs = performance.now()
    await Promise.race([pause(afterMs), failed])
    await house.kill()
    runningMs += performance.now() - beganMs
    const readyMs = await house.start()
    startsMs.push(readyMs)
    say(`kill ${kill} of ${kills} after ${afterMs} ms, ready again after ${readyMs} ms`)
  }
  const beganMs = performance.now()
  await Promise.race([pause(latestMs), failed])
  return { runningMs: runningMs + performance.now() - beganMs, startsMs }
}

const millisecondsOf = (tookMs: readonly number[]) => ({
  answers: tookMs.length,
  p50: quantile(tookMs, 0.5),
  p99: quantile(tookMs, 0.99),
})

/** Reports single views and batches of them to a server that is killed again and again, then counts what is there. */
export const runFacts = async (options: FactsOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-facts-kill-'))
  const house = openHouse(join(folder, 'data'))
  const chance = seededChance(options.seed)
  const acknowledged = nothingYet()
  const ending = new AbortController()
  try {
    await mkdir(house.dataFolder, { mode: 0o700 })
    const { postIds } = await withFolder(house.dataFolder, (app) => seedPosts(app.engines.db, posts))
    await house.start()
    const sending = { house, chance, acknowledged, postIds, ending: ending.signal }
    const all = Promise.all([
      ...Array.from({ length: options.senders.single }, () => sender(sending, 'single', 1)),
      ...Array.from({ length: options.senders.batch }, () => sender(sending, 'batch', options.batchSize)),
    ])
    // A sender that fails must end the run at once, not when it is waited for.
    const failed = all.then(() => new Promise<never>(() => undefined))
    const { runningMs, startsMs } = await killAgainAndAgain(house, options, { chance, failed })
    ending.abort()
    await all
    const { end } = await house.stop()
    const recommender = await recommenderDigests(house.dataFolder)
    const judged = judge(acknowledged, await readStored(house.dataFolder))
    const faults = [
      ...(end.code === 0 ? [] : [`the server did not end well: ${JSON.stringify(end)}`]),
      ...acknowledged.surprises,
      ...judged.faults,
      ...(recommender.sameAsReplay
        ? []
        : ['the recommender does not know what a replay of the journal knows']),
      ...(recommender.told >= acknowledged.events.size
        ? []
        : ['the recommender was not told every acknowledged report']),
      ...house.complaints().map((line) => `standard error: ${line}`),
    ]
    return {
      ...{ ok: faults.length === 0, seed: options.seed, kills: options.kills },
      ...{ acknowledged: acknowledged.events.size, views: judged.views, lost: judged.lost },
      recommender,
      ...{ doubled: judged.doubled, doubledViews: judged.doubledViews, repeated: acknowledged.repeated },
      brokenOff: acknowledged.brokenOff,
      factsPerSecond: Math.round(acknowledged.events.size / (runningMs / 1000)),
      singleMs: millisecondsOf(acknowledged.tookMs.single),
      batchMs: millisecondsOf(acknowledged.tookMs.batch),
      slowestStartMs: Math.max(0, ...startsMs),
      faults: faults.slice(0, mostFaults),
    }
  } finally {
    ending.abort()
    await house.kill().catch(() => undefined)
    await orphansOf(house)
    await rm(folder, { recursive: true, force: true })
  }
}
