// What a page and what a thousand facts cost, in milliseconds of processors and not of clocks, so that other work on the
// machine changes little: of the main thread, of the whole process (with its threads) and of the caller, not of the database.
// Run: npm run bench -- feed-cost [--videos 20000] [--people 2000] [--pages 2000] [--batches 200] [--rounds 3]
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { seedPosts } from '../apps/server/src/testing/seed-posts.ts'
import { openInstance, type Instance } from './instance.ts'
import { quantile } from './quantile.ts'

const { values } = parseArgs({
  options: {
    videos: { type: 'string', default: '20000' },
    people: { type: 'string', default: '2000' },
    pages: { type: 'string', default: '2000' },
    batches: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
  },
})
const factsInBatch = 50

interface Spent {
  readonly mainMs: number
  readonly processMs: number
}

const spent = (): Spent => {
  const main = process.threadCpuUsage()
  const whole = process.cpuUsage()
  return {
    mainMs: (main.user + main.system) / 1000,
    processMs: (whole.user + whole.system) / 1000,
  }
}

interface Told {
  readonly failed: number
  readonly cpuMs: number
}

const call = async (instance: Instance, plan: object): Promise<Told> => {
  const program = fileURLToPath(new URL('feed-load-caller.ts', import.meta.url))
  const file = join(instance.folder, 'plan.json')
  await writeFile(file, JSON.stringify({ address: instance.address, ...plan }))
  const { stdout } = await promisify(execFile)(process.execPath, [program, file])
  return JSON.parse(stdout)
}

/** What so many calls cost, with all that follows from them; for each of `units`. */
const cost = async (
  instance: Instance,
  { plan, units }: { plan: object; units: number },
): Promise<Spent & { callerMs: number }> => {
  const { telemetry, feed, engines } = instance.app
  const before = spent()
  const told = await call(instance, plan)
  if (told.failed > 0) throw new Error(`${told.failed} calls failed`)
  await telemetry.flushed()
  await feed.ranker.heard(engines.journal.end - 1)
  const after = spent()
  const each = (ms: number): number => Math.round((ms / units) * 1000) / 1000
  return {
    mainMs: each(after.mainMs - before.mainMs),
    processMs: each(after.processMs - before.processMs),
    callerMs: each(told.cpuMs),
  }
}

const median = (rounds: readonly Awaited<ReturnType<typeof cost>>[]) => {
  const of = (key: 'mainMs' | 'processMs' | 'callerMs') =>
    quantile(
      rounds.map((round) => round[key]),
      0.5,
    )
  return {
    mainMs: of('mainMs'),
    processMs: of('processMs'),
    callerMs: of('callerMs'),
  }
}

const main = async (): Promise<void> => {
  const instance = await openInstance()
  try {
    const { app } = instance
    const seeds = { authors: 2000, topics: 60 }
    const { postIds } = await seedPosts(app.engines.db, Number(values.videos), seeds)
    await app.feed.ranker.fault()
    await app.feed.ranker.ready()
    const people = Array.from(
      { length: Number(values.people) },
      (_, at) => `dddd0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`,
    )
    const load = { people, postIds: postIds.slice(0, 20_000) }
    const [pages, batches] = [Number(values.pages), Number(values.batches)]
    const plan = (counted: { pages: number; batches: number }) => ({
      ...{ ...load, counted: { ...counted, atOnce: 8 } },
    })
    // What runs for the first time is compiled, and everybody has watched something.
    await call(instance, plan({ pages: 500, batches: 200 }))
    const page: Awaited<ReturnType<typeof cost>>[] = []
    const facts: Awaited<ReturnType<typeof cost>>[] = []
    for (let round = 0; round < Number(values.rounds); round += 1) {
      page.push(await cost(instance, { plan: plan({ pages, batches: 0 }), units: pages }))
      const thousands = (batches * factsInBatch) / 1000
      facts.push(await cost(instance, { plan: plan({ pages: 0, batches }), units: thousands }))
    }
    const result = {
      ...{ bench: 'feed-cost', ok: true, videos: Number(values.videos), people: people.length },
      ...{ page: median(page), thousandFacts: median(facts), rounds: { page, facts } },
      ...{ machineLoad: loadavg()[0], command: 'npm run bench -- feed-cost' },
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await instance.close()
  }
}

await main()
