/** What the fund is told of one settled view of a video: a row of `telemetry_view_final`, and what other modules know. */
export interface FundView {
  readonly viewId: string
  readonly viewerId: string
  readonly videoId: string
  readonly startedMs: number
  readonly surface: string
  readonly visibleMs: number
  readonly uniqMs: number
  /** `ok`, or what else telemetry found. */
  readonly traffic: string
  readonly isSelfView: boolean
  /** Shown because somebody paid for it. */
  readonly isPaid: boolean
  /** Found to be fraud after the close. */
  readonly isVoided: boolean
}

/** `own` is filmed; the others are made of somebody else's, or for somebody's money. */
export const videoForms = ['own', 'duet', 'stitch', 'advertisement'] as const
export type VideoForm = (typeof videoForms)[number]

/** What the fund is told of a video. */
export interface FundVideo {
  readonly videoId: string
  readonly creatorId: string
  readonly durationMs: number
  readonly form: VideoForm
  readonly isOriginal: boolean
  /** How original, 0 to 10,000. */
  readonly originalityBps: number
  readonly isWithdrawn: boolean
  /** Qualified views, the unpaid first ones included, before the period. */
  readonly countedBefore: number
}

/** From when to when (without) somebody is in the programme; null where it goes on. */
export interface Stretch {
  readonly fromMs: number
  readonly untilMs: number | null
}

/** A creator, and when they were in the programme. */
export interface FundCreator {
  readonly creatorId: string
  readonly enrolled: readonly Stretch[]
}

/** What people did with a video on a day (UTC): money-grade, without the author. */
export interface VideoDayActions {
  readonly videoId: string
  readonly day: string
  readonly likes: number
  readonly comments: number
  readonly saves: number
  readonly shares: number
}
