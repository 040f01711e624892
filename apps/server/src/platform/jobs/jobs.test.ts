import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Clock, sleep, systemClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { type TestDatabase, createTestDatabase } from '../../testing/engines.ts'
import { type Jobs, type JobsOptions, defineJob, openJobs } from './index.ts'

let own: TestDatabase
const opened: Jobs[] = []

beforeAll(async () => {
  own = await createTestDatabase()
})
afterEach(async () => {
  for (const jobs of opened.splice(0)) await jobs.stop()
  await sql`delete from graphile_worker._private_jobs`.execute(within(own.database.pool))
})
afterAll(() => own.close())

const base = () => ({
  connection: own.address,
  database: own.database,
  clock: systemClock(),
  log: silentLog(),
})

const open = async (options: Partial<JobsOptions> = {}): Promise<Jobs> => {
  const jobs = await openJobs({ ...base(), dataFolderId: 'folder', ...options })
  opened.push(jobs)
  return jobs
}

interface JobRow {
  id: string
  attempts: number
  locked_by: string | null
}

const rowsOfQueue = async (): Promise<JobRow[]> => {
  const { rows } =
    await sql<JobRow>`select id::text, attempts, locked_by from graphile_worker.jobs order by id`.execute(
      within(own.database.pool),
    )
  return rows
}

const makeDue = () =>
  sql`update graphile_worker._private_jobs set run_at = 'epoch'`.execute(within(own.database.pool))

const note = defineJob({ name: 'test.note', payload: z.object({ n: z.int() }), maximumAttempts: 3 })

