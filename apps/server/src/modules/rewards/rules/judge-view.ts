import { isInFeed, isMoneyGrade, isRepeat, isWatched } from '@busker/metrics'
import type { FundTerms } from './terms.ts'
import type { FundVideo, FundView } from './view-facts.ts'

/** Why a view is not paid, in the order in which it is asked: a view has the first reason that applies. */
export const rejectReasons = [
  'own_view',
  'suspected_traffic',
  'voided',
  'paid',
  'not_in_feed',
  'watched_too_short',
  'repeat',
  'creator_not_enrolled',
  'video_withdrawn',
  'video_too_short',
  'not_original',
  'not_own_form',
  'first_views',
] as const
export type RejectReason = (typeof rejectReasons)[number]

/** `weight` is in plain views, before the factors of the video's day. */
export type Verdict =
  | { readonly qualified: true; readonly weight: bigint }
  | { readonly qualified: false; readonly reason: RejectReason }

/** Everything a verdict stands on. */
export interface ViewToJudge {
  readonly view: Pick<
    FundView,
    'surface' | 'visibleMs' | 'uniqMs' | 'traffic' | 'isSelfView' | 'isPaid' | 'isVoided'
  >
  readonly video: Omit<FundVideo, 'videoId' | 'creatorId' | 'countedBefore' | 'originalityBps'>
  /** Since the last such view of this video by this person began, counted or not; null when there was none in a day. */
  readonly sinceLastMs: number | null
  readonly isEnrolled: boolean
  /** Qualified views of this video before this one, the unpaid first ones included. */
  readonly countedBefore: number
}

/** Whether a view is such that another one within a day repeats it: real, unpaid, in the feed, and watched. */
export const isRepeatable = ({ view, video }: Pick<ViewToJudge, 'view' | 'video'>): boolean =>
  reasonOfView(view, video.durationMs, 0) === null

const reasonOfView = (
  view: ViewToJudge['view'],
  durationMs: number,
  leastWatchedMs: number,
): RejectReason | null => {
  if (view.isSelfView) return 'own_view'
  if (!isMoneyGrade(view)) return view.traffic === 'self' ? 'own_view' : 'suspected_traffic'
  if (view.isVoided) return 'voided'
  if (view.isPaid) return 'paid'
  if (!isInFeed(view)) return 'not_in_feed'
  const { visibleMs, uniqMs } = view
  if (!isWatched({ visibleMs, uniqMs, durationMs })) return 'watched_too_short'
  // Asked with no visible time, the definition answers whether the video was played whole.
  const isWhole = isWatched({ visibleMs: 0, uniqMs, durationMs })
  return visibleMs < leastWatchedMs && !isWhole ? 'watched_too_short' : null
}

const reasonOfVideo = (video: ViewToJudge['video'], terms: FundTerms['view']): RejectReason | null => {
  if (video.isWithdrawn) return 'video_withdrawn'
  if (video.durationMs < terms.leastVideoMs) return 'video_too_short'
  if (terms.mustBeOriginal && !video.isOriginal) return 'not_original'
  return terms.mustBeOriginal && video.form !== 'own' ? 'not_own_form' : null
}

/**
 * Whether a view is paid for, or the first reason why not. The definition of a qualified view is that of
 * `@busker/metrics` (qv5); the terms of the fund stand on top of it.
 *
 * @example judgeView(fact, defaultTerms.view) // { qualified: false, reason: 'not_in_feed' }
 */
export const judgeView = (fact: ViewToJudge, terms: FundTerms['view']): Verdict => {
  const reason =
    reasonOfView(fact.view, fact.video.durationMs, terms.leastWatchedMs) ??
    (isRepeat(fact.sinceLastMs) ? 'repeat' : null) ??
    (fact.isEnrolled ? null : 'creator_not_enrolled') ??
    reasonOfVideo(fact.video, terms) ??
    (fact.countedBefore < terms.viewsBeforePay ? 'first_views' : null)
  return reason === null ? { qualified: true, weight: 1n } : { qualified: false, reason }
}
