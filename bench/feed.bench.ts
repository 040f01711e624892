// Time of one page of the feed and pages per second, by size of the inventory and of what the viewer has seen.
// Caller and server share one process, so the numbers hold the caller's share, too. Run: npm run bench -- feed
import { loadavg } from 'node:os'
import { seedPosts, seedSeen } from '../apps/server/src/testing/seed-posts.ts'
import { openCaller, openInstance, type Instance } from './instance.ts'
import { quantile } from './quantile.ts'

const warmUp = 20
const pages = 200
const secondsAtOnce = 3
const atOnce = 8
const budgetP95Ms = 100

const page = async (caller: ReturnType<typeof openCaller>): Promise<number> => {
  const beganMs = performance.now()
  const { status, text } = await caller.call('GET', '/v1/feed')
  const tookMs = performance.now() - beganMs
  if (status !== 200 || !text.includes('"slots":[{'))
    throw new Error(`a page was answered ${status}: ${text}`)
  return tookMs
}

const measure = async ({ app, address }: Instance, posts: number, seen: number) => {
  const viewerId = `dddd0000-0000-7000-8000-${String(posts + seen).padStart(12, '0')}`
  const { postIds } = await seedPosts(app.engines.db, posts)
  await seedSeen(app.engines.db, viewerId, postIds.slice(0, seen))
  const caller = openCaller(address, viewerId)
  try {
    for (let count = 0; count < warmUp; count += 1) await page(caller)
    const tookMs: number[] = []
    for (let count = 0; count < pages; count += 1) tookMs.push(await page(caller))
    const untilMs = performance.now() + secondsAtOnce * 1000
    let served = 0
    const keepAsking = async () => {
      while (performance.now() < untilMs) {
        await page(caller)
        served += 1
      }
    }
    await Promise.all(Array.from({ length: atOnce }, keepAsking))
    const pagesPerSecond = Math.round(served / secondsAtOnce)
    return { posts, seen, p50Ms: quantile(tookMs, 0.5), p95Ms: quantile(tookMs, 0.95), pagesPerSecond }
  } finally {
    caller.close()
  }
}

const main = async (): Promise<void> => {
  const instance = await openInstance()
  try {
    const rounds = []
    for (const posts of [1000, 20_000]) {
      for (const seen of [0, Math.min(5000, posts - 100)]) {
        const round = await measure(instance, posts, seen)
        process.stderr.write(`${JSON.stringify(round)}\n`)
        rounds.push(round)
      }
    }
    const value = Math.max(...rounds.map(({ p95Ms }) => p95Ms))
    const budget = `p95 of a page at most ${budgetP95Ms} ms`
    const result = {
      bench: 'feed',
      ok: value <= budgetP95Ms,
      budget,
      value,
      rounds,
      machineLoad: loadavg()[0],
      command: 'npm run bench -- feed',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await instance.close()
  }
}

await main()
