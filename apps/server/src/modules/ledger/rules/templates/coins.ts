import { type Currency, decimalsOf, smallerOf, sumOf, unitOf } from '@busker/money'
import { emptied, takeOldest } from '../lots.ts'
import { legsOf, refuse, type Leg, type Lot, type Take, needsNothing, template } from '../plan.ts'

export interface CoinPurchase {
  /** The purchase, and the lot that it opens. */
  readonly lotId: string
  readonly buyer: string
  readonly currency: Currency
  readonly provider: string
  readonly grossMicro: bigint
  readonly taxMicro: bigint
  readonly jurisdiction: string
  /** With those given on top: all coins of a lot share what was paid. */
  readonly coins: bigint
  readonly seasonedAtMs: number
}

export const coinPurchase = template<CoinPurchase>({
  code: 'T1',
  summary: 'Coins are bought: what was paid, less tax, is owed until they are used.',
  needs: ({ lotId }) => ({ lots: [lotId] }),
  plan: (given, books, { atMs }) => {
    // A lot is opened once: a second purchase of this id would take the place of the first.
    if (books.lot(given.lotId) !== null) return refuse('lot_not_open')
    const { buyer, currency, provider, jurisdiction, coins, taxMicro } = given
    const valueMicro = given.grossMicro - taxMicro
    if (coins === 0n || given.grossMicro === 0n) return refuse('nothing_to_move')
    if (valueMicro < 0n) return refuse('exceeds_original')
    const legs = legsOf(
      [
        [{ kind: 'psp', currency, owner: provider }, given.grossMicro],
        [{ kind: 'c.issued', currency, owner: '' }, coins],
      ],
      [
        [{ kind: 'coin_float', currency, owner: buyer }, valueMicro],
        [{ kind: 'tax_payable', currency, owner: jurisdiction }, taxMicro],
        [{ kind: 'c.wallet', currency, owner: buyer }, coins],
      ],
    )
    const lot: Lot = {
      ...{ lotId: given.lotId, owner: buyer, currency, provider, jurisdiction, coins, valueMicro, taxMicro },
      ...{ coinsLeft: coins, valueLeftMicro: valueMicro, state: 'open' },
      ...{ boughtAtMs: atMs, seasonedAtMs: given.seasonedAtMs },
    }
    return { legs, lots: [lot], terms: { lotId: given.lotId } }
  },
})

export interface ProviderFee {
  readonly provider: string
  readonly currency: Currency
  readonly feeMicro: bigint
  readonly kind: 'psp_fee' | 'store_fee'
}

export const providerFee = template<ProviderFee>({
  code: 'T1f',
  summary: 'A provider kept its fee, as its balance report says.',
  needs: needsNothing,
  plan: ({ provider, currency, feeMicro, kind }) => ({
    legs: legsOf(
      [[{ kind, currency, owner: '' }, feeMicro]],
      [[{ kind: 'psp', currency, owner: provider }, feeMicro]],
    ),
  }),
})

export interface LotOnly {
  readonly lotId: string
}

const lotLegs = (lot: Lot) => ({
  float: { kind: 'coin_float', currency: lot.currency, owner: lot.owner } as const,
  wallet: { kind: 'c.wallet', currency: lot.currency, owner: lot.owner } as const,
})

/** The tax on what is left of a lot. */
export const taxLeftOf = (lot: Lot): bigint => (lot.taxMicro * lot.coinsLeft) / lot.coins

/** What a refund of the rest of a lot pays: whole minor units, rounded up for the buyer. */
export const refundOf = (lot: Lot): { paidMicro: bigint; taxMicro: bigint; roundingMicro: bigint } => {
  const taxMicro = taxLeftOf(lot)
  const exact = lot.valueLeftMicro + taxMicro
  const unit = unitOf(decimalsOf(lot.currency))
  const paidMicro = ((exact + unit - 1n) / unit) * unit
  return { paidMicro, taxMicro, roundingMicro: paidMicro - exact }
}

export const coinRefund = template<LotOnly>({
  code: 'T1r',
  summary: 'The coins of a purchase that were not used are given back for what they cost.',
  needs: ({ lotId }) => ({ lots: [lotId] }),
  plan: ({ lotId }, books) => {
    const lot = books.lot(lotId)
    if (lot === null || lot.state !== 'open' || lot.coinsLeft === 0n) return refuse('lot_not_open')
    const { currency, jurisdiction, provider } = lot
    const { paidMicro, taxMicro, roundingMicro } = refundOf(lot)
    const { float, wallet } = lotLegs(lot)
    const legs = legsOf(
      [
        [float, lot.valueLeftMicro],
        [{ kind: 'tax_payable', currency, owner: jurisdiction }, taxMicro],
        [{ kind: 'promo', currency, owner: '' }, roundingMicro],
        [wallet, lot.coinsLeft],
      ],
      [
        [{ kind: 'psp', currency, owner: provider }, paidMicro],
        [{ kind: 'c.issued', currency, owner: '' }, lot.coinsLeft],
      ],
    )
    // What was refunded was not paid for these coins any more: a dispute of the rest gives back only what is left.
    const kept = { valueMicro: lot.valueMicro - lot.valueLeftMicro, taxMicro: lot.taxMicro - taxMicro }
    const terms = { lotId, paidMicro: String(paidMicro), taxMicro: String(taxMicro) }
    return { legs, lots: [{ ...emptied(lot), ...kept }], terms }
  },
})

