import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import type { JobDefinition } from './job.ts'
import type { Jobs } from './jobs.ts'

export interface RepeatingParts {
  readonly jobs: Pick<Jobs, 'handle' | 'enqueue'>
  readonly clock: Clock
  readonly db: Database
}

export interface Repeated {
  readonly job: JobDefinition<Record<string, never>>
  /** The pause after it, where the work names no other, and after its last attempt. */
  readonly everyMs: number
  /** May resolve with another pause. */
  readonly work: (signal: AbortSignal) => Promise<{ readonly pauseMs: number } | void>
}

/**
 * Work that is done again and again, for ever: what is wrong now (a full disk, an engine that is away) may be right later.
 * One of it waits in the queue, under the name of the job. Before the jobs start; the returned function begins it.
 *
 * @example const start = keepRepeating({ jobs, clock, db }, { job: sweepJob, everyMs: 3_600_000, work: () => sweep(deps) })
 */
export const keepRepeating = (
  { jobs, clock, db }: RepeatingParts,
  { job, everyMs, work }: Repeated,
): (() => Promise<void>) => {
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(db.pool, job, {}, { key: job.name, ...(runAt ? { runAt } : {}) })
  const later = (pauseMs: number): Promise<void> => enqueue(new Date(clock.nowMs() + pauseMs))
  jobs.handle(job, async (_payload, { signal }) => later((await work(signal))?.pauseMs ?? everyMs), {
    onGivenUp: () => later(everyMs),
  })
  return () => enqueue()
}
