import type { ViewEvent } from '@busker/contract'
import { coveredMs, mergeIntervals, type ViewFact } from '@busker/metrics'
import type { Calendar } from './calendar.ts'

/** What the server knows of a post. `durationMs` is null while its video is not ready. */
export interface KnownPost {
  readonly durationMs: number | null
  readonly authorId: string
}

export interface Arrival {
  readonly receivedMs: number
  /** Client clock at sending, epoch ms. */
  readonly sentMs: number
  readonly calendar: Calendar
  readonly viewerId: string
  readonly viewerKind: 'person' | 'anonymous'
  readonly post: KnownPost | undefined
}

/** A fact as it goes into the journal, where it gets its offset. */
export type AcceptedView = Omit<ViewFact, 'journalOffset'>
export type RejectionReason = 'too_late' | 'unknown_post' | 'invalid_time'
export type Verdict =
  | { readonly kind: 'accepted'; readonly fact: AcceptedView }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason }

const hourMs = 3_600_000
export const latestAcceptedMs = 72 * hourMs
const futureToleranceMs = 5 * 60_000
const wallToleranceMs = 2000
/** Players and the server measure a length a little differently; up to this much beyond the end is no lie. */
const lengthToleranceMs = 1000

const rejected = (reason: RejectionReason): Verdict => ({ kind: 'rejected', reason })

/** When it happened on the server's clock: the client's clock only tells how long before sending. */
const occurredAt = (arrival: Arrival, clientMs: number): { ms: number; isClamped: boolean } => {
  const ms = arrival.receivedMs - (arrival.sentMs - clientMs)
  const isClamped = ms > arrival.receivedMs + futureToleranceMs
  return { ms: isClamped ? arrival.receivedMs : ms, isClamped }
}

/**
 * Judges one report. What is merely improbable is cut down to what is possible and flagged, not refused: a flagged
 * fact can still be told apart later, a refused one is gone.
 */
export const acceptView = (event: ViewEvent, arrival: Arrival): Verdict => {
  const { post, calendar } = arrival
  const clientMs = Date.parse(event.clientTime)
  const startedMs = Date.parse(event.startedAt)
  if (!Number.isFinite(clientMs + startedMs + arrival.sentMs)) return rejected('invalid_time')
  if (post === undefined) return rejected('unknown_post')
  const occurred = occurredAt(arrival, clientMs)
  if (arrival.receivedMs - occurred.ms > latestAcceptedMs) return rejected('too_late')
  const durationMs = post.durationMs ?? event.durationMs
  const mostVisibleMs = Math.max(0, clientMs - startedMs) + wallToleranceMs
  const played = mergeIntervals(event.played, durationMs)
  const flags = [
    calendar.isKnown ? null : 'unknown_time_zone',
    occurred.isClamped ? 'future_time' : null,
    event.visibleMs > mostVisibleMs ? 'visible_above_wall_time' : null,
    event.played.some(([, to]) => to > durationMs + lengthToleranceMs) ? 'played_beyond_end' : null,
  ].filter((flag) => flag !== null)
  const fact: AcceptedView = {
    eventId: event.eventId,
    viewId: event.viewId,
    seq: event.seq,
    viewerId: arrival.viewerId,
    viewerKind: arrival.viewerKind,
    postId: event.postId,
    slotId: event.slotId,
    surface: event.surface,
    occurredAt: occurred.ms,
    receivedAt: arrival.receivedMs,
    localDate: calendar.dateOf(occurred.ms),
    timeZone: calendar.timeZone,
    visibleMs: Math.min(event.visibleMs, mostVisibleMs),
    played,
    uniqMs: coveredMs(played),
    durationMs,
    soundOn: event.soundOn,
    isSelfView: arrival.viewerKind === 'person' && arrival.viewerId === post.authorId,
    flags,
  }
  return { kind: 'accepted', fact }
}
