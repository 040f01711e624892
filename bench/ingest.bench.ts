// View facts acknowledged per second (each after its fsync) and the time until the last of them shows in a metric.
// Caller and server share one process and its disk. Run: npm run bench -- ingest
import { loadavg } from 'node:os'
import { systemClock, systemIds } from '@busker/server'
import { seedPosts } from '../apps/server/src/testing/seed-posts.ts'
import { openCaller, openInstance, quantile, type Instance } from './instance.ts'

const seconds = 10
const batchSize = 50
const atOnce = 8
const budgetPerSecond = 1000
const budgetVisibleMs = 5000
const ids = systemIds(systemClock())

const batch = (postId: string) => {
  const at = new Date().toISOString()
  const event = () => ({
    ...{ eventId: ids.uuid(), viewId: ids.uuid(), seq: 0, postId, slotId: null, surface: 'feed' },
    ...{
      startedAt: at,
      clientTime: at,
      visibleMs: 1500,
      played: [[0, 1500]],
      durationMs: 10_000,
      soundOn: true,
    },
  })
  return { sentAt: at, timeZone: 'Europe/Berlin', events: Array.from({ length: batchSize }, event) }
}

const send = async ({ address }: Instance, postId: string) => {
  const untilMs = performance.now() + seconds * 1000
  const tookMs: number[] = []
  const viewer = async () => {
    const caller = openCaller(address, ids.uuid())
    while (performance.now() < untilMs) {
      const beganMs = performance.now()
      const { status, text } = await caller.call('POST', '/v1/facts/views', batch(postId))
      if (status !== 200 || !text.includes(`"accepted":${batchSize}`)) throw new Error(`${status}: ${text}`)
      tookMs.push(performance.now() - beganMs)
    }
    caller.close()
  }
  await Promise.all(Array.from({ length: atOnce }, viewer))
  return tookMs
}

const viewsOf = async ({ app }: Instance, postId: string): Promise<number> => {
  const answer = JSON.stringify(await app.measure.postMetrics(postId, 'views,hook_rate,completion_rate'))
  return Number(/"metricId":"views".*?"value":(\d+)/.exec(answer)?.[1] ?? 0)
}

const main = async (): Promise<void> => {
  const instance = await openInstance()
  try {
    const { postIds } = await seedPosts(instance.app.engines.db, 1)
    const [postId = ''] = postIds
    const tookMs = await send(instance, postId)
    const beganMs = performance.now()
    const facts = tookMs.length * batchSize
    let seen = await viewsOf(instance, postId)
    while (seen < facts && performance.now() - beganMs < 60_000) seen = await viewsOf(instance, postId)
    const visibleMs = Math.round(performance.now() - beganMs)
    const value = Math.round(facts / seconds)
    const result = {
      bench: 'ingest',
      ok: value >= budgetPerSecond && seen === facts && visibleMs <= budgetVisibleMs,
      budget: `at least ${budgetPerSecond} facts a second, all in the metric within ${budgetVisibleMs} ms`,
      value,
      visibleMs,
      facts,
      inMetric: seen,
      acknowledgedP50Ms: quantile(tookMs, 0.5),
      acknowledgedP95Ms: quantile(tookMs, 0.95),
      machineLoad: loadavg()[0],
      command: 'npm run bench -- ingest',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await instance.close()
  }
}

await main()
