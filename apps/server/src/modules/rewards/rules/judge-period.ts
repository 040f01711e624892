import { dateOf } from '@busker/metrics'
import { assert } from '#platform/assert'
import { isRepeatable, judgeView, type Verdict, type ViewToJudge } from './judge-view.ts'
import type { FundTerms } from './terms.ts'
import type { FundCreator, FundVideo, FundView } from './view-facts.ts'

const dayMs = 86_400_000

/** A view with its verdict and what the verdict stands on. */
export interface JudgedView {
  readonly fact: FundView
  readonly video: FundVideo
  readonly day: string
  readonly sinceLastMs: number | null
  readonly isEnrolled: boolean
  readonly verdict: Verdict
}

/** A period of whole UTC days, from when to when (without). */
export interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

export interface PeriodViews {
  readonly span: Span
  /** Those of the day before the period only tell what repeats. */
  readonly views: readonly FundView[]
  readonly videos: readonly FundVideo[]
  readonly creators: readonly FundCreator[]
}

const inOrder = (one: FundView, other: FundView): number =>
  one.startedMs - other.startedMs || (one.viewId < other.viewId ? -1 : 1)

const isEnrolledAt = (creator: FundCreator | undefined, atMs: number): boolean =>
  creator?.enrolled.some(({ fromMs, untilMs }) => fromMs <= atMs && (untilMs === null || atMs < untilMs)) ===
  true

/** When each person's last repeatable view of each video began. */
class LastViews {
  private readonly byVideo = new Map<string, Map<string, number>>()

  since({ videoId, viewerId, startedMs }: FundView): number | null {
    const lastMs = this.byVideo.get(videoId)?.get(viewerId)
    // What lies further back changes nothing and is nobody's business.
    return lastMs === undefined || startedMs - lastMs >= dayMs ? null : startedMs - lastMs
  }

  remember({ videoId, viewerId, startedMs }: FundView): void {
    const ofVideo = this.byVideo.get(videoId) ?? new Map<string, number>()
    ofVideo.set(viewerId, startedMs)
    this.byVideo.set(videoId, ofVideo)
  }
}

/** Counts, for each video, the views that are paid or would be, were they not among its first. */
export class CountedViews {
  private readonly counted = new Map<string, number>()

  before({ videoId, countedBefore }: Pick<FundVideo, 'videoId' | 'countedBefore'>): number {
    return this.counted.get(videoId) ?? countedBefore
  }

  take(video: Pick<FundVideo, 'videoId' | 'countedBefore'>, verdict: Verdict): void {
    if (verdict.qualified || verdict.reason === 'first_views')
      this.counted.set(video.videoId, this.before(video) + 1)
  }
}

/**
 * The verdict of every view of a period, in the order in which they began. A view is of the UTC day on which it began;
 * one that repeats another within 24 hours is not paid, so a person counts once for a video and day.
 */
export const judgePeriod = (period: PeriodViews, terms: FundTerms['view']): JudgedView[] => {
  const videos = new Map(period.videos.map((video) => [video.videoId, video]))
  const creators = new Map(period.creators.map((creator) => [creator.creatorId, creator]))
  const last = new LastViews()
  const counted = new CountedViews()
  const judged: JudgedView[] = []
  let today = { number: -1, day: '' }
  for (const view of period.views.toSorted(inOrder)) {
    const video = videos.get(view.videoId)
    assert(video !== undefined, `the fund was told of the video ${view.videoId}`)
    const sinceLastMs = last.since(view)
    if (isRepeatable({ view, video })) last.remember(view)
    if (view.startedMs < period.span.fromMs || view.startedMs >= period.span.untilMs) continue
    const isEnrolled = isEnrolledAt(creators.get(video.creatorId), view.startedMs)
    const countedBefore = counted.before(video)
    const fact: ViewToJudge = { view, video, sinceLastMs, isEnrolled, countedBefore }
    const verdict = judgeView(fact, terms)
    counted.take(video, verdict)
    const number = Math.floor(view.startedMs / dayMs)
    if (number !== today.number) today = { number, day: dateOf(number) }
    judged.push({ fact: view, video, day: today.day, sinceLastMs, isEnrolled, verdict })
  }
  return judged
}