test('a job exists exactly if its transaction commits', async () => {
  const jobs = await open()
  const seen: number[] = []
  jobs.handle(note, async ({ n }) => void seen.push(n))
  await own.database.transaction((tx) => jobs.enqueue(tx, note, { n: 1 }))
  const failing = own.database.transaction(async (tx) => {
    await jobs.enqueue(tx, note, { n: 2 })
    throw new RangeError('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  await jobs.runOnce()
  expect(seen).toEqual([1])
  expect(await rowsOfQueue()).toEqual([])
})

test('priority orders, a key replaces what waits, and a later time waits', async () => {
  const jobs = await open()
  const seen: number[] = []
  jobs.handle(note, async ({ n }) => void seen.push(n))
  const { pool } = own.database
  await jobs.enqueue(pool, note, { n: 1 }, { priority: 5 })
  await jobs.enqueue(pool, note, { n: 2 }, { priority: -5 })
  await jobs.enqueue(pool, note, { n: 3 }, { key: 'same' })
  await jobs.enqueue(pool, note, { n: 4 }, { key: 'same' })
  await jobs.enqueue(pool, note, { n: 5 }, { runAt: new Date(Date.UTC(2999, 0, 1)) })
  await jobs.runOnce()
  expect(seen).toEqual([2, 4, 1])
})

test('a job that fails is tried again, and after its last attempt it is given up once', async () => {
  const jobs = await open()
  const attempts: number[] = []
  const givenUp: string[] = []
  jobs.handle(
    note,
    async (_payload, { attempt }) => {
      attempts.push(attempt)
      throw new RangeError('broken')
    },
    { onGivenUp: async ({ n }, error) => void givenUp.push(`${n} ${String(error)}`) },
  )
  await jobs.enqueue(own.database.pool, note, { n: 7 })
  for (let runs = 0; runs < 5; runs += 1) {
    await jobs.runOnce()
    await makeDue()
  }
  expect(attempts).toEqual([1, 2, 3])
  expect(givenUp).toEqual(['7 RangeError: broken'])
  expect(await rowsOfQueue()).toEqual([])
})

test('telling that a job is given up is itself tried again, without running the job again', async () => {
  const jobs = await open()
  const single = defineJob({ name: 'test.once', payload: z.object({}), maximumAttempts: 1 })
  let runs = 0
  let tellings = 0
  jobs.handle(
    single,
    async () => {
      runs += 1
      throw new RangeError('broken')
    },
    {
      onGivenUp: async () => {
        tellings += 1
        if (tellings === 1) throw new RangeError('not now')
      },
    },
  )
  await jobs.enqueue(own.database.pool, single, {})
  for (let times = 0; times < 3; times += 1) {
    await jobs.runOnce()
    await makeDue()
  }
  expect({ runs, tellings }).toEqual({ runs: 1, tellings: 2 })
})

test('a payload that does not fit its schema is never written', async () => {
  const jobs = await open()
  await expect(jobs.enqueue(own.database.pool, note, { n: 0.5 })).rejects.toThrow('expected int')
  expect(await rowsOfQueue()).toEqual([])
})

/** What a `kill -9` leaves: a job locked, with its attempt counted, by a pool of workers that is no more. */
const lockAsIfKilled = async (worker: { id: string; folder: string; at: Date }): Promise<void> => {
  const connection = within(own.database.pool)
  await sql`insert into platform.worker (worker_id, data_folder_id, heartbeat_at)
    values (${worker.id}, ${worker.folder}, ${worker.at})`.execute(connection)
  await sql`update graphile_worker._private_jobs
    set locked_by = ${worker.id}, locked_at = ${worker.at}, attempts = attempts + 1`.execute(connection)
}

/** Deaths of the server while every job in the queue runs, each followed by a start. */
const dieOften = async (times: number): Promise<void> => {
  for (let deaths = 0; deaths < times; deaths += 1) {
    await lockAsIfKilled({ id: `pool-${deaths}`, folder: 'folder', at: systemClock().now() })
    await (await openJobs({ ...base(), dataFolderId: 'folder' })).stop()
  }
}

test('a kill frees the jobs of the same folder at the next start, and costs no attempt', async () => {
  const jobs = await open()
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  await dieOften(4)
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
  const last = await open()
  const attempts: number[] = []
  last.handle(note, async (_payload, { attempt }) => void attempts.push(attempt))
  await last.runOnce()
  expect(attempts).toEqual([1])
})

test('a job that was running at five deaths of its worker is given up, and says so', async () => {
  const first = await open()
  await first.enqueue(own.database.pool, note, { n: 1 })
  await dieOften(5)
  const jobs = await open()
  let runs = 0
  const givenUp: string[] = []
  jobs.handle(note, async () => void (runs += 1), {
    onGivenUp: async (_payload, error) => void givenUp.push(String(error)),
  })
  await jobs.runOnce()
  expect({ runs, givenUp }).toEqual({
    runs: 0,
    givenUp: ['Error: the worker died 5 times while this job ran'],
  })
  await open()
  const { rows } = await sql`select 1 from platform.job_death`.execute(within(own.database.pool))
  expect(rows).toEqual([])
})

test('stops count neither as attempts nor as deaths, however many', async () => {
  const first = await open()
  await first.enqueue(own.database.pool, note, { n: 1 })
  const attempts: number[] = []
  for (let stops = 0; stops < 6; stops += 1) {
    const jobs = await open({ graceMs: 0 })
    const started = Promise.withResolvers<void>()
    jobs.handle(note, async (_payload, { attempt, signal }) => {
      attempts.push(attempt)
      started.resolve()
      if (!signal.aborted) await once(signal, 'abort')
      throw new RangeError('stopped in the middle')
    })
    await jobs.start()
    await started.promise
    await jobs.stop()
  }
  expect(attempts).toEqual([1, 1, 1, 1, 1, 1])
  const { rows } = await sql`select 1 from platform.job_death`.execute(within(own.database.pool))
  expect(rows).toEqual([])
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
})

test('two processes that find the same dead worker count one death', async () => {
  const jobs = await open()
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  await lockAsIfKilled({ id: 'pool-dead', folder: 'gone', at: new Date(0) })
  await Promise.all(['a', 'b', 'c'].map((dataFolderId) => open({ dataFolderId })))
  const { rows } = await sql`select deaths from platform.job_death`.execute(within(own.database.pool))
  expect(rows).toEqual([{ deaths: 1 }])
})

test('a job that was enqueued again while it ran does not come back after a death', async () => {
  const jobs = await open()
  await jobs.enqueue(own.database.pool, note, { n: 1 }, { key: 'same' })
  await lockAsIfKilled({ id: 'pool-dead', folder: 'folder', at: systemClock().now() })
  await jobs.enqueue(own.database.pool, note, { n: 2 }, { key: 'same' })
  const next = await open()
  const seen: number[] = []
  const givenUp: number[] = []
  next.handle(note, async ({ n }) => void seen.push(n), { onGivenUp: async ({ n }) => void givenUp.push(n) })
  await next.runOnce()
  expect({ seen, givenUp }).toEqual({ seen: [2], givenUp: [] })
  expect(await rowsOfQueue()).toEqual([])
})

test('between tries it waits at least 5, then 30 seconds', async () => {
  const jobs = await open()
  jobs.handle(note, async () => {
    throw new RangeError('broken')
  })
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  const pausesMs: number[] = []
  for (let tries = 0; tries < 2; tries += 1) {
    const beforeMs = systemClock().nowMs()
    await jobs.runOnce()
    const [job] = await jobs.list(own.database.pool, { names: [note.name], limit: 1 })
    pausesMs.push((job?.runAt.getTime() ?? 0) - beforeMs)
    await makeDue()
  }
  // Only the lower bound is a promise; a slow machine makes the pause look longer.
  expect(pausesMs[0]).toBeGreaterThanOrEqual(4990)
  expect(pausesMs[1]).toBeGreaterThanOrEqual(29_990)
})

test('jobs of another folder are freed only when its workers were silent for 30 seconds', async () => {
  const jobs = await open()
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  const at = systemClock().now()
  await lockAsIfKilled({ id: 'pool-far', folder: 'far away', at })
  const clockAt = (ms: number): Clock => ({ nowMs: () => ms, now: () => new Date(ms) })
  await open({ clock: clockAt(at.getTime() + 29_000) })
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 1, locked_by: 'pool-far' }])
  await open({ clock: clockAt(at.getTime() + 31_000) })
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
})

