import { largerOf, smallerOf } from '@busker/money'

/** The tax within a price that has it included, rounded down. */
export const taxWithin = (priceMicro: bigint, basisPoints: number): bigint =>
  (priceMicro * BigInt(basisPoints)) / (10_000n + BigInt(basisPoints))

export const roundedUp = (amount: bigint, parts: bigint): bigint => (amount + parts - 1n) / parts

/** What one coin costs, never told as less than it is. */
export const coinPriceOf = ({ priceMicro, coins }: { priceMicro: bigint; coins: bigint }): bigint =>
  roundedUp(priceMicro, coins)

/** What one pack sells: coins with those on top, for a price with tax. */
export interface Offer {
  readonly coins: bigint
  readonly priceMicro: bigint
}

export interface Range {
  readonly from: bigint
  readonly to: bigint
}

/** What coins cost with the pack where a coin is cheapest, and with the dearest. Without packs nothing can be said: null. */
export const costOf = (offers: readonly Offer[], coins: bigint): Range | null => {
  const [first, ...rest] = offers.map((offer) => ({
    from: (offer.priceMicro * coins) / offer.coins,
    to: roundedUp(offer.priceMicro * coins, offer.coins),
  }))
  if (first === undefined) return null
  return rest.reduce(
    (range, one) => ({ from: smallerOf(range.from, one.from), to: largerOf(range.to, one.to) }),
    first,
  )
}
