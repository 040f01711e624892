import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#platform/clock'
import { within } from '#platform/postgres'
import { defineJob } from './index.ts'
import { note, openTestQueue } from './test-queue.ts'

const { database, open, rowsOfQueue } = openTestQueue()

const makeDue = () =>
  sql`update graphile_worker._private_jobs set run_at = 'epoch'`.execute(within(database().pool))

test('a job exists exactly if its transaction commits', async () => {
  const jobs = await open()
  const seen: number[] = []
  jobs.handle(note, async ({ n }) => void seen.push(n))
  await database().transaction((tx) => jobs.enqueue(tx, note, { n: 1 }))
  const failing = database().transaction(async (tx) => {
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
  const { pool } = database()
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
  await jobs.enqueue(database().pool, note, { n: 7 })
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
  await jobs.enqueue(database().pool, single, {})
  for (let times = 0; times < 3; times += 1) {
    await jobs.runOnce()
    await makeDue()
  }
  expect({ runs, tellings }).toEqual({ runs: 1, tellings: 2 })
})

test('a payload that does not fit its schema is never written', async () => {
  const jobs = await open()
  await expect(jobs.enqueue(database().pool, note, { n: 0.5 })).rejects.toThrow('expected int')
  expect(await rowsOfQueue()).toEqual([])
})

test('between tries it waits at least 5, then 30 seconds', async () => {
  const jobs = await open()
  jobs.handle(note, async () => {
    throw new RangeError('broken')
  })
  await jobs.enqueue(database().pool, note, { n: 1 })
  const pausesMs: number[] = []
  for (let tries = 0; tries < 2; tries += 1) {
    const beforeMs = systemClock().nowMs()
    await jobs.runOnce()
    const [job] = await jobs.list(database().pool, { names: [note.name], limit: 1 })
    pausesMs.push((job?.runAt.getTime() ?? 0) - beforeMs)
    await makeDue()
  }
  // Only the lower bound is a promise; a slow machine makes the pause look longer.
  expect(pausesMs[0]).toBeGreaterThanOrEqual(4990)
  expect(pausesMs[1]).toBeGreaterThanOrEqual(29_990)
})
