import { z } from 'zod'
import type { Clock } from '#platform/clock'
import { defineJob, type Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'

const keepJob = defineJob({ name: 'ledger.keep', payload: z.object({}), maximumAttempts: 3 })
const everyMs = 900_000

export interface KeepingParts {
  readonly jobs: Jobs
  readonly clock: Clock
  readonly database: Database
  readonly ledger: { keep(): Promise<void> }
}

/**
 * Four times an hour: holds that expired and that nobody looked at are given back, and the last whole day is closed. Before
 * the jobs start; the returned function begins it.
 *
 * @example const startKeeping = keepLedger({ jobs, clock, database, ledger })
 */
export const keepLedger = ({ jobs, clock, database, ledger }: KeepingParts): (() => Promise<void>) => {
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(database.pool, keepJob, {}, { key: keepJob.name, ...(runAt ? { runAt } : {}) })
  const later = (): Promise<void> => enqueue(new Date(clock.nowMs() + everyMs))
  jobs.handle(
    keepJob,
    async () => {
      await ledger.keep()
      await later()
    },
    { onGivenUp: later },
  )
  return () => enqueue()
}
