import type { Action, ClientAction } from '@busker/contract'
import type { ActionFact } from '@busker/metrics'
import { isOwn, isTooLate, occurredAt, tooLate, type Arrival, type Verdict } from './arrival.ts'
import type { Calendar } from './calendar.ts'
import { unknownOrigin } from './origin.ts'
import { trafficOf } from './traffic.ts'

/** An action as it goes into the journal, where it gets its offset. */
export type AcceptedAction = Omit<ActionFact, 'journalOffset'>

/** The post that an action of a client is about, if any. */
export const postOf = (event: ClientAction): string | null =>
  event.kind === 'app_open' ? null : event.postId

/** Judges one action that a client reported, by the same time rules as views. */
export const acceptAction = (event: ClientAction, arrival: Arrival): Verdict<AcceptedAction> => {
  const { post, calendar, origin } = arrival
  const clientMs = Date.parse(event.clientTime)
  if (!Number.isFinite(clientMs + arrival.sentMs)) return { kind: 'rejected', reason: 'invalid_time' }
  const postId = postOf(event)
  if (postId !== null && post === undefined) return { kind: 'rejected', reason: 'unknown_post' }
  const occurred = occurredAt(arrival, clientMs)
  if (isTooLate(arrival, occurred)) return tooLate(occurred)
  const flags = [
    calendar.isKnown ? null : 'unknown_time_zone',
    occurred.isClamped ? 'future_time' : null,
  ].filter((flag) => flag !== null)
  const fact: AcceptedAction = {
    eventId: event.eventId,
    kind: event.kind,
    personId: arrival.viewerId,
    personKind: arrival.viewerKind,
    postId,
    authorId: post?.authorId ?? '',
    surface: event.surface,
    value: event.kind === 'rating' ? event.value : 1,
    shareToken: event.kind === 'share_landing' ? event.shareToken : '',
    tags: [],
    occurredAt: occurred.ms,
    receivedAt: arrival.receivedMs,
    localDate: calendar.dateOf(occurred.ms),
    timeZone: calendar.timeZone,
    clientVersion: origin.clientVersion,
    country: origin.country,
    device: origin.device,
    traffic: trafficOf({ isSelf: isOwn(arrival), isBot: origin.isBot }),
    flags,
  }
  return { kind: 'accepted', fact }
}

/**
 * An action that a module of ours told: its time is the server's and it is never refused. What a person does with what
 * is their own is `self`, except that publishing, uploading and withdrawing can be nobody else's.
 */
export const toldAction = (
  action: Action,
  arrival: { readonly receivedMs: number; readonly calendar: Calendar },
): AcceptedAction => {
  const { calendar, receivedMs } = arrival
  const occurredMs = Math.min(Date.parse(action.at), receivedMs)
  const { clientVersion, country, device, isBot } = action.origin ?? unknownOrigin
  const isOwnWork = action.kind === 'publish' || action.kind === 'unpublish' || action.kind === 'upload'
  return {
    eventId: action.eventId,
    kind: action.kind,
    personId: action.personId,
    personKind: 'person',
    postId: action.postId,
    authorId: action.authorId ?? '',
    surface: action.surface,
    value: action.value,
    shareToken: action.shareToken ?? '',
    tags: action.tags,
    occurredAt: occurredMs,
    receivedAt: receivedMs,
    localDate: calendar.dateOf(occurredMs),
    timeZone: calendar.timeZone,
    ...{ clientVersion, country, device },
    traffic: trafficOf({ isSelf: !isOwnWork && action.authorId === action.personId, isBot }),
    flags: action.timeZone === null || calendar.isKnown ? [] : ['unknown_time_zone'],
  }
}
