import { expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { keepWatching } from './jobs.ts'

const start = (watch: () => Promise<boolean>) => {
  const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
  const due: (number | null)[] = []
  let work = async (): Promise<void> => undefined
  let giveUp = async (): Promise<void> => undefined
  // Checked boundary: of the queue only these two are used, and the handle is only passed on.
  const jobs = {
    enqueue: async (_handle: unknown, _job: unknown, _payload: unknown, options?: { runAt?: Date }) =>
      void due.push(options?.runAt ? options.runAt.getTime() - clock.nowMs() : null),
    handle: (
      _job: unknown,
      handler: (payload: unknown, context: { attempt: number; signal: AbortSignal }) => Promise<void>,
      options?: { onGivenUp?: (payload: unknown, error: unknown) => Promise<void> },
    ) => {
      work = () => handler({}, { attempt: 1, signal: new AbortController().signal })
      giveUp = async () => options?.onGivenUp?.({}, null)
    },
  } as unknown as Jobs
  const database = { pool: {} } as unknown as Database
  const begin = keepWatching({ jobs, clock, database, watch })
  return { due, begin, work: () => work(), giveUp: () => giveUp() }
}

test('it looks every ten minutes, and again at once while it is behind', async () => {
  let isBehind = true
  const watching = start(async () => isBehind)
  await watching.begin()
  await watching.work()
  isBehind = false
  await watching.work()
  expect(watching.due).toEqual([null, 0, 600_000])
})

test('a failure is the queue’s to repeat, and the watch never ends', async () => {
  const watching = start(() => Promise.reject(new TypeError('the engine is away')))
  await expect(watching.work()).rejects.toThrow('the engine is away')
  expect(watching.due).toEqual([])
  await watching.giveUp()
  expect(watching.due).toEqual([600_000])
})
