import { defineJob, type Jobs } from '#platform/jobs'
import { z } from 'zod'
import { watchCoverage, type CoverageParts } from './watch-coverage.ts'

const watchJob = defineJob({ name: 'measure.watch', payload: z.object({}), maximumAttempts: 3 })
const everyMs = 600_000

/**
 * Looks every ten minutes whether a client version loses views. Before the jobs start; the returned function begins it.
 *
 * @example
 * const startWatching = keepWatching({ jobs, database, clickhouse, clock, ids, log })
 * await jobs.start()
 * await startWatching()
 */
export const keepWatching = (parts: CoverageParts & { readonly jobs: Jobs }): (() => Promise<void>) => {
  const { jobs, database, clock } = parts
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(database.pool, watchJob, {}, { key: watchJob.name, ...(runAt ? { runAt } : {}) })
  const later = (pauseMs: number): Promise<void> => enqueue(new Date(clock.nowMs() + pauseMs))
  jobs.handle(
    watchJob,
    async (_payload, { signal }) => {
      const isBehind = await watchCoverage(parts, signal)
      await later(isBehind ? 0 : everyMs)
    },
    // An engine that is away now may be back later: the watch never ends.
    { onGivenUp: () => later(everyMs) },
  )
  return () => enqueue()
}