test('a running queue takes up what is written, and a stop aborts what does not end, at no cost', async () => {
  const jobs = await open({ graceMs: 20 })
  const started = Promise.withResolvers<void>()
  let aborted = false
  jobs.handle(note, async (_payload, { signal }) => {
    started.resolve()
    await once(signal, 'abort')
    aborted = true
    throw new RangeError('stopped in the middle')
  })
  await jobs.start()
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  await started.promise
  await jobs.stop()
  expect(aborted).toBe(true)
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
  const { rows } = await sql`select 1 from platform.worker`.execute(within(own.database.pool))
  expect(rows).toEqual([])
})

test('a job that does not listen to the abort is let go and runs again later', async () => {
  const jobs = await open({ graceMs: 10, afterAbortMs: 10 })
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  jobs.handle(note, async () => {
    started.resolve()
    await release.promise
  })
  await jobs.start()
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  await started.promise
  await jobs.stop()
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
})

test('one run leaves nothing due, also of one line', async () => {
  const lined = defineJob({ name: 'test.lined', payload: z.object({}), maximumAttempts: 1, line: 'heavy' })
  const jobs = await open()
  let done = 0
  jobs.handle(lined, async () => void (done += 1))
  for (let n = 0; n < 5; n += 1) await jobs.enqueue(own.database.pool, lined, {})
  await jobs.runOnce()
  expect(done).toBe(5)
})

test('jobs of one line never run at the same time', async () => {
  const lined = defineJob({ name: 'test.lined', payload: z.object({}), maximumAttempts: 1, line: 'heavy' })
  const jobs = await open({ concurrency: 4 })
  let running = 0
  let most = 0
  let done = 0
  const all = Promise.withResolvers<void>()
  jobs.handle(lined, async () => {
    running += 1
    most = Math.max(most, running)
    await sleep(1)
    running -= 1
    done += 1
    if (done === 5) all.resolve()
  })
  for (let n = 0; n < 5; n += 1) await jobs.enqueue(own.database.pool, lined, {})
  await jobs.start()
  await all.promise
  expect(most).toBe(1)
})

const heavy = defineJob({
  ...{ name: 'test.heavy', payload: z.object({ n: z.int() }), maximumAttempts: 1 },
  pool: 'heavy',
})

