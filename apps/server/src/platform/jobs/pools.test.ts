import { expect, test } from 'vitest'
import { z } from 'zod'
import { sleep, systemClock } from '#platform/clock'
import { defineJob } from './index.ts'
import { note, openTestQueue } from './test-queue.ts'

const { database, open, rowsOfQueue, lockAsIfKilled } = openTestQueue()

const heavy = defineJob({
  ...{ name: 'test.heavy', payload: z.object({ n: z.int() }), maximumAttempts: 1 },
  pool: 'heavy',
})

test('one run leaves nothing due, also of one line', async () => {
  const lined = defineJob({ name: 'test.lined', payload: z.object({}), maximumAttempts: 1, line: 'heavy' })
  const jobs = await open()
  let done = 0
  jobs.handle(lined, async () => void (done += 1))
  for (let n = 0; n < 5; n += 1) await jobs.enqueue(database().pool, lined, {})
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
  for (let n = 0; n < 5; n += 1) await jobs.enqueue(database().pool, lined, {})
  await jobs.start()
  await all.promise
  expect(most).toBe(1)
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
  let pair = Promise.withResolvers<void>()
  jobs.handle(heavy, async ({ n }) => {
    order.push(n)
    running += 1
    most = Math.max(most, running)
    const mine = pair
    if (running === 2) {
      full.resolve()
      mine.resolve()
      pair = Promise.withResolvers()
    }
    // Nobody makes room before the other one began, however slow the machine is.
    await mine.promise
    await release.promise
    running -= 1
    done += 1
    if (done === 6) allDone.resolve()
  })
  jobs.handle(note, async ({ n }) => {
    if (n === 9) lightDone.resolve()
  })
  for (const n of [3, 1, 2, 6, 5, 4]) await jobs.enqueue(database().pool, heavy, { n }, { priority: n })
  await jobs.start()
  await full.promise
  for (let n = 0; n < 10; n += 1) await jobs.enqueue(database().pool, note, { n }, { priority: 100 })
  await lightDone.promise
  expect(order.toSorted()).toEqual([1, 2])
  release.resolve()
  await allDone.promise
  expect(most).toBe(2)
  const pairs = [0, 2, 4].map((from) => order.slice(from, from + 2).toSorted())
  expect(pairs).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
})

test('a process works on its own pools only, and writes jobs of all', async () => {
  const api = await open({ pools: ['light'], dataFolderId: 'api' })
  const seen: string[] = []
  api.handle(heavy, async ({ n }) => void seen.push(`api heavy ${n}`))
  api.handle(note, async ({ n }) => void seen.push(`api light ${n}`))
  await api.enqueue(database().pool, heavy, { n: 1 })
  await api.enqueue(database().pool, note, { n: 2 })
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
  const { pool } = database()
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
  await jobs.enqueue(database().pool, note, { n: 1 })
  await jobs.runOnce()
  const listed = await jobs.list(database().pool, { names: [note.name], limit: 10 })
  expect(listed).toMatchObject([{ state: 'delayed', attempts: 1, lastError: 'broken' }])
})

test('a waiting job can be cancelled, a running one cannot', async () => {
  const jobs = await open()
  const { pool } = database()
  await jobs.enqueue(pool, note, { n: 1 }, { key: 'one' })
  expect(await jobs.cancel(pool, 'other')).toBe(false)
  expect(await jobs.cancel(pool, 'one')).toBe(true)
  expect(await jobs.cancel(pool, 'one')).toBe(false)
  await jobs.enqueue(pool, note, { n: 1 }, { key: 'one' })
  await lockAsIfKilled({ id: 'pool-busy', folder: 'far away', at: systemClock().now() })
  expect(await jobs.cancel(pool, 'one')).toBe(false)
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 1, locked_by: 'pool-busy' }])
})
