import type { Clock } from '#platform/clock'
import { defineJob, type Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { z } from 'zod'
import type { Telemetry } from './telemetry.ts'

const settleJob = defineJob({ name: 'telemetry.settle', payload: z.object({}), maximumAttempts: 3 })
const shortestPauseMs = 60_000
/** Making days again takes at most a tenth of the time. */
const pausePerWork = 9

export interface SettlingParts {
  readonly jobs: Jobs
  readonly clock: Clock
  readonly database: Database
  readonly telemetry: Pick<Telemetry, 'settle'>
}

/**
 * Makes the final table of changed days again, every minute or, when there is much to do, more rarely. Before the jobs
 * start; the returned function begins it.
 */
export const keepSettled = ({ jobs, clock, database, telemetry }: SettlingParts): (() => Promise<void>) => {
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(database.pool, settleJob, {}, { key: settleJob.name, ...(runAt ? { runAt } : {}) })
  const later = (pauseMs: number): Promise<void> => enqueue(new Date(clock.nowMs() + pauseMs))
  jobs.handle(
    settleJob,
    async (_payload, { signal }) => {
      const startedMs = clock.nowMs()
      await telemetry.settle({ signal })
      await later(Math.max(shortestPauseMs, (clock.nowMs() - startedMs) * pausePerWork))
    },
    // What is wrong now (a full disk, an engine that is away) may be right later: the work never ends.
    { onGivenUp: () => later(shortestPauseMs) },
  )
  return () => enqueue()
}
