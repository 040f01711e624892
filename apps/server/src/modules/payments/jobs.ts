import { AppError } from '#platform/errors'
import { defineJob } from '#platform/jobs'
import { z } from 'zod'
import type { PaymentsDeps } from './deps.ts'
import { eventJob, handleEvent } from './events.ts'
import { reconcileAll } from './reconcile.ts'
import { resolve } from './resolve.ts'

const nothing = z.object({})
const resolveJob = defineJob({
  name: 'payments.resolve',
  payload: nothing,
  maximumAttempts: 3,
  line: 'payments.resolve',
})
const resolveEveryMs = 30_000

const reconcileJob = defineJob({
  name: 'payments.reconcile',
  payload: nothing,
  maximumAttempts: 3,
  line: 'payments.reconcile',
})
const reconcileEveryMs = 600_000

/** Registers the work of the module; the returned function begins what repeats itself. */
export const keepWorking = (deps: PaymentsDeps): (() => Promise<void>) => {
  const { jobs, clock, db } = deps
  jobs.handle(eventJob, async (event) => {
    // Failing makes the queue try again; after its last attempt `payments.resolve` takes it over.
    if (!(await handleEvent(deps, event))) throw new AppError('overloaded')
  })
  const repeated = [
    { job: resolveJob, everyMs: resolveEveryMs, work: () => resolve(deps) },
    { job: reconcileJob, everyMs: reconcileEveryMs, work: () => reconcileAll(deps).then(() => false) },
  ]
  const starts = repeated.map(({ job, everyMs, work }) => {
    const later = (pauseMs: number) =>
      jobs.enqueue(db.pool, job, {}, { key: job.name, runAt: new Date(clock.nowMs() + pauseMs) })
    const run = async () => later((await work()) ? 0 : everyMs)
    jobs.handle(job, run, { onGivenUp: () => later(everyMs) })
    return () => later(0)
  })
  return async () => {
    for (const start of starts) await start()
  }
}
