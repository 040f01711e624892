import { assert } from '#platform/assert'
import { sleep } from '#platform/clock'
import { AppError, StartError } from '#platform/errors'
import type { Log } from '#platform/log'
import type { Checkpoint } from './checkpoint.ts'
import type { Journal } from './journal.ts'
import type { JournalRecord } from './reader.ts'

export interface ConsumeOptions {
  readonly name: string
  readonly checkpoint: Checkpoint
  readonly batchSize: number
  readonly log: Log
  /**
   * Says of what kind the records are that it does something with; all, unless told. A batch without any is passed over,
   * and where it stands is written down with a later one: reading such a batch twice does no harm.
   */
  concerns?(kind: string): boolean
  /** So long it rests after a batch that was not full, so that many small writes become one; not at all unless told. */
  readonly restMs?: number
  /** Gets the records in order. After a failure or a crash it gets the same records again, at least once each. */
  handle(records: readonly JournalRecord[]): Promise<void>
  /** How the pause between two tries passes; a test lets it pass at once. */
  wait?(ms: number, signal: AbortSignal): Promise<void>
}

export interface Consumer {
  /** Rejects when the consumer cannot begin because its checkpoint and the journal do not belong together. */
  readonly started: Promise<void>
  /** Resolves when the record at this offset and all before it are handled; rejects when the consumer ends. */
  caughtUp(offset: number): Promise<void>
  /** Lets the batch under way finish, then ends. */
  stop(): Promise<void>
}

/** So many records may be passed over before it is written down where the consumer stands. */
const mostPassedOver = 5000

/** Doubles from 100 ms to half a minute: a store that is away must be able to come back. */
const pauseMs = (failures: number): number => Math.min(30_000, 100 * 2 ** Math.min(failures - 1, 20))

interface CaughtUpWaiter {
  readonly offset: number
  resolve(): void
  reject(error: Error): void
}

/** How far the consumer is, and who waits for it to get further. */
const createProgress = () => {
  const waiting = new Set<CaughtUpWaiter>()
  let position = 0
  let ended: Error | null = null
  return {
    advance: (to: number): void => {
      position = to
      for (const waiter of waiting) if (waiter.offset < position && waiting.delete(waiter)) waiter.resolve()
    },
    end: (reason: Error): void => {
      ended ??= reason
      for (const waiter of waiting) waiter.reject(ended)
      waiting.clear()
    },
    reached: (offset: number): Promise<void> => {
      if (offset < position) return Promise.resolve()
      if (ended !== null) return Promise.reject(ended)
      return new Promise((resolve, reject) => waiting.add({ offset, resolve, reject }))
    },
  }
}

/** Tries until it works or the signal aborts; then the answer is null. */
const persist = async <T>(
  work: () => Promise<T>,
  context: { signal: AbortSignal; failed: (error: unknown, failures: number) => Promise<void> },
): Promise<{ value: T } | null> => {
  // The first try also happens after a stop: a batch that is handled shall be remembered as handled.
  for (let failures = 1; ; failures += 1) {
    try {
      return { value: await work() }
    } catch (error) {
      if (error instanceof StartError) throw error
      if (context.signal.aborted) return null
      await context.failed(error, failures)
      if (context.signal.aborted) return null
    }
  }
}

/**
 * Hands the records of a journal to a handler, in order and in batches, from its checkpoint on and then live. A
 * batch that fails is tried again after a growing pause, and nothing is skipped.
 *
 * @example
 * const copier = consume(journal, { name: 'facts', checkpoint, batchSize: 5000, log, handle: insertFacts })
 * await copier.caughtUp(await journal.append('view', view))
 */
export const consume = (journal: Journal, options: ConsumeOptions): Consumer => {
  assert(options.batchSize > 0, 'a batch has at least one record')
  const { name, checkpoint, log } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const progress = createProgress()
  const started = Promise.withResolvers<void>()
  // Whoever does not ask for the start gets the reason from `caughtUp` and the log.
  started.promise.catch(() => undefined)
  const failed = async (error: unknown, failures: number): Promise<void> => {
    const delayMs = pauseMs(failures)
    log.error('journal.consumer_failed', error, { consumer: name, failures, retryInMs: delayMs })
    await (options.wait ?? sleep)(delayMs, signal)
  }
  const begin = async (): Promise<number | null> => {
    const loaded = await persist(() => checkpoint.load(), { signal, failed })
    if (loaded === null) return null
    if (loaded.value <= journal.end) return loaded.value
    throw new StartError(
      `The journal ends at record ${journal.end}, but "${name}" already had ${loaded.value}: acknowledged records are missing. Restore the last backup with "busker restore".`,
    )
  }
  let passedOver = 0
  const save = async (offset: number): Promise<boolean> => {
    const saved = await persist(() => checkpoint.save(offset), { signal, failed })
    if (saved !== null) passedOver = 0
    return saved !== null
  }
  const step = async (offset: number): Promise<number | null> => {
    const batch = await persist(() => journal.read(offset, options.batchSize), { signal, failed })
    if (batch === null) return null
    const records = batch.value
    const next = offset + records.length
    const isOurs = records.some(({ kind }) => options.concerns?.(kind) ?? true)
    if (isOurs && (await persist(() => options.handle(records), { signal, failed })) === null) return null
    passedOver += records.length
    // Only the checkpoint is tried again here: the batch itself is done.
    if ((isOurs || passedOver >= mostPassedOver) && !(await save(next))) return null
    progress.advance(next)
    if (options.restMs !== undefined && records.length < options.batchSize)
      await sleep(options.restMs, signal)
    return next
  }
  const run = async (): Promise<void> => {
    let offset = await begin()
    if (offset !== null) progress.advance(offset)
    started.resolve()
    while (offset !== null && (await journal.waitFor(offset, signal))) {
      const next = await step(offset)
      if (next === null) break
      offset = next
    }
    if (offset !== null && passedOver > 0) await save(offset)
    progress.end(new AppError('shutting_down'))
  }
  const running = run().catch((error: unknown) => {
    log.error('journal.consumer_ended', error, { consumer: name })
    started.reject(error)
    progress.end(error instanceof Error ? error : new AppError('internal', { cause: error }))
  })
  return {
    started: started.promise,
    caughtUp: (offset) => progress.reached(offset),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
