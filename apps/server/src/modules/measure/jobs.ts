import { clientId as clientIdSchema, type ClientId } from '@busker/contract'
import { defineJob, keepRepeating, type RepeatingParts } from '#platform/jobs'
import { z } from 'zod'

const nothing = z.object({})
const watchJob = defineJob({ name: 'measure.watch', payload: nothing, maximumAttempts: 3 })
const watchEveryMs = 600_000

const refreshJob = defineJob({ name: 'measure.refresh', payload: nothing, maximumAttempts: 3 })
const refreshEveryMs = 30_000
/** Computing boards before they are asked for takes at most a third of the time. */
const pausePerWork = 2

export interface WatchingParts extends RepeatingParts {
  /** `watchCoverage`: true when there is more to look at than fits into one run. */
  watch(signal: AbortSignal): Promise<boolean>
}

/**
 * Looks every ten minutes whether a client version loses views. Before the jobs start; the returned function begins it.
 *
 * @example
 * const startWatching = keepWatching({ jobs, clock, db, watch: (signal) => watchCoverage(parts, signal) })
 */
export const keepWatching = ({ watch, ...parts }: WatchingParts): (() => Promise<void>) =>
  keepRepeating(parts, {
    ...{ job: watchJob, everyMs: watchEveryMs },
    work: async (signal) => ({ pauseMs: (await watch(signal)) ? 0 : watchEveryMs }),
  })

export interface RefreshingParts extends RepeatingParts {
  /** `Measure.refresh`. */
  refresh(signal: AbortSignal): Promise<void>
}

/**
 * Computes the boards that operators look at before they ask, every half minute or, where that takes long, more rarely. Used
 * as `keepWatching`.
 *
 * @example const startRefreshing = keepRefreshing({ jobs, clock, db, refresh: measure.refresh })
 */
export const keepRefreshing = ({ refresh, ...parts }: RefreshingParts): (() => Promise<void>) =>
  keepRepeating(parts, {
    ...{ job: refreshJob, everyMs: refreshEveryMs },
    work: async (signal) => {
      const startedMs = parts.clock.nowMs()
      await refresh(signal)
      return { pauseMs: Math.max(refreshEveryMs, (parts.clock.nowMs() - startedMs) * pausePerWork) }
    },
  })

/** One client after another: nobody waits for it. */
const clientJob = defineJob({
  name: 'measure.client',
  payload: z.object({ clientId: clientIdSchema }),
  maximumAttempts: 2,
  line: 'measure.client',
})

export interface PreparingParts extends Pick<RepeatingParts, 'jobs' | 'db'> {
  /** `Measure.prepareClient`. */
  prepare(clientId: ClientId, signal: AbortSignal): Promise<void>
}

/**
 * Computes the board of a client whose facts have changed. Before the jobs start; the returned function asks for it.
 *
 * @example const prepareLater = keepPreparing({ jobs, db, prepare: measure.prepareClient })
 */
export const keepPreparing = ({
  jobs,
  db,
  prepare,
}: PreparingParts): ((clientId: ClientId) => Promise<void>) => {
  jobs.handle(clientJob, ({ clientId }, { signal }) => prepare(clientId, signal))
  return (clientId) =>
    jobs.enqueue(db.pool, clientJob, { clientId }, { key: `${clientJob.name}:${clientId}` })
}
