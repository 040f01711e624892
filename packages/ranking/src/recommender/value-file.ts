/**
 * What the feed is after: a readable file of weights. It is what the page of the main parameters shows, so a change of it
 * is a new version.
 */
export interface ValueFile {
  readonly version: string
  readonly outcomes: readonly ValuedOutcome[]
  readonly rules: FeedRules
  readonly exploration: ExplorationRules
  /** Half-life of being new, ms, and what being new is worth at first. */
  readonly freshness: { readonly halfLifeMs: number; readonly worth: number }
  /** What a followed creator gains. */
  readonly following: number
  /** What a step of a dial is worth: of a topic, of the length. */
  readonly dial: { readonly topic: number; readonly length: number }
}

export interface ValuedOutcome {
  readonly outcome: OutcomeName
  /** What a video is worth by which this surely comes. */
  readonly weight: number
  /** How often it usually comes, 0 … 1: measured on KuaiRand-Pure (feed.md 2), and 0.3 where that does not tell it. */
  readonly usual: number
  /** Rate of learning: rare outcomes need a higher one. */
  readonly alpha: number
}

export type OutcomeName =
  | 'held'
  | 'skip'
  | 'finish'
  | 'rewatch'
  | 'like'
  | 'share'
  | 'follow'
  | 'comment'
  | 'not_interested'

export interface FeedRules {
  /** One video of a creator in so many places. */
  readonly creatorApart: number
  readonly topicMost: number
  readonly topicWithin: number
  readonly soundMost: number
  readonly soundWithin: number
  /** Views that each new video is owed. */
  readonly freshQuota: number
}

export interface ExplorationRules {
  /** Share of places kept for new videos, and drawn from all candidates by chance. */
  readonly freshPlaces: number
  readonly chance: number
  /** Most of the places that creators with few viewers may be given, and the share of views they should have. */
  readonly fairPlaces: number
  readonly fairShare: number
}

const hourMs = 3_600_000

/** The weights begin near one over the usual share, held back where an outcome is rare and easily faked. */
export const valueFile: ValueFile = {
  version: 'busker-1',
  outcomes: [
    { outcome: 'held', weight: 1, usual: 0.31, alpha: 0.025 },
    { outcome: 'skip', weight: -0.6, usual: 0.3, alpha: 0.025 },
    { outcome: 'finish', weight: 0.5, usual: 0.16, alpha: 0.025 },
    { outcome: 'rewatch', weight: 0.5, usual: 0.05, alpha: 0.05 },
    { outcome: 'like', weight: 1.5, usual: 0.017, alpha: 0.1 },
    { outcome: 'share', weight: 4, usual: 0.00085, alpha: 0.1 },
    { outcome: 'follow', weight: 4, usual: 0.0013, alpha: 0.1 },
    { outcome: 'comment', weight: 1.5, usual: 0.0025, alpha: 0.1 },
    { outcome: 'not_interested', weight: -10, usual: 0.00083, alpha: 0.1 },
  ],
  rules: {
    ...{ creatorApart: 5, topicMost: 4, topicWithin: 10, soundMost: 2, soundWithin: 10 },
    freshQuota: 50,
  },
  exploration: { freshPlaces: 0.12, chance: 0.04, fairPlaces: 0.1, fairShare: 0.3 },
  freshness: { halfLifeMs: 72 * hourMs, worth: 0.1 },
  following: 0.15,
  dial: { topic: 0.3, length: 0.15 },
}

/** The place of each outcome in labels and chances. */
export const outcomeAt = Object.fromEntries(
  valueFile.outcomes.map(({ outcome }, at) => [outcome, at]),
) as Readonly<Record<OutcomeName, number>>
