import type { JobHelpers } from 'graphile-worker'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { HandleOptions, JobDefinition, JobHandler } from './job.ts'
import { isSuperseded, selectDeaths, setRunAt } from './queue.ts'

export interface Registration {
  readonly job: JobDefinition<unknown>
  readonly run: (payload: unknown, context: { attempt: number; signal: AbortSignal }) => Promise<void>
  readonly onGivenUp: ((payload: unknown, error: unknown) => Promise<void>) | null
}

/** A job that its worker did not survive this many times is given up: it may be the reason. */
const mostDeaths = 5

/**
 * The library waits e^attempt seconds between tries: 3, 7, 20, 55 … What passes by itself, such as a server that starts
 * again, needs longer than the first of these.
 */
const shortestPauseMs = (attempt: number): number => (attempt === 1 ? 5000 : 30_000)
const libraryPauseMs = (attempt: number): number => Math.exp(Math.min(attempt, 10)) * 1000

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
  readonly clock: Clock
  readonly log: Log
  /** Told when a stop of the server cut a job short. */
  readonly onInterrupted: (jobId: bigint) => void
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What an operator reads until the job runs again; the error itself is only how the work noticed. */
const stopped = (cause: unknown): Error => new Error('the worker was stopped; this runs again', { cause })

/** The end of a job that will not happen. Throws, to be called again later, when telling so fails. */
const giveUp = async (
  registration: Registration,
  { helpers, error, dependencies }: { helpers: JobHelpers; error: unknown; dependencies: RunDependencies },
): Promise<void> => {
  const { job, onGivenUp } = registration
  const { id, attempts, payload } = helpers.job
  const { log, database } = dependencies
  log.error('jobs.given_up', error, { job: job.name, jobId: id, attempts })
  // A newer job with the same key waits: what becomes of the work is for that one to tell.
  if (await isSuperseded(database.pool, { jobId: id, attempts })) return
  await onGivenUp?.(payload, error)
}

/** Why a job is given up without another try; null when it may run. */
const reasonToGiveUp = async (
  { job }: Registration,
  helpers: JobHelpers,
  { database }: RunDependencies,
): Promise<Error | null> => {
  const { id, attempts, last_error: lastError } = helpers.job
  const deaths = await selectDeaths(database.pool, id)
  if (deaths >= mostDeaths) return new Error(`the worker died ${deaths} times while this job ran`)
  if (attempts > job.maximumAttempts) return new Error(lastError ?? 'the last try left no reason')
  return null
}

/** Sees to it that the library's own pause ends no earlier than ours. */
const delayRetry = async (helpers: JobHelpers, { database, clock, log }: RunDependencies): Promise<void> => {
  const { id, attempts } = helpers.job
  const missingMs = shortestPauseMs(attempts) - libraryPauseMs(attempts)
  if (missingMs <= 0) return
  const runAt = new Date(clock.nowMs() + missingMs)
  // The reason of the failure matters more than the length of the pause.
  await setRunAt(database.pool, { jobId: id, runAt }).catch((error: unknown) =>
    log.error('jobs.delay_failed', error, { jobId: id }),
  )
}

/** Runs one job that was just locked. Returning completes it; throwing lets the queue try again later. */
export const runJob = async (
  registration: Registration,
  helpers: JobHelpers,
  dependencies: RunDependencies,
): Promise<void> => {
  const { job } = registration
  const attempt = helpers.job.attempts
  const signal = helpers.abortSignal
  assert(signal !== undefined, 'the queue gives each job an abort signal')
  const reason = await reasonToGiveUp(registration, helpers, dependencies)
  if (reason !== null) return giveUp(registration, { helpers, error: reason, dependencies })
  try {
    await registration.run(helpers.job.payload, { attempt, signal })
  } catch (error) {
    if (signal.aborted) {
      dependencies.onInterrupted(BigInt(helpers.job.id))
      throw stopped(error)
    }
    if (attempt >= job.maximumAttempts) return giveUp(registration, { helpers, error, dependencies })
    const { id: jobId } = helpers.job
    dependencies.log.warn('jobs.failed', { job: job.name, jobId, attempt, reason: messageOf(error) })
    await delayRetry(helpers, dependencies)
    throw error
  }
}
