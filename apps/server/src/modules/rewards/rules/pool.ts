import { percentOf, type Micro } from '@busker/money'
import { assert } from '#platform/assert'
import type { FundTerms } from './terms.ts'

/** A part of one, exactly: 2/3 is `{ numerator: 2, denominator: 3 }`. */
export interface Ratio {
  readonly numerator: number
  readonly denominator: number
}

/** What there is to share, and by which terms. */
export interface Pool {
  readonly poolMicro: Micro
  /** What music takes first. */
  readonly music: Ratio
  readonly split: FundTerms['split']
  /** A final close holds nothing back. */
  readonly isFinal: boolean
}

/** The pool, taken apart; the parts sum to it. */
export interface PoolParts {
  readonly musicMicro: Micro
  readonly holdBackMicro: Micro
  /** Pro rata from the start; what nobody can direct is added to it. */
  readonly proRataMicro: Micro
  /** At most so much goes where viewers' own money went. */
  readonly directableMicro: Micro
}

/** Takes a pool apart: music first, then what is held back, then the two ways of sharing. Each rounds down. */
export const partsOf = ({ poolMicro, music, split, isFinal }: Pool): PoolParts => {
  assert(poolMicro >= 0n, 'a pool is not negative')
  assert(
    music.numerator >= 0 && music.denominator > 0 && music.numerator <= music.denominator,
    'music takes a part',
  )
  const musicMicro = (poolMicro * BigInt(music.numerator)) / BigInt(music.denominator)
  const rest = poolMicro - musicMicro
  const holdBackMicro = isFinal ? 0n : percentOf(rest, BigInt(split.holdBackBps))
  const shared = rest - holdBackMicro
  const proRataMicro = percentOf(shared, BigInt(split.proRataBps))
  return { musicMicro, holdBackMicro, proRataMicro, directableMicro: shared - proRataMicro }
}

/** A view's weight under the cap of its viewer: all of a viewer's views are scaled alike, and together weigh at most the cap. */
export const cappedPpm = (weightPpm: bigint, viewerPpm: bigint, capPpm: bigint): bigint =>
  viewerPpm <= capPpm ? weightPpm : (weightPpm * capPpm) / viewerPpm

/** Parts of 10⁻⁶ in which directed money is summed before it is rounded down to whole 10⁻⁶, once for each creator. */
const finePerMicro = 1_000_000n

export interface Directing {
  readonly poolMicro: Micro
  readonly directableMicro: Micro
  /** What the viewer brought to the pool. */
  readonly broughtMicro: Micro
  /** What all the viewer's qualified views weigh, before the cap. */
  readonly viewerPpm: bigint
}

/**
 * What one view directs to its creator of what its viewer brought, in millionths of 10⁻⁶. The viewer's money is scaled as
 * the pool was, so that nobody directs more than they brought, and shared over the viewer's views by weight.
 */
export const directedFine = (weightPpm: bigint, viewer: Directing): bigint =>
  viewer.poolMicro === 0n
    ? 0n
    : (viewer.broughtMicro * viewer.directableMicro * finePerMicro * weightPpm) /
      (viewer.poolMicro * viewer.viewerPpm)

/** Whole 10⁻⁶ of directed money. */
export const wholeOf = (fine: bigint): Micro => fine / finePerMicro
