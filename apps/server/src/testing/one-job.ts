import { virtualClock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'

/** A queue of one job that puts itself back: what it would run, and when, without a database. */
export const oneJob = () => {
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
  const db = { pool: {} } as unknown as Database
  return {
    parts: { jobs, clock, db },
    clock,
    /** Milliseconds until each run that was asked for; null: at once, as it begins. */
    due,
    work: () => work(),
    giveUp: () => giveUp(),
  }
}
