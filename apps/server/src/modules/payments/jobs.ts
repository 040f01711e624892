import { AppError } from '#platform/errors'
import { defineJob, keepRepeating } from '#platform/jobs'
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
  const { jobs } = deps
  jobs.handle(eventJob, async (event) => {
    // Failing makes the queue try again; after its last attempt `payments.resolve` takes it over.
    if (!(await handleEvent(deps, event))) throw new AppError('overloaded')
  })
  const repeated = [
    {
      ...{ job: resolveJob, everyMs: resolveEveryMs },
      work: async () => ({ pauseMs: (await resolve(deps)) ? 0 : resolveEveryMs }),
    },
    { job: reconcileJob, everyMs: reconcileEveryMs, work: () => reconcileAll(deps) },
  ]
  const starts = repeated.map((one) => keepRepeating(deps, one))
  return async () => {
    for (const start of starts) await start()
  }
}
