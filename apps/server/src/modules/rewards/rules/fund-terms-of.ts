import type { RewardTermsBody } from '@busker/contract'
import type { Micro } from '@busker/money'
import type { Ratio } from './pool.ts'
import { defaultTerms, type FundTerms } from './terms.ts'

const plainViewPpm = 1_000_000n

/** The terms of an operator as the rules of the fund take them; factors are those of the house. */
export const fundTermsOf = (version: number, body: RewardTermsBody): FundTerms => ({
  version,
  view: {
    ...defaultTerms.view,
    leastVideoMs: body.shortestVideoMs,
    viewsBeforePay: body.firstViewsUnpaid,
  },
  factors: defaultTerms.factors,
  split: {
    proRataBps: body.proRataBasisPoints,
    holdBackBps: body.holdBackBasisPoints,
    viewerCapPpm: String(BigInt(body.viewerCapViews) * plainViewPpm),
  },
})

export const musicOf = ({ rightsBasisPoints }: RewardTermsBody): Ratio => ({
  ...{ numerator: rightsBasisPoints, denominator: 10_000 },
})

/**
 * The pool is ours, so no viewer brought any of it: each person with a paid view directs the same part. Whoever has no
 * account directs nothing, because browsers cost nothing; their views weigh by themselves.
 */
export const equalParts = (poolMicro: Micro, people: ReadonlySet<string>): ReadonlyMap<string, Micro> => {
  if (people.size === 0) return new Map()
  const each = poolMicro / BigInt(people.size)
  return new Map([...people].toSorted().map((person) => [person, each]))
}
