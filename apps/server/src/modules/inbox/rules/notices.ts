import {
  softKind,
  type EventPayload,
  type NoticeDetail,
  type NotificationKind,
  type PersonId,
} from '@busker/contract'
import type { Telling } from './tellings.ts'

/** Whether somebody has to know this, whatever they switched off. */
export const isHard = (kind: NotificationKind): boolean => !softKind.safeParse(kind).success

/** Somebody hears of something that no other person did to them. */
const notice = (
  kind: NotificationKind,
  told: Pick<Telling, 'personId' | 'act' | 'at'> & Partial<Pick<Telling, 'postId' | 'actorId'>>,
  detail: NoticeDetail | null = null,
): Telling => ({
  ...{ kind, actorId: null, postId: null, commentId: null },
  ...told,
  ...{ eventId: told.at, present: true, detail },
})

export const noticeOfDecision = (event: EventPayload<'moderation.decided'>): Telling => {
  const { personId, at, decisionId, kind: outcome } = event
  return notice('decision', { personId, act: `${decisionId} ${outcome}`, at }, { of: 'decision', outcome })
}

export const noticesOfReport = (event: EventPayload<'moderation.report_closed'>): Telling[] => {
  const { at, caseId, outcome } = event
  return event.personIds.map((personId) =>
    notice('report_closed', { personId, act: caseId, at }, { of: 'report', outcome }),
  )
}

export const noticeOfRefusal = (event: EventPayload<'posts.refused'>): Telling => {
  const { authorId: personId, at, assetId: act, code, isReplacement } = event
  return notice('post_refused', { personId, act, at }, { of: 'refusal', code, isReplacement })
}

export const noticeOfPayout = (event: EventPayload<'rewards.payout_ended'>): Telling => {
  const { personId, at, payoutId, outcome, amountMicro, currency } = event
  const detail = { of: 'payout' as const, outcome, amountMicro, currency }
  return notice('payout', { personId, act: `${payoutId} ${outcome}`, at }, detail)
}

export const noticeOfSignIn = (event: EventPayload<'identity.signed_in_anew'>): Telling => {
  const { personId, at, signInId: act, browser, system } = event
  return notice('sign_in', { personId, act, at }, { of: 'sign_in', browser, system })
}

/** Nobody's act in the sense of the inbox: a block between the two would take it back, and it has to be known. */
export const noticeOfFamily = (event: EventPayload<'wellbeing.family'>): Telling => {
  const { personId, at, newsId: act, news } = event
  return notice('family', { personId, act, at }, { of: 'family', ...news })
}

/** Who waited for their own video hears that it is out; who published at once saw it. */
export const noticeOfReady = (event: EventPayload<'posts.appeared'>): Telling | null => {
  const { authorId: personId, postId, at } = event
  return event.waited ? notice('post_ready', { personId, postId, act: postId, at }) : null
}

/** A video is new once, however often it comes and goes. */
export const noticeOfPost = (event: EventPayload<'posts.appeared'>, personId: PersonId): Telling => {
  const { authorId: actorId, postId, at } = event
  return notice('new_post', { personId, actorId, postId, act: postId, at })
}

/** A video answers somebody's comment. */
export const noticeOfAnswer = (event: EventPayload<'posts.answered'>, at: string): Telling | null => {
  const { commentAuthorId: personId, authorId: actorId, postId } = event
  if (personId === actorId) return null
  return notice('reply', { personId, actorId, postId, act: `answer of ${postId}`, at })
}

/** Named in the words of a video. */
export const noticeOfMention = (event: EventPayload<'posts.mentioned'>, personId: PersonId): Telling => {
  const { authorId: actorId, postId, at } = event
  return notice('mention', { personId, actorId, postId, act: `words of ${postId}`, at })
}
