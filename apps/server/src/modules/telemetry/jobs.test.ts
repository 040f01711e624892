import { expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { keepSettled } from './jobs.ts'

const start = (settle: () => Promise<void>) => {
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
  const begin = keepSettled({ jobs, clock, database, telemetry: { settle } })
  return { clock, due, begin, work: () => work(), giveUp: () => giveUp() }
}

test('days are made again every minute, or as rarely as keeps it at a tenth of the time', async () => {
  let tookMs = 1000
  const settling = start(async () => settling.clock.advance(tookMs))
  await settling.begin()
  await settling.work()
  tookMs = 20_000
  await settling.work()
  expect(settling.due).toEqual([null, 60_000, 180_000])
})

test('a failure is the queue’s to repeat, and the work never ends', async () => {
  const settling = start(() => Promise.reject(new TypeError('the engine is away')))
  await expect(settling.work()).rejects.toThrow('the engine is away')
  expect(settling.due).toEqual([])
  await settling.giveUp()
  expect(settling.due).toEqual([60_000])
})
