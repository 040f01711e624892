import { clientId as clientIdSchema, type ClientId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import { defineJob, type JobDefinition, type Jobs } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { z } from 'zod'

const nothing = z.object({})
const watchJob = defineJob({ name: 'measure.watch', payload: nothing, maximumAttempts: 3 })
const watchEveryMs = 600_000

const refreshJob = defineJob({ name: 'measure.refresh', payload: nothing, maximumAttempts: 3 })
const refreshEveryMs = 30_000
/** Computing boards before they are asked for takes at most a third of the time. */
const pausePerWork = 2

interface KeepingParts {
  readonly jobs: Jobs
  readonly clock: Clock
  readonly database: Database
}

interface Repeated {
  readonly job: JobDefinition<Record<string, never>>
  readonly everyMs: number
  /** Resolves with how long to wait until the next time. */
  readonly work: (signal: AbortSignal) => Promise<number>
}

/** Again and again, for ever: an engine that is away now may be back later. Returns what begins it. */
const keepDoing = (
  { jobs, clock, database }: KeepingParts,
  { job, everyMs, work }: Repeated,
): (() => Promise<void>) => {
  const enqueue = (runAt?: Date): Promise<void> =>
    jobs.enqueue(database.pool, job, {}, { key: job.name, ...(runAt ? { runAt } : {}) })
  const later = (pauseMs: number): Promise<void> => enqueue(new Date(clock.nowMs() + pauseMs))
  jobs.handle(job, async (_payload, { signal }) => later(await work(signal)), {
    onGivenUp: () => later(everyMs),
  })
  return () => enqueue()
}

export interface WatchingParts extends KeepingParts {
  /** `watchCoverage`: true when there is more to look at than fits into one run. */
  watch(signal: AbortSignal): Promise<boolean>
}

/**
 * Looks every ten minutes whether a client version loses views. Before the jobs start; the returned function begins it.
 *
 * @example
 * const startWatching = keepWatching({ jobs, clock, database, watch: (signal) => watchCoverage(parts, signal) })
 */
export const keepWatching = ({ watch, ...parts }: WatchingParts): (() => Promise<void>) =>
  keepDoing(parts, {
    ...{ job: watchJob, everyMs: watchEveryMs },
    work: async (signal) => ((await watch(signal)) ? 0 : watchEveryMs),
  })

export interface RefreshingParts extends KeepingParts {
  /** `Measure.refresh`. */
  refresh(signal: AbortSignal): Promise<void>
}

/**
 * Computes the boards that operators look at before they ask, every half minute or, where that takes long, more rarely. Used
 * as `keepWatching`.
 *
 * @example const startRefreshing = keepRefreshing({ jobs, clock, database, refresh: measure.refresh })
 */
export const keepRefreshing = ({ refresh, ...parts }: RefreshingParts): (() => Promise<void>) =>
  keepDoing(parts, {
    ...{ job: refreshJob, everyMs: refreshEveryMs },
    work: async (signal) => {
      const startedMs = parts.clock.nowMs()
      await refresh(signal)
      return Math.max(refreshEveryMs, (parts.clock.nowMs() - startedMs) * pausePerWork)
    },
  })

/** One client after another: nobody waits for it. */
const clientJob = defineJob({
  name: 'measure.client',
  payload: z.object({ clientId: clientIdSchema }),
  maximumAttempts: 2,
  line: 'measure.client',
})

export interface PreparingParts extends Pick<KeepingParts, 'jobs' | 'database'> {
  /** `Measure.prepareClient`. */
  prepare(clientId: ClientId, signal: AbortSignal): Promise<void>
}

/**
 * Computes the board of a client whose facts have changed. Before the jobs start; the returned function asks for it.
 *
 * @example const prepareLater = keepPreparing({ jobs, database, prepare: measure.prepareClient })
 */
export const keepPreparing = ({
  jobs,
  database,
  prepare,
}: PreparingParts): ((clientId: ClientId) => Promise<void>) => {
  jobs.handle(clientJob, ({ clientId }, { signal }) => prepare(clientId, signal))
  return (clientId) =>
    jobs.enqueue(database.pool, clientJob, { clientId }, { key: `${clientJob.name}:${clientId}` })
}
