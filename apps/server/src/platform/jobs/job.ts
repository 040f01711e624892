import type { z } from 'zod'
import { assert } from '#platform/assert'

/** Where a job finds its place: `heavy` work fills two cores, `light` work must never wait for it. */
export const jobPools = ['light', 'heavy'] as const
export type JobPool = (typeof jobPools)[number]

/** A kind of work: its name, what it needs to know, and how often it may fail. */
export interface JobDefinition<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
  /** Failures, not counting a stop or a death of the worker in the middle. */
  readonly maximumAttempts: number
  /** Jobs of one line run one after another, in every process together. */
  readonly line: string | null
  readonly pool: JobPool
}

export interface JobContext {
  /** 1 for the first try. */
  readonly attempt: number
  /** Aborted when the server must stop before the work is done. Stop then, by throwing; the job runs again. */
  readonly signal: AbortSignal
}

export type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>

export interface HandleOptions<Payload> {
  /**
   * Called after the last attempt with its error, or after the last death of a worker: the place to tell somebody that
   * it will not happen. At least once.
   */
  readonly onGivenUp?: (payload: Payload, error: unknown) => Promise<void>
}

export interface EnqueueOptions {
  /** A waiting job with the same key is replaced. A running one is not: then both run, one after another or not. */
  readonly key?: string
  /** Smaller runs first, from -32768 to 32767; 0 when not given. */
  readonly priority?: number
  readonly runAt?: Date
}

const mostAttempts = 100

/**
 * Declares a kind of work.
 *
 * @example
 * const processVideo = defineJob({ name: 'media.process', payload: z.object({ assetId }), maximumAttempts: 3 })
 */
export const defineJob = <Payload>(options: {
  name: string
  payload: z.ZodType<Payload>
  maximumAttempts: number
  line?: string
  pool?: JobPool
}): JobDefinition<Payload> => {
  const { name, payload, maximumAttempts, line = null, pool = 'light' } = options
  assert(maximumAttempts >= 1 && maximumAttempts <= mostAttempts, 'a job has between 1 and 100 attempts')
  assert(/^[a-z][\w.:-]{1,99}$/.test(name), 'a job has a plain name')
  return { name, payload, maximumAttempts, line, pool }
}
