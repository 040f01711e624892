import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { cursor, isoTime, postId } from './shapes.ts'
import { coinAmount, giftId, microAmount, spendingRefusal, walletPage } from './wallet.ts'

/** The most of one gift in one tick of a combo. */
export const mostGiftsInTick = 100

/** From the cheapest to the dearest that it can be; both the same where it is known exactly. */
const microRange = z.object({ fromMicro: microAmount, toMicro: microAmount })

const giftFields = {
  giftId,
  /** Send it with the gift: one that changed meanwhile is not sent at a rate nobody saw. */
  version: z.int(),
  /** What apps translate and draw it by. @example 'rose' */
  name: z.string(),
  /** What it is called where no translation is known. */
  label: z.string(),
  /** Which animation is shown. */
  animation: z.string(),
  coins: coinAmount,
}

/** A gift of the catalogue, with who pays and gets what for one of it. */
export const catalogueGift = z.object({
  ...giftFields,
  /** Diamonds for a coin, as a fraction: diamonds are ⌊coins · numerator / denominator⌋. */
  rate: z.object({ numerator: z.string(), denominator: z.string() }),
  diamonds: coinAmount,
  diamondMicro: microAmount,
  /** What a fan pays, tax included: with the pack that costs least for a coin, and with the dearest. */
  pays: microRange,
  /** What the creator gets, whatever the fan paid for the coins. */
  creatorMicro: microAmount,
})
export type CatalogueGift = z.infer<typeof catalogueGift>

export const listGifts = endpoint({
  id: 'listGifts',
  method: 'GET',
  path: '/v1/gifts',
  summary: 'The gifts that can be given now, the smallest first: what a fan pays and what the creator gets.',
  access: 'public',
  response: z.object({
    currency: currencyCode,
    /** Days after which the creator can have it paid out at the earliest. */
    holdDays: z.int(),
    gifts: z.array(catalogueGift),
  }),
  errors: [],
})

/** Why this gift would not be sent now. The API refuses with the same code. */
export const giftRefusal = z.enum([
  ...spendingRefusal.options,
  'own_gift',
  'gifts_closed',
  'too_few_coins',
  'spending_limit',
])
export type GiftRefusal = z.infer<typeof giftRefusal>

export const giftQuote = z.object({
  ...giftFields,
  count: z.int(),
  /** All of them: of one, times `count`. */
  totalCoins: coinAmount,
  currency: currencyCode,
  /**
   * `own_coins`: the coins that the caller has would be used, the oldest first, so it is known to the millionth. `packs`:
   * some have yet to be bought, so it depends on the pack.
   */
  basis: z.enum(['own_coins', 'packs']),
  /** What the fan pays, tax included. */
  pays: microRange,
  /** Of it: tax. */
  tax: microRange,
  /** Of it: what the instance keeps; below zero where it adds to what the fan pays. */
  take: microRange,
  /** What the creator gets. pays = tax + take + creator, at both ends. */
  creatorMicro: microAmount,
  /** Days after which the creator can have it paid out at the earliest; gifts from new coins take longer. */
  holdDays: z.int(),
  /** Coins that are missing; '0': there are enough. */
  missingCoins: coinAmount,
  refusal: giftRefusal.nullable(),
})
export type GiftQuote = z.infer<typeof giftQuote>

const giftCount = z.coerce.number().int().min(1).max(mostGiftsInTick)

export const quoteGift = endpoint({
  id: 'quoteGift',
  method: 'GET',
  path: '/v1/posts/:postId/gifts/quote',
  summary:
    'What a gift for this post would cost the caller, and what its author would get, before it is sent.',
  access: 'public',
  params: z.object({ postId }),
  query: z.object({ giftId, count: giftCount.default(1) }),
  response: z.object({ quote: giftQuote }),
  errors: ['not_found'],
})

/** A gift that was sent, as everybody may see it. */
export const sentGift = z.object({
  sendId: z.uuid(),
  postId,
  giftId,
  name: z.string(),
  label: z.string(),
  animation: z.string(),
  count: z.int(),
  coins: coinAmount,
  at: isoTime,
})

export const sendGift = endpoint({
  id: 'sendGift',
  method: 'POST',
  path: '/v1/posts/:postId/gifts',
  summary:
    'Give coins to the author of a post. A combo is one id with ticks that count up: each tick is given once, however often it is sent. When the gift changed, the answer 409 carries the new quote as `detail`.',
  access: 'person',
  params: z.object({ postId }),
  body: z.object({
    giftId,
    version: z.int(),
    /** Made once by the app when a combo begins. */
    comboId: z.uuid(),
    /** Counts up within a combo: what was tapped within one second. */
    tick: z.int().min(0).max(100_000),
    count: z.int().min(1).max(mostGiftsInTick),
  }),
  response: z.object({
    sent: sentGift,
    /** What it came to, exactly. */
    paidMicro: microAmount,
    creatorMicro: microAmount,
    currency: currencyCode,
    /** The caller's coins afterwards. */
    coins: coinAmount,
    /** It was sent before with this combo and tick, and was not sent again. */
    again: z.boolean(),
  }),
  errors: [
    ...(['not_signed_in', 'adults_only', 'dispute_open', 'not_found', 'own_gift', 'gifts_closed'] as const),
    ...(['gift_changed', 'too_few_coins', 'spending_limit', 'key_reused', 'too_many_attempts'] as const),
    ...(['overloaded'] as const),
  ],
})

export const gifter = z.object({
  person: author,
  /** Of everything they gave for this post. */
  coins: coinAmount,
  gifts: z.int(),
  latest: z.object({ giftId, name: z.string(), label: z.string(), count: z.int(), at: isoTime }),
})
export type Gifter = z.infer<typeof gifter>

export const listGifters = endpoint({
  id: 'listGifters',
  method: 'GET',
  path: '/v1/posts/:postId/gifters',
  summary: 'Who gave to a post: those who gave most, or the latest, first.',
  access: 'public',
  params: z.object({ postId }),
  query: walletPage.extend({ order: z.enum(['top', 'latest']).default('top') }),
  response: z.object({
    gifters: z.array(gifter),
    /** A sum of coins flatters, so the number of people who gave stands beside it. */
    totalCoins: coinAmount,
    people: z.int(),
    nextCursor: cursor.nullable(),
  }),
  errors: ['not_found', 'invalid_cursor'],
})

/** A gift as its creator hears of it. */
export const receivedGift = sentGift.extend({
  from: author,
  creatorMicro: microAmount,
  currency: currencyCode,
})
export type ReceivedGift = z.infer<typeof receivedGift>