test('heavy jobs run at most so many at once, the urgent first, and never hold up light ones', async () => {
  const jobs = await open({ heavyConcurrency: 2, concurrency: 1 })
  const release = Promise.withResolvers<void>()
  const full = Promise.withResolvers<void>()
  const lightDone = Promise.withResolvers<void>()
  const allDone = Promise.withResolvers<void>()
  const order: number[] = []
  let running = 0
  let most = 0
  let done = 0
  jobs.handle(heavy, async ({ n }) => {
    order.push(n)
    running += 1
    most = Math.max(most, running)
    if (running === 2) full.resolve()
    await release.promise
    running -= 1
    done += 1
    if (done === 6) allDone.resolve()
  })
  jobs.handle(note, async ({ n }) => {
    if (n === 9) lightDone.resolve()
  })
  for (const n of [3, 1, 2, 6, 5, 4]) await jobs.enqueue(own.database.pool, heavy, { n }, { priority: n })
  await jobs.start()
  await full.promise
  for (let n = 0; n < 10; n += 1) await jobs.enqueue(own.database.pool, note, { n }, { priority: 100 })
  await lightDone.promise
  expect(order.toSorted()).toEqual([1, 2])
  release.resolve()
  await allDone.promise
  expect(most).toBe(2)
  expect(order.slice(0, 4).toSorted()).toEqual([1, 2, 3, 4])
})

test('a process works on its own pools only, and writes jobs of all', async () => {
  const api = await open({ pools: ['light'], dataFolderId: 'api' })
  const seen: string[] = []
  api.handle(heavy, async ({ n }) => void seen.push(`api heavy ${n}`))
  api.handle(note, async ({ n }) => void seen.push(`api light ${n}`))
  await api.enqueue(own.database.pool, heavy, { n: 1 })
  await api.enqueue(own.database.pool, note, { n: 2 })
  await api.runOnce()
  expect(seen).toEqual(['api light 2'])
  const worker = await open({ pools: ['heavy'], dataFolderId: 'worker' })
  worker.handle(heavy, async ({ n }) => void seen.push(`worker heavy ${n}`))
  await worker.runOnce()
  expect(seen).toEqual(['api light 2', 'worker heavy 1'])
})

test('the list shows what runs, what waits in its order and what comes later', async () => {
  const jobs = await open({ role: 'api' })
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  jobs.handle(heavy, async () => {
    started.resolve()
    await release.promise
  })
  const { pool } = own.database
  await jobs.enqueue(pool, heavy, { n: 1 })
  await jobs.start()
  await started.promise
  const later = new Date(Date.UTC(2999, 0, 1))
  await jobs.enqueue(pool, note, { n: 2 }, { key: 'two', priority: 7 })
  await jobs.enqueue(pool, note, { n: 3 }, { priority: -7 })
  await jobs.enqueue(pool, note, { n: 4 }, { runAt: later, priority: -9 })
  const names = [note.name, heavy.name]
  const listed = await jobs.list(pool, { names, limit: 10 })
  const [worker] = await jobs.workers(pool)
  expect(worker).toMatchObject({ dataFolderId: 'folder', role: 'api', pool: 'heavy' })
  expect(listed).toMatchObject([
    { state: 'running', payload: { n: 1 }, attempts: 1, maximumAttempts: 1, workerId: worker?.workerId },
    { state: 'waiting', payload: { n: 3 }, attempts: 0, maximumAttempts: 3, workerId: null, lastError: null },
    { state: 'waiting', payload: { n: 2 }, key: 'two', priority: 7, runningSinceMs: null },
    { state: 'delayed', payload: { n: 4 }, runAt: later },
  ])
  expect(listed[0]?.runningSinceMs).toBeGreaterThan(0)
  expect(await jobs.list(pool, { names: [note.name], limit: 1 })).toHaveLength(1)
  release.resolve()
})

test('a failure leaves its reason in the list', async () => {
  const jobs = await open()
  jobs.handle(note, async () => {
    throw new RangeError('broken')
  })
  await jobs.enqueue(own.database.pool, note, { n: 1 })
  await jobs.runOnce()
  const listed = await jobs.list(own.database.pool, { names: [note.name], limit: 10 })
  expect(listed).toMatchObject([{ state: 'delayed', attempts: 1, lastError: 'broken' }])
})

test('a waiting job can be cancelled, a running one cannot', async () => {
  const jobs = await open()
  const { pool } = own.database
  await jobs.enqueue(pool, note, { n: 1 }, { key: 'one' })
  expect(await jobs.cancel(pool, 'other')).toBe(false)
  expect(await jobs.cancel(pool, 'one')).toBe(true)
  expect(await jobs.cancel(pool, 'one')).toBe(false)
  await jobs.enqueue(pool, note, { n: 1 }, { key: 'one' })
  await lockAsIfKilled({ id: 'pool-busy', folder: 'far away', at: systemClock().now() })
  expect(await jobs.cancel(pool, 'one')).toBe(false)
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 1, locked_by: 'pool-busy' }])
})
