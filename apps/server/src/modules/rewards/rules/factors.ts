import type { FundTerms } from './terms.ts'
import type { VideoDayActions } from './view-facts.ts'

const whole = 10_000n
/** Three factors in basis points are 10⁻¹² together; so many of those are a millionth. */
const ppmOfThree = 1_000_000n

/** What the factors of one video and day stand on: its qualified views and what people did. */
export interface FactorFacts {
  readonly originalityBps: number
  readonly qualified: number
  /** Of the qualified views: media played, each moment once, and what there was to play. */
  readonly playedMs: bigint
  readonly playableMs: bigint
  readonly actions: Pick<VideoDayActions, 'likes' | 'comments' | 'saves' | 'shares'>
}

/** The published factors of one video and day, in basis points, and what a qualified view of it weighs. */
export interface Factors {
  readonly originalityBps: number
  readonly playingBps: number
  readonly engagementBps: number
  /** Millionths of a plain view. */
  readonly weightPpm: bigint
}

const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other)

/** The way from least to most, gone as far as part is of full; whole basis points, dropping the rest. */
const between = (
  { leastBps, mostBps }: { readonly leastBps: number; readonly mostBps: number },
  part: bigint,
  full: bigint,
): bigint => {
  const least = BigInt(leastBps)
  return full <= 0n ? least : least + ((BigInt(mostBps) - least) * smaller(part, full)) / full
}

/**
 * Originality, how much of the video was played, and engagement, each within its published bounds, and their product:
 * 1,000,000 is a plain view.
 */
export const factorsOf = (facts: FactorFacts, terms: FundTerms['factors']): Factors => {
  const { actions } = facts
  const points =
    BigInt(actions.likes) * BigInt(terms.actions.like) +
    BigInt(actions.comments) * BigInt(terms.actions.comment) +
    BigInt(actions.saves) * BigInt(terms.actions.save) +
    BigInt(actions.shares) * BigInt(terms.actions.share)
  const views = BigInt(facts.qualified + terms.quietViews)
  const originality = between(terms.originality, BigInt(facts.originalityBps), whole)
  const playing = between(terms.playing, facts.playedMs, facts.playableMs)
  const engagement = between(terms.engagement, points * 100n, views * BigInt(terms.fullPointsPerHundred))
  return {
    originalityBps: Number(originality),
    playingBps: Number(playing),
    engagementBps: Number(engagement),
    weightPpm: (originality * playing * engagement) / ppmOfThree,
  }
}
