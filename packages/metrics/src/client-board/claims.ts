/** What is said to have brought sales, against what was sold. */
export interface Claims {
  readonly gmvMicro: number
  /** By advertising, in all its reports together. */
  readonly claimedMicro: number
  /** By creators, known order line by order line. */
  readonly broughtMicro: number
}

export interface TwiceBounds {
  readonly leastMicro: number
  readonly mostMicro: number
  /** More is claimed than was sold, by advertising alone. */
  readonly isBeyondSales: boolean
}

/** Ads Manager and GMV Max: each counts an order once, neither knows of the other. */
const reports = 2

/**
 * How much of claimed and brought together is counted more than once. Only totals exist, so it is a bound. At least what
 * does not fit into the GMV. At most as if everything lay inside the largest claim: that is what creators brought, or
 * what one of the reports claims, which is at least an equal part of what they claim together.
 */
export const countedTwice = ({ gmvMicro, claimedMicro, broughtMicro }: Claims): TwiceBounds => {
  const leastMicro = Math.max(0, claimedMicro + broughtMicro - gmvMicro)
  const largestMicro = Math.max(broughtMicro, Math.ceil(claimedMicro / reports))
  return {
    leastMicro,
    mostMicro: Math.max(leastMicro, claimedMicro + broughtMicro - largestMicro),
    isBeyondSales: claimedMicro > gmvMicro,
  }
}
