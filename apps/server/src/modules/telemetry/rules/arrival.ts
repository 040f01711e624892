import type { Calendar } from './calendar.ts'
import type { Origin } from './origin.ts'
import type { ServedSlot } from './served-slots.ts'

/** What the server knows of a post. `durationMs` is null while its video is not ready. */
export interface KnownPost {
  readonly durationMs: number | null
  readonly authorId: string
  /** Of each version of its video, the first first; left out: there was only one. */
  readonly lengthsMs?: readonly number[]
}

/** What is known of a report besides what it says itself. */
export interface Arrival {
  readonly receivedMs: number
  /** Client clock at sending, epoch ms. */
  readonly sentMs: number
  readonly calendar: Calendar
  readonly viewerId: string
  readonly viewerKind: 'person' | 'anonymous'
  readonly post: KnownPost | undefined
  readonly origin: Origin
  /** The serving that a view names: null when it never happened, undefined when none is named or nobody could tell. */
  readonly slot?: ServedSlot | null | undefined
}

export type RejectionReason = 'too_late' | 'unknown_post' | 'invalid_time' | 'view_too_long'
export type Verdict<Fact> =
  | { readonly kind: 'accepted'; readonly fact: Fact }
  | { readonly kind: 'rejected'; readonly reason: Exclude<RejectionReason, 'too_late'> }
  /** Its day may be final already: it is refused, but kept for a restatement. */
  | { readonly kind: 'rejected'; readonly reason: 'too_late'; readonly occurredMs: number }

export const hourMs = 3_600_000
export const latestAcceptedMs = 72 * hourMs
const futureToleranceMs = 5 * 60_000

/** A moment on the server's clock. */
export interface Occurred {
  readonly ms: number
  readonly isClamped: boolean
}

/** When it happened on the server's clock: the client's clock only tells how long before sending. */
export const occurredAt = (arrival: Arrival, clientMs: number): Occurred => {
  const ms = arrival.receivedMs - (arrival.sentMs - clientMs)
  const isClamped = ms > arrival.receivedMs + futureToleranceMs
  return { ms: isClamped ? arrival.receivedMs : ms, isClamped }
}

/** Whether a person watches or acts on what is their own. */
export const isOwn = (arrival: Arrival): boolean =>
  arrival.viewerKind === 'person' && arrival.viewerId === arrival.post?.authorId

export const tooLate = (occurred: Occurred): Verdict<never> => ({
  kind: 'rejected',
  reason: 'too_late',
  occurredMs: occurred.ms,
})

export const isTooLate = (arrival: Arrival, occurred: Occurred): boolean =>
  arrival.receivedMs - occurred.ms > latestAcceptedMs
