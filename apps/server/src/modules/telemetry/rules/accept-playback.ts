import type { PlaybackEvent } from '@busker/contract'
import { isOwn, isTooLate, occurredAt, tooLate, type Arrival, type Verdict } from './arrival.ts'
import type { Origin } from './origin.ts'
import { trafficOf, type Traffic } from './traffic.ts'

/** How well one playing went, as it goes into the journal, where it gets its offset. */
export interface AcceptedPlayback {
  readonly eventId: string
  readonly viewerId: string
  readonly viewerKind: 'person' | 'anonymous'
  readonly postId: string
  readonly surface: PlaybackEvent['surface']
  readonly occurredAt: number
  readonly receivedAt: number
  readonly localDate: string
  readonly timeZone: string
  readonly rendition: string
  readonly firstFrameMs: number | null
  readonly preloaded: boolean
  readonly playedMs: number
  readonly stalls: number
  readonly stalledMs: number
  readonly switchesDown: number
  readonly failure: PlaybackEvent['failure']
  readonly clientVersion: string
  readonly country: string
  readonly device: Origin['device']
  readonly traffic: Traffic
  readonly flags: readonly string[]
}

export interface PlaybackFact extends AcceptedPlayback {
  readonly journalOffset: number
}

/**
 * Anybody may report: a name that no player of ours gives must not grow the dictionary of the column. It is empty when
 * nothing came to be played.
 */
const renditionName = /^(|stream|\d{1,5})$/

/**
 * Judges one report of playback quality, in the manner of views: what is improbable is cut down to what is possible
 * and flagged.
 */
export const acceptPlayback = (event: PlaybackEvent, arrival: Arrival): Verdict<AcceptedPlayback> => {
  const { post, calendar, origin } = arrival
  const clientMs = Date.parse(event.clientTime)
  if (!Number.isFinite(clientMs + arrival.sentMs)) return { kind: 'rejected', reason: 'invalid_time' }
  if (post === undefined) return { kind: 'rejected', reason: 'unknown_post' }
  const occurred = occurredAt(arrival, clientMs)
  if (isTooLate(arrival, occurred)) return tooLate(occurred)
  const isKnownRendition = renditionName.test(event.rendition)
  // Nothing can stand still after the first picture when there was none.
  const canStall = event.firstFrameMs !== null
  const flags = [
    calendar.isKnown ? null : 'unknown_time_zone',
    occurred.isClamped ? 'future_time' : null,
    isKnownRendition ? null : 'unknown_rendition',
    !canStall && event.stalls + event.stalledMs > 0 ? 'stall_without_picture' : null,
  ].filter((flag) => flag !== null)
  const fact: AcceptedPlayback = {
    eventId: event.eventId,
    viewerId: arrival.viewerId,
    viewerKind: arrival.viewerKind,
    postId: event.postId,
    surface: event.surface,
    occurredAt: occurred.ms,
    receivedAt: arrival.receivedMs,
    localDate: calendar.dateOf(occurred.ms),
    timeZone: calendar.timeZone,
    rendition: isKnownRendition ? event.rendition : '',
    firstFrameMs: event.firstFrameMs,
    preloaded: event.preloaded,
    playedMs: event.playedMs,
    stalls: canStall ? event.stalls : 0,
    stalledMs: canStall ? event.stalledMs : 0,
    switchesDown: event.switchesDown,
    failure: event.failure,
    clientVersion: origin.clientVersion,
    country: origin.country,
    device: origin.device,
    traffic: trafficOf({ isSelf: isOwn(arrival), isBot: origin.isBot }),
    flags,
  }
  return { kind: 'accepted', fact }
}
