import type { FactQueue } from './fact-queue.ts'

/** The body of a report, whatever the kind of its events. */
interface Batch<Event> {
  sentAt: string
  timeZone: string
  events: Event[]
}

/** What the sender needs from the world, so that a test can be the world. */
export interface SenderWorld<Event> {
  /** Resolves when the server has the batch safe; rejects with `status` 0 when it could not be reached. */
  send(batch: Batch<Event>, options: { keepalive: boolean }): Promise<unknown>
  nowIso(): string
  readonly timeZone: string
  schedule(afterMs: number, work: () => void): () => void
  readonly online: boolean
}

export interface FactSender {
  /** Something was queued: it is sent with the next batch. */
  poke(): void
  /**
   * Send now: the page is about to disappear (`keepalive`), the network is back, or what comes next depends on it.
   * Resolves when the batch was answered, also by a refusal.
   */
  flush(options: { keepalive: boolean }): Promise<void>
}

const batchEveryMs = 3000
/** Pace while looking for the one refused report, or after it. */
const searchEveryMs = 500
const longestBackOffMs = 60_000
const batchCount = 100
const batchBytes = 56_000
/** Browsers allow 64 KiB of keepalive bodies together, and all kinds of facts leave a vanishing page at once. */
const defaultKeepaliveBytes = 40_000
const longestTry = 12

interface Failure {
  readonly status: number
  readonly retryAfterMs: number | null
}
const failureOf = (error: unknown): Failure => {
  const { status, retryAfterMs }: Partial<Failure> = error instanceof Object ? error : {}
  return { status: status ?? 0, retryAfterMs: retryAfterMs ?? null }
}

/** A request that the server will never understand; asking again changes nothing. */
const isHopeless = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status)

/** Sends queued reports in batches, one at a time, and forgets a report only after the server has it. */
export const createFactSender = <Event extends { readonly eventId: string }>(
  queue: FactQueue<Event>,
  world: SenderWorld<NoInfer<Event>>,
  keepaliveBytes: number = defaultKeepaliveBytes,
): FactSender => {
  let cancelTimer: (() => void) | null = null
  let inFlight = 0
  let underway: Promise<unknown> = Promise.resolve()
  let failures = 0
  /** Falls to 1 after a refused batch, to find the one report that the server does not accept. */
  let nextCount = batchCount

  const later = (afterMs: number): void => {
    if (cancelTimer) return
    cancelTimer = world.schedule(afterMs, () => {
      cancelTimer = null
      void start({ keepalive: false })
    })
  }

  const onFailure = (eventIds: string[], { status, retryAfterMs }: Failure): void => {
    if (isHopeless(status)) {
      if (eventIds.length === 1) queue.remove(eventIds)
      nextCount = 1
      return
    }
    failures = Math.min(failures + 1, longestTry)
    cancelTimer?.()
    cancelTimer = null
    later(Math.max(retryAfterMs ?? 0, Math.min(batchEveryMs * 2 ** (failures - 1), longestBackOffMs)))
  }

  const flush = async ({ keepalive }: { keepalive: boolean }): Promise<void> => {
    // A vanishing page sends even what is on its way: that request may be cut off, and twice is harmless.
    if ((inFlight > 0 && !keepalive) || !world.online) return
    const events = queue.peek({ count: nextCount, bytes: keepalive ? keepaliveBytes : batchBytes })
    if (events.length === 0) return
    inFlight++
    const eventIds = events.map(({ eventId }) => eventId)
    try {
      await world.send({ sentAt: world.nowIso(), timeZone: world.timeZone, events }, { keepalive })
      queue.remove(eventIds)
      nextCount = Math.min(nextCount * 2, batchCount)
      failures = 0
    } catch (error) {
      onFailure(eventIds, failureOf(error))
    } finally {
      inFlight--
    }
    if (queue.size > 0 && failures === 0) later(nextCount < batchCount ? searchEveryMs : batchEveryMs)
  }

  const start = (options: { keepalive: boolean }): Promise<unknown> =>
    (underway = Promise.all([underway, flush(options)]))

  return {
    poke: () => later(batchEveryMs),
    flush: async (options) => {
      // What was queued after the batch that is under way goes in one of its own.
      if (inFlight > 0 && !options.keepalive) await underway
      if (failures === 0 || options.keepalive) {
        cancelTimer?.()
        cancelTimer = null
      }
      await start(options)
    },
  }
}
