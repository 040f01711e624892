import { defineJob, keepRepeating, type RepeatingParts } from '#platform/jobs'
import { z } from 'zod'

const keepJob = defineJob({ name: 'ledger.keep', payload: z.object({}), maximumAttempts: 3 })
const everyMs = 900_000

export interface KeepingParts extends RepeatingParts {
  readonly ledger: { keep(): Promise<void> }
}

/**
 * Four times an hour: holds that expired and that nobody looked at are given back, and the last whole day is closed. Before
 * the jobs start; the returned function begins it.
 *
 * @example const startKeeping = keepLedger({ jobs, clock, db, ledger })
 */
export const keepLedger = ({ ledger, ...parts }: KeepingParts): (() => Promise<void>) =>
  keepRepeating(parts, { job: keepJob, everyMs, work: () => ledger.keep() })