export const coinExpiry = template<LotOnly>({
  code: 'T16',
  summary: 'Coins expire, where the law allows it: what was paid for them is ours.',
  needs: ({ lotId }) => ({ lots: [lotId] }),
  plan: ({ lotId }, books) => {
    const lot = books.lot(lotId)
    if (lot === null || lot.state !== 'open' || lot.coinsLeft === 0n) return refuse('lot_not_open')
    const { currency } = lot
    const { float, wallet } = lotLegs(lot)
    const legs = legsOf(
      [
        [float, lot.valueLeftMicro],
        [wallet, lot.coinsLeft],
      ],
      [
        [{ kind: 'breakage', currency, owner: '' }, lot.valueLeftMicro],
        [{ kind: 'c.burned', currency, owner: '' }, lot.coinsLeft],
      ],
    )
    return { legs, lots: [emptied(lot)], terms: { lotId } }
  },
})

export interface Gift {
  readonly payer: string
  readonly creator: string
  readonly currency: Currency
  /** Of one gift. */
  readonly coins: bigint
  /** How many of them: the taps of a combo within one tick. */
  readonly count: bigint
  /** Diamonds for one gift, by the rate of the catalogue: ⌊coins · rate⌋. */
  readonly diamonds: bigint
  /** What a diamond is worth to the creator. */
  readonly diamondMicro: bigint
  /** The creator is paid no earlier than this; later where the payment is not seasoned. */
  readonly holdUntilMs: number
}

/** Shares of a whole by parts of a quantity: up to each part so much of the whole as it is of the quantity. */
const cumulative = (whole: bigint, parts: readonly bigint[]): bigint[] => {
  const quantity = sumOf(parts)
  let before = 0n
  return parts.map((part) => {
    const from = (whole * before) / quantity
    before += part
    return (whole * before) / quantity - from
  })
}

const giftLegs = (
  given: Gift,
  sums: { value: bigint; coins: bigint; diamonds: bigint; earned: bigint },
): Leg[] => {
  const { payer, creator, currency } = given
  const { value, coins, diamonds, earned } = sums
  const covered = smallerOf(value, earned)
  return legsOf(
    [
      [{ kind: 'coin_float', currency, owner: payer }, value],
      [{ kind: 'promo', currency, owner: '' }, earned - covered],
      [{ kind: 'c.wallet', currency, owner: payer }, coins],
      [{ kind: 'd.issued', currency, owner: '' }, diamonds],
    ],
    [
      [{ kind: 'creator_pending', currency, owner: creator }, earned],
      [{ kind: 'rev_gift', currency, owner: '' }, value - covered],
      [{ kind: 'c.burned', currency, owner: '' }, coins],
      [{ kind: 'd.creator', currency, owner: creator }, diamonds],
    ],
  )
}

export const gift = template<Gift>({
  code: 'T2',
  summary: 'A gift: coins become diamonds of the creator, and what was paid for them is shared.',
  needs: ({ payer, currency }) => ({ lotsOf: [{ owner: payer, currency }] }),
  plan: (given, books, { txnId }) => {
    const { payer, creator, currency, count } = given
    if (payer === creator) return refuse('same_party')
    const coins = given.coins * count
    if (coins === 0n) return refuse('nothing_to_move')
    const taken = takeOldest(books.lotsOf(payer, currency), coins)
    if (taken === null) return refuse('too_few_coins')
    const diamonds = given.diamonds * count
    const shares = cumulative(
      diamonds,
      taken.map((one) => one.coins),
    )
    const takes = taken.map(({ lot, coins: part, valueMicro }, at): Take => {
      const share = shares[at] ?? 0n
      return {
        ...{ txnId, lotId: lot.lotId, creator, currency, coins: part, valueMicro },
        ...{ diamonds: share, payeeMicro: share * given.diamondMicro },
        // What brought no diamond has nothing to wait for: no conversion would ever find anything to move.
        state: share === 0n ? 'available' : 'pending',
        maturesAtMs: Math.max(given.holdUntilMs, lot.seasonedAtMs),
      }
    })
    const value = sumOf(taken.map(({ valueMicro }) => valueMicro))
    const earned = diamonds * given.diamondMicro
    return {
      legs: giftLegs(given, { value, coins, diamonds, earned }),
      lots: taken.map(({ after }) => after),
      takes,
      terms: { valueMicro: String(value), earnedMicro: String(earned), coins: String(coins) },
    }
  },
})

export interface Conversion {
  readonly creator: string
  readonly currency: Currency
}

export const diamondConversion = template<Conversion>({
  code: 'T3',
  summary: 'Diamonds whose payment is seasoned become money that may be paid out.',
  needs: ({ creator, currency }, { atMs }) => ({ matureOf: [{ creator, currency, atMs }] }),
  plan: ({ creator, currency }, books, { atMs }) => {
    const mature = books.matureOf(creator, currency, atMs)
    if (mature.length === 0) return refuse('nothing_to_move')
    const diamonds = sumOf(mature.map((take) => take.diamonds))
    const earned = sumOf(mature.map((take) => take.payeeMicro))
    const legs = legsOf(
      [
        [{ kind: 'd.creator', currency, owner: creator }, diamonds],
        [{ kind: 'creator_pending', currency, owner: creator }, earned],
      ],
      [
        [{ kind: 'd.burned', currency, owner: '' }, diamonds],
        [{ kind: 'creator_available', currency, owner: creator }, earned],
      ],
    )
    return { legs, takes: mature.map((take) => ({ ...take, state: 'available' })) }
  },
})
