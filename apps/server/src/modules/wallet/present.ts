import type {
  Author,
  EarnedGift,
  GiftQuote,
  Purchase,
  ReceivedGift,
  CoinPack,
  CatalogueGift,
  PackVersion,
  GiftVersion,
} from '@busker/contract'
import type { Lot } from '#modules/ledger'
import { coinPriceOf, costOf, taxWithin, type Offer, type Range } from './rules/prices.ts'
import type { Quote } from './rules/quote.ts'
import { creatorShareOf, diamondsOf } from './rules/terms.ts'
import type { Gift, Pack } from './store/catalogue.ts'
import type { PurchaseRow } from './store/purchases.ts'
import type { SendRow } from './store/sends.ts'

export const range = ({ from, to }: Range) => ({ fromMicro: String(from), toMicro: String(to) })

/** What there is in lots: coins that can be used, what was paid for them, and coins that a dispute froze. */
export const presentBalance = (lots: readonly Lot[]) => {
  const open = lots.filter(({ state }) => state === 'open')
  const frozen = lots.filter(({ state }) => state === 'frozen')
  const coinsIn = (some: readonly Lot[]): bigint => some.reduce((sum, { coinsLeft }) => sum + coinsLeft, 0n)
  const value = open.reduce(
    (sum, lot) => sum + lot.valueLeftMicro + (lot.taxMicro * lot.coinsLeft) / lot.coins,
    0n,
  )
  return { coins: String(coinsIn(open)), frozenCoins: String(coinsIn(frozen)), valueMicro: String(value) }
}

export const offerOf = ({ paidCoins, bonusCoins, priceMicro }: Pack): Offer => ({
  ...{ coins: paidCoins + bonusCoins, priceMicro },
})

export const presentPack = (pack: Pack, taxBasisPoints: number): CoinPack => ({
  ...{ packId: pack.packId, version: pack.version, coins: String(pack.paidCoins + pack.bonusCoins) },
  ...{ bonusCoins: String(pack.bonusCoins), priceMicro: String(pack.priceMicro) },
  taxMicro: String(taxWithin(pack.priceMicro, taxBasisPoints)),
  coinPriceMicro: String(coinPriceOf(offerOf(pack))),
})

const giftFields = (gift: Gift) => ({
  ...{ giftId: gift.giftId, version: gift.version, name: gift.name, label: gift.label },
  ...{ animation: gift.animation, coins: String(gift.coins) },
})

const rateOf = ({ rateNumerator, rateDenominator }: Gift) => ({
  ...{ numerator: String(rateNumerator), denominator: String(rateDenominator) },
})

export const presentGift = (gift: Gift, offers: readonly Offer[]): CatalogueGift => ({
  ...{ ...giftFields(gift), rate: rateOf(gift), diamonds: String(diamondsOf(gift)) },
  diamondMicro: String(gift.diamondMicro),
  pays: range(costOf(offers, gift.coins) ?? { from: 0n, to: 0n }),
  creatorMicro: String(creatorShareOf(gift)),
})

export const presentQuote = (
  gift: Gift,
  quote: Quote,
  more: Pick<GiftQuote, 'count' | 'currency' | 'holdDays' | 'refusal'>,
): GiftQuote => ({
  ...{ ...giftFields(gift), ...more, basis: quote.basis, totalCoins: String(quote.totalCoins) },
  ...{ pays: range(quote.pays), tax: range(quote.tax), take: range(quote.take) },
  ...{ creatorMicro: String(quote.creatorMicro), missingCoins: String(quote.missingCoins) },
})

type Named = Pick<Gift, 'name' | 'label' | 'animation'>

export const presentSent = (send: SendRow, { name, label, animation }: Named) => ({
  ...{ sendId: send.sendId, postId: send.postId, giftId: send.giftId, name, label, animation },
  ...{ count: send.count, coins: String(send.coins), at: send.at.toISOString() },
})

export const presentReceived = (send: SendRow, gift: Named, from: Author): ReceivedGift => ({
  ...{ ...presentSent(send, gift), from, creatorMicro: String(send.creatorMicro), currency: send.currency },
})

export const presentEarned = (send: SendRow, gift: Named, from: Author | null): EarnedGift => ({
  ...{ sendId: send.sendId, at: send.at.toISOString(), postId: send.postId, from, giftId: send.giftId },
  ...{ name: gift.name, label: gift.label, count: send.count, coins: String(send.coins), state: send.state },
  ...{ paidMicro: String(send.valueMicro + send.taxMicro), taxMicro: String(send.taxMicro) },
  ...{
    takeMicro: String(send.valueMicro - send.creatorMicro),
    creatorMicro: String(send.creatorMicro),
  },
})

export const presentPurchase = (
  row: PurchaseRow,
  refundable: { coins: bigint; amountMicro: bigint; until: Date } | null,
): Purchase => ({
  ...{ purchaseId: row.purchaseId, state: row.state, coins: String(row.coins), currency: row.currency },
  ...{ priceMicro: String(row.priceMicro), taxMicro: String(row.taxMicro) },
  ...{ createdAt: row.createdAt.toISOString(), settledAt: row.settledAt?.toISOString() ?? null },
  checkoutUrl: row.state === 'pending' ? row.checkoutUrl : null,
  code: row.code,
  refundable:
    refundable === null
      ? null
      : {
          ...{ coins: String(refundable.coins), amountMicro: String(refundable.amountMicro) },
          until: refundable.until.toISOString(),
        },
})

export const presentPackVersion = (pack: Pack, by: string | null): PackVersion => ({
  ...{ packId: pack.packId, version: pack.version, currency: pack.currency, coins: String(pack.paidCoins) },
  ...{ bonusCoins: String(pack.bonusCoins), priceMicro: String(pack.priceMicro), onSale: pack.onSale },
  ...{ from: pack.startsAt.toISOString(), by },
})

export const presentGiftVersion = (gift: Gift, by: string | null): GiftVersion => ({
  ...{ ...giftFields(gift), currency: gift.currency, rate: rateOf(gift) },
  ...{ diamondMicro: String(gift.diamondMicro), creatorMicro: String(creatorShareOf(gift)) },
  ...{ onSale: gift.onSale, from: gift.startsAt.toISOString(), by },
})
