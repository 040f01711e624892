import type { ViewEvent } from '@busker/contract'
import { coveredMs, mergeIntervals, type ViewFact } from '@busker/metrics'
import { isTooLate, occurredAt, type Arrival, type RejectionReason, type Verdict } from './arrival.ts'

/** A fact as it goes into the journal, where it gets its offset. */
export type AcceptedView = Omit<ViewFact, 'journalOffset'>

const wallToleranceMs = 2000
/** Players and the server measure a length a little differently; up to this much beyond the end is no lie. */
const lengthToleranceMs = 1000

const rejected = (reason: RejectionReason): Verdict<AcceptedView> => ({ kind: 'rejected', reason })

/**
 * Judges one report. What is merely improbable is cut down to what is possible and flagged, not refused: a flagged
 * fact can still be told apart later, a refused one is gone.
 */
export const acceptView = (event: ViewEvent, arrival: Arrival): Verdict<AcceptedView> => {
  const { post, calendar } = arrival
  const clientMs = Date.parse(event.clientTime)
  const startedMs = Date.parse(event.startedAt)
  if (!Number.isFinite(clientMs + startedMs + arrival.sentMs)) return rejected('invalid_time')
  if (post === undefined) return rejected('unknown_post')
  const occurred = occurredAt(arrival, clientMs)
  if (isTooLate(arrival, occurred)) return rejected('too_late')
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
