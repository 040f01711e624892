import type { Clock } from '#platform/clock'
import { defineJob, type Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { z } from 'zod'

const watchJob = defineJob({ name: 'measure.watch', payload: z.object({}), maximumAttempts: 3 })
const everyMs = 600_000

export interface WatchingParts {
  readonly jobs: Jobs
  readonly clock: Clock
  readonly database: Database
  /** `watchCoverage`: true when there is more to look at than fits into one run. */
  watch(signal: AbortSignal): Promise<boolean>
}

/**
 * Looks every ten minutes whether a client version loses views. Before the jobs start; the returned function begins it.
 *
 * @example
 * const startWatching = keepWatching({ jobs, clock, database, watch: (signal) => watchCoverage(parts, signal) })
 */
export const keepWatching = ({ jobs, clock, database, watch }: WatchingParts): (() => Promise<void>) => {
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(database.pool, watchJob, {}, { key: watchJob.name, ...(runAt ? { runAt } : {}) })
  const later = (pauseMs: number): Promise<void> => enqueue(new Date(clock.nowMs() + pauseMs))
  jobs.handle(
    watchJob,
    async (_payload, { signal }) => {
      const isBehind = await watch(signal)
      await later(isBehind ? 0 : everyMs)
    },
    // An engine that is away now may be back later: the watch never ends.
    { onGivenUp: () => later(everyMs) },
  )
  return () => enqueue()
}
