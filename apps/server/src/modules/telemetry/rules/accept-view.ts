import type { ViewEvent } from '@busker/contract'
import { coveredMs, mergeIntervals, type Interval, type ViewFact } from '@busker/metrics'
import {
  hourMs,
  isOwn,
  isTooLate,
  occurredAt,
  tooLate,
  type Arrival,
  type KnownPost,
  type Occurred,
  type RejectionReason,
  type Verdict,
} from './arrival.ts'
import { trafficOf } from './traffic.ts'

/** A fact as it goes into the journal, where it gets its offset; `ended` is for those who learn from it at once. */
export type AcceptedView = Omit<ViewFact, 'journalOffset'> & { readonly ended?: boolean }

const wallToleranceMs = 2000
/** Players and the server measure a length a little differently; up to this much beyond the end is no lie. */
const lengthToleranceMs = 1000
/** A view that is watched in a loop counts no more than so many times its length. */
export const mostLoops = 100
/** No player of ours plays faster; what was played since it was served cannot be more. */
const fastestRate = 2
/** A view ends when it is left. A page that lies open for longer than this tells nothing about watching. */
export const longestViewMs = 24 * hourMs

const rejected = (reason: Exclude<RejectionReason, 'too_late'>): Verdict<AcceptedView> => ({
  kind: 'rejected',
  reason,
})

interface Limit {
  readonly flag: string
  readonly mostMs: number
}

/** Time since the slot was served, on our clock alone; null when no serving to this viewer of this post is known. */
const sinceServed = (event: ViewEvent, arrival: Arrival, occurred: Occurred): number | null => {
  const { slot } = arrival
  if (!slot || slot.postId !== event.postId || slot.viewerId !== arrival.viewerId) return null
  return Math.max(0, Math.min(occurred.ms, arrival.receivedMs) - slot.servedMs)
}

/** The first `mostMs` of what was played. */
const cutTo = (played: readonly Interval[], mostMs: number): Interval[] => {
  let leftMs = mostMs
  return played.flatMap(([from, to]): Interval[] => {
    const end = Math.min(to, from + leftMs)
    leftMs -= Math.max(0, end - from)
    return end > from ? [[from, end]] : []
  })
}

const slotFlag = (event: ViewEvent, arrival: Arrival): string | null => {
  const { slot } = arrival
  if (event.slotId === null || slot === undefined) return null
  if (slot === null) return 'unknown_slot'
  return slot.postId === event.postId && slot.viewerId === arrival.viewerId ? null : 'foreign_slot'
}

/** What was watched, cut to what is possible, with the names of the limits that cut it. */
const plausible = (
  event: ViewEvent,
  limits: { elapsedMs: number; servedMs: number | null; durationMs: number },
) => {
  const { elapsedMs, servedMs, durationMs } = limits
  const visible: Limit[] = [
    { flag: 'visible_above_wall_time', mostMs: elapsedMs + wallToleranceMs },
    { flag: 'visible_above_served_time', mostMs: servedMs ?? Infinity },
    { flag: 'loops_capped', mostMs: mostLoops * durationMs },
  ]
  const merged = mergeIntervals(event.played, durationMs)
  const played = cutTo(merged, servedMs === null ? Infinity : servedMs * fastestRate + wallToleranceMs)
  const uniqMs = coveredMs(played)
  return {
    visibleMs: Math.min(event.visibleMs, ...visible.map(({ mostMs }) => mostMs)),
    played,
    uniqMs,
    flags: [
      ...visible.filter(({ mostMs }) => event.visibleMs > mostMs).map(({ flag }) => flag),
      event.played.some(([, to]) => to > durationMs + lengthToleranceMs) ? 'played_beyond_end' : null,
      uniqMs < coveredMs(merged) ? 'played_above_served_time' : null,
    ].filter((flag) => flag !== null),
  }
}

/** Which video of the post was watched, and its length. One that never was is taken for the one of now. */
const versionOf = (event: ViewEvent, { durationMs, lengthsMs = [] }: KnownPost) => {
  const current = Math.max(1, lengthsMs.length)
  const version = event.version !== undefined && event.version < current ? event.version : current
  return { version, lengthMs: lengthsMs[version - 1] ?? durationMs }
}

/**
 * Judges one report. What is merely improbable is cut down to what is possible and flagged, not refused: a flagged
 * fact can still be told apart later, a refused one is gone. The date is that of the start of the view, so that all
 * reports of a view, also of one over midnight, are of one day.
 */
export const acceptView = (event: ViewEvent, arrival: Arrival): Verdict<AcceptedView> => {
  const { post, calendar, origin } = arrival
  const clientMs = Date.parse(event.clientTime)
  const startedMs = Date.parse(event.startedAt)
  if (!Number.isFinite(clientMs + startedMs + arrival.sentMs)) return rejected('invalid_time')
  if (post === undefined) return rejected('unknown_post')
  const occurred = occurredAt(arrival, clientMs)
  if (isTooLate(arrival, occurred)) return tooLate(occurred)
  const elapsedMs = Math.max(0, clientMs - startedMs)
  if (elapsedMs > longestViewMs) return rejected('view_too_long')
  const { version, lengthMs } = versionOf(event, post)
  const durationMs = lengthMs ?? event.durationMs
  const servedMs = sinceServed(event, arrival, occurred)
  const watched = plausible(event, { elapsedMs, servedMs, durationMs })
  const flags = [
    calendar.isKnown ? null : 'unknown_time_zone',
    occurred.isClamped ? 'future_time' : null,
    slotFlag(event, arrival),
  ].filter((flag) => flag !== null)
  const isSelfView = isOwn(arrival)
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
    localDate: calendar.dateOf(occurred.ms - elapsedMs),
    timeZone: calendar.timeZone,
    visibleMs: watched.visibleMs,
    played: watched.played,
    uniqMs: watched.uniqMs,
    durationMs,
    version,
    soundOn: event.soundOn,
    isSelfView,
    authorId: post.authorId,
    clientVersion: origin.clientVersion,
    country: origin.country,
    device: origin.device,
    traffic: trafficOf({ isSelf: isSelfView, isBot: origin.isBot }),
    flags: [...flags, ...watched.flags],
    ...(event.ended === false && { ended: false }),
  }
  return { kind: 'accepted', fact }
}
