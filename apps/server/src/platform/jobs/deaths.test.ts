import { once } from 'node:events'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Clock, systemClock } from '#platform/clock'
import { within } from '#platform/postgres'
import { note, openTestQueue } from './test-queue.ts'

const { database, open, rowsOfQueue, lockAsIfKilled } = openTestQueue()

/** Deaths of the server while every job in the queue runs, each followed by a start. */
const dieOften = async (times: number): Promise<void> => {
  for (let deaths = 0; deaths < times; deaths += 1) {
    await lockAsIfKilled({ id: `pool-${deaths}`, folder: 'folder', at: systemClock().now() })
    await (await open()).stop()
  }
}

test('a kill frees the jobs of the same folder at the next start, and costs no attempt', async () => {
  const jobs = await open()
  await jobs.enqueue(database().pool, note, { n: 1 })
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
  await first.enqueue(database().pool, note, { n: 1 })
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
  const { rows } = await sql`select 1 from platform.job_death`.execute(within(database().pool))
  expect(rows).toEqual([])
})

test('stops count neither as attempts nor as deaths, however many', async () => {
  const first = await open()
  await first.enqueue(database().pool, note, { n: 1 })
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
  const { rows } = await sql`select 1 from platform.job_death`.execute(within(database().pool))
  expect(rows).toEqual([])
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
})

test('two processes that find the same dead worker count one death', async () => {
  const jobs = await open()
  await jobs.enqueue(database().pool, note, { n: 1 })
  await lockAsIfKilled({ id: 'pool-dead', folder: 'gone', at: new Date(0) })
  await Promise.all(['a', 'b', 'c'].map((dataFolderId) => open({ dataFolderId })))
  const { rows } = await sql`select deaths from platform.job_death`.execute(within(database().pool))
  expect(rows).toEqual([{ deaths: 1 }])
})

test('a job that was enqueued again while it ran does not come back after a death', async () => {
  const jobs = await open()
  await jobs.enqueue(database().pool, note, { n: 1 }, { key: 'same' })
  await lockAsIfKilled({ id: 'pool-dead', folder: 'folder', at: systemClock().now() })
  await jobs.enqueue(database().pool, note, { n: 2 }, { key: 'same' })
  const next = await open()
  const seen: number[] = []
  const givenUp: number[] = []
  next.handle(note, async ({ n }) => void seen.push(n), { onGivenUp: async ({ n }) => void givenUp.push(n) })
  await next.runOnce()
  expect({ seen, givenUp }).toEqual({ seen: [2], givenUp: [] })
  expect(await rowsOfQueue()).toEqual([])
})

test('jobs of another folder are freed only when its workers were silent for 30 seconds', async () => {
  const jobs = await open()
  await jobs.enqueue(database().pool, note, { n: 1 })
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
  await jobs.enqueue(database().pool, note, { n: 1 })
  await started.promise
  await jobs.stop()
  expect(aborted).toBe(true)
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
  const { rows } = await sql`select 1 from platform.worker`.execute(within(database().pool))
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
  await jobs.enqueue(database().pool, note, { n: 1 })
  await started.promise
  await jobs.stop()
  expect(await rowsOfQueue()).toMatchObject([{ attempts: 0, locked_by: null }])
})
