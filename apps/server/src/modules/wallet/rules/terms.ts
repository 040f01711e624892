/** How coins become a creator's money: diamonds are ⌊coins · numerator / denominator⌋, each worth so much. */
export interface GiftTerms {
  readonly coins: bigint
  readonly rateNumerator: bigint
  readonly rateDenominator: bigint
  readonly diamondMicro: bigint
}

/** Diamonds of one gift. */
export const diamondsOf = ({ coins, rateNumerator, rateDenominator }: GiftTerms): bigint =>
  (coins * rateNumerator) / rateDenominator

/** What the creator gets for one gift. */
export const creatorShareOf = (terms: GiftTerms): bigint => diamondsOf(terms) * terms.diamondMicro
