import { smallerOf } from '@busker/money'
import type { Lot } from '#modules/ledger'
import { coinsIn, costFrom } from './cost.ts'
import { costOf, taxWithin, type Offer, type Range } from './prices.ts'
import { creatorShareOf, type GiftTerms } from './terms.ts'

export interface QuoteRequest {
  readonly gift: GiftTerms
  readonly count: number
  /** Open lots of the caller, the oldest first. */
  readonly lots: readonly Lot[]
  readonly offers: readonly Offer[]
  readonly taxBasisPoints: number
}

export interface Quote {
  readonly totalCoins: bigint
  readonly basis: 'own_coins' | 'packs'
  /** pays = tax + take + creator, at both ends. */
  readonly pays: Range
  readonly tax: Range
  readonly take: Range
  readonly creatorMicro: bigint
  readonly missingCoins: bigint
}

/** Coins that are there cost what they were bought for; those that are missing, what a pack asks. */
export const quoteOf = ({ gift, count, lots, offers, taxBasisPoints }: QuoteRequest): Quote => {
  const totalCoins = gift.coins * BigInt(count)
  const own = smallerOf(totalCoins, coinsIn(lots))
  const cost = costFrom(lots, own) ?? { valueMicro: 0n, taxMicro: 0n }
  const missingCoins = totalCoins - own
  // Where no pack is sold, the missing coins cannot be had, and what is there is all that can be said.
  const more = missingCoins === 0n ? null : costOf(offers, missingCoins)
  const pays = {
    from: cost.valueMicro + cost.taxMicro + (more?.from ?? 0n),
    to: cost.valueMicro + cost.taxMicro + (more?.to ?? 0n),
  }
  const tax = {
    from: cost.taxMicro + taxWithin(more?.from ?? 0n, taxBasisPoints),
    to: cost.taxMicro + taxWithin(more?.to ?? 0n, taxBasisPoints),
  }
  const creatorMicro = creatorShareOf(gift) * BigInt(count)
  return {
    ...{ totalCoins, pays, tax, creatorMicro, missingCoins },
    basis: missingCoins === 0n ? 'own_coins' : 'packs',
    take: { from: pays.from - tax.from - creatorMicro, to: pays.to - tax.to - creatorMicro },
  }
}
