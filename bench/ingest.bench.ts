// View facts acknowledged per second (each after its fsync), one and a hundred in a request; how soon they show in a metric;
// and beside it how fast the engine alone takes the same rows. Caller and server share one process and its disk.
// Run: npm run bench -- ingest
import { loadavg } from 'node:os'
import { systemClock, systemIds } from '@busker/server'
import { seedPosts } from '../apps/server/src/testing/seed-posts.ts'
import { openCaller, openInstance, type Instance } from './instance.ts'
import { quantile } from './quantile.ts'

const secondsEach = 8
const budgetPerSecond = 1000
const budgetVisibleMs = 5000
/** Of the engine's own rate, validated, without repetitions and safe on disk. */
const budgetShare = 0.4
/** Rows in one raw insert: as many as telemetry copies at a time. */
const rawRows = 10_000
const ids = systemIds(systemClock())

interface Load {
  /** Facts in a request, and requests at once. */
  readonly size: number
  readonly atOnce: number
}

const batchOf = (postId: string, size: number) => {
  const at = new Date().toISOString()
  const event = () => ({
    ...{ eventId: ids.uuid(), viewId: ids.uuid(), seq: 0, postId, slotId: null, surface: 'feed' },
    ...{ startedAt: at, clientTime: at, visibleMs: 1500, played: [[0, 1500]] },
    ...{ durationMs: 10_000, soundOn: true },
  })
  return { sentAt: at, timeZone: 'Europe/Berlin', events: Array.from({ length: size }, event) }
}

/** Sends for a while and says how many facts were acknowledged, and how long each answer took. */
const send = async ({ address }: Instance, postId: string, { size, atOnce }: Load) => {
  const beganMs = performance.now()
  const untilMs = beganMs + secondsEach * 1000
  const tookMs: number[] = []
  const viewer = async () => {
    const caller = openCaller(address, ids.uuid())
    while (performance.now() < untilMs) {
      const sentMs = performance.now()
      const { status, text } = await caller.call('POST', '/v1/facts/views', batchOf(postId, size))
      if (status !== 200 || !text.includes(`"accepted":${size}`)) throw new Error(`${status}: ${text}`)
      tookMs.push(performance.now() - sentMs)
    }
    caller.close()
  }
  await Promise.all(Array.from({ length: atOnce }, viewer))
  const facts = tookMs.length * size
  return {
    ...{ facts, inRequest: size, atOnce },
    perSecond: Math.round((facts * 1000) / (performance.now() - beganMs)),
    acknowledgedMs: { p50: quantile(tookMs, 0.5), p95: quantile(tookMs, 0.95), p99: quantile(tookMs, 0.99) },
  }
}

const viewsOf = async ({ app }: Instance, postId: string): Promise<number> => {
  const answer = JSON.stringify(
    await app.measure.postMetrics(postId, { metrics: 'views,hook_rate,completion_rate' }),
  )
  return Number(/"metricId":"views".*?"value":(\d+)/.exec(answer)?.[1] ?? 0)
}

/** Waits until the metric counts so many. */
const untilSeen = async (instance: Instance, postId: string, facts: number) => {
  const beganMs = performance.now()
  let seen = await viewsOf(instance, postId)
  while (seen < facts && performance.now() - beganMs < 120_000) seen = await viewsOf(instance, postId)
  return { seen, visibleMs: Math.round(performance.now() - beganMs) }
}

/** The same rows into a table of the same shape, as fast as the engine takes them. */
const insertRaw = async ({ app }: Instance) => {
  const { clickhouse } = app.engines
  await clickhouse.command('CREATE TABLE bench_raw AS telemetry_view')
  const [stored] = await clickhouse.query<Record<string, unknown>>('SELECT * FROM telemetry_view LIMIT 1')
  const rowsOf = () =>
    Array.from({ length: rawRows }, () => ({ ...stored, event_id: ids.uuid(), view_id: ids.uuid() }))
  let inserted = 0
  let spentMs = 0
  while (spentMs < secondsEach * 1000) {
    const rows = rowsOf()
    const beganMs = performance.now()
    await clickhouse.insert('bench_raw', rows)
    spentMs += performance.now() - beganMs
    inserted += rows.length
  }
  return Math.round((inserted * 1000) / spentMs)
}

const main = async (): Promise<void> => {
  const instance = await openInstance()
  try {
    const { postIds } = await seedPosts(instance.app.engines.db, 2)
    const [onePost = '', otherPost = ''] = postIds
    const single = await send(instance, onePost, { size: 1, atOnce: 32 })
    await untilSeen(instance, onePost, single.facts)
    const batch = await send(instance, otherPost, { size: 100, atOnce: 32 })
    const { seen, visibleMs } = await untilSeen(instance, otherPost, batch.facts)
    const rawPerSecond = await insertRaw(instance)
    const share = Number((batch.perSecond / rawPerSecond).toFixed(3))
    const isSeen = seen === batch.facts && visibleMs <= budgetVisibleMs
    const result = {
      bench: 'ingest',
      ok: batch.perSecond >= budgetPerSecond && isSeen && share >= budgetShare,
      budget: `at least ${budgetPerSecond} facts a second and ${budgetShare * 100} % of the engine's own rate, all in the metric within ${budgetVisibleMs} ms`,
      value: batch.perSecond,
      ...{ single, batch, visibleMs, inMetric: seen },
      ...{ rawRowsPerSecond: rawPerSecond, shareOfRaw: share },
      machineLoad: loadavg()[0],
      command: 'npm run bench -- ingest',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await instance.close()
  }
}

await main()
