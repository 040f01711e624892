import type { JobHelpers } from 'graphile-worker'
import { assert } from '#platform/assert'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { HandleOptions, JobDefinition, JobHandler } from './job.ts'
import { selectInterruptions } from './queue.ts'

export interface Registration {
  readonly job: JobDefinition<unknown>
  readonly run: (payload: unknown, context: { attempt: number; signal: AbortSignal }) => Promise<void>
  readonly onGivenUp: ((payload: unknown, error: unknown) => Promise<void>) | null
}

/** A job that the server did not survive this many times is given up: it may be the reason. */
export const mostInterruptions = 40

/** Hides the payload's type behind its schema, so that jobs of all kinds fit into one list. */
export const register = <Payload>(
  job: JobDefinition<Payload>,
  handler: JobHandler<Payload>,
  options: HandleOptions<Payload>,
): Registration => {
  const { onGivenUp } = options
  return {
    job,
    run: async (payload, context) => handler(job.payload.parse(payload), context),
    onGivenUp:
      onGivenUp === undefined ? null : async (payload, error) => onGivenUp(job.payload.parse(payload), error),
  }
}

export interface RunDependencies {
  readonly database: Database
  readonly log: Log
  /** Told when a stop of the server cut a job short. */
  readonly onInterrupted: (job: { id: bigint; attempts: number }) => void
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The end of a job that will not happen. Throws, to be called again later, when telling so fails. */
const giveUp = async (
  registration: Registration,
  { helpers, error, log }: { helpers: JobHelpers; error: unknown; log: Log },
): Promise<void> => {
  const { job, onGivenUp } = registration
  log.error('jobs.given_up', error, { job: job.name, jobId: helpers.job.id, attempts: job.maximumAttempts })
  await onGivenUp?.(helpers.job.payload, error)
}

const previousFailure = (helpers: JobHelpers): Error =>
  new Error(helpers.job.last_error ?? 'the server ended each time while this job ran')

/** Runs one job that was just locked. Returning completes it; throwing lets the queue try again later. */
export const runJob = async (
  registration: Registration,
  helpers: JobHelpers,
  { database, log, onInterrupted }: RunDependencies,
): Promise<void> => {
  const { job } = registration
  const attempt = helpers.job.attempts
  const signal = helpers.abortSignal
  assert(signal !== undefined, 'the queue gives each job an abort signal')
  const interruptions = await selectInterruptions(database.pool, helpers.job.id)
  if (attempt > job.maximumAttempts || interruptions >= mostInterruptions) {
    return giveUp(registration, { helpers, error: previousFailure(helpers), log })
  }
  try {
    await registration.run(helpers.job.payload, { attempt, signal })
  } catch (error) {
    if (signal.aborted) {
      onInterrupted({ id: BigInt(helpers.job.id), attempts: attempt })
      throw error
    }
    if (attempt >= job.maximumAttempts) return giveUp(registration, { helpers, error, log })
    log.warn('jobs.failed', { job: job.name, jobId: helpers.job.id, attempt, reason: messageOf(error) })
    throw error
  }
}
