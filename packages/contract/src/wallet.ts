import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { cursor, isoDate, isoTime, postId } from './shapes.ts'

export const packId = z.uuid().brand<'PackId'>()
export const purchaseId = z.uuid().brand<'PurchaseId'>()
export const giftId = z.uuid().brand<'GiftId'>()
export type PackId = z.infer<typeof packId>
export type PurchaseId = z.infer<typeof purchaseId>
export type GiftId = z.infer<typeof giftId>

/** 10⁻⁶ of the currency that stands beside it, as decimal text: read it with `BigInt`, never as a number. */
export const microAmount = z.string().regex(/^-?\d{1,18}$/)
/** Whole coins, as decimal text; below zero where they leave. */
export const coinAmount = z.string().regex(/^-?\d{1,15}$/)
/** A page of a list. The cursor of the next one is null at the end. */
export const walletPage = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(60).default(30),
})

/** Why the caller cannot buy or give now; null: they can. The API refuses with the same code. */
export const spendingRefusal = z.enum(['not_signed_in', 'adults_only', 'dispute_open'])
export type SpendingRefusal = z.infer<typeof spendingRefusal>

export const coinPack = z.object({
  packId,
  /** Send it with the purchase: a pack that changed meanwhile is not bought at a price nobody saw. */
  version: z.int(),
  /** With those given on top. */
  coins: coinAmount,
  bonusCoins: coinAmount,
  /** What is paid in all, tax included. */
  priceMicro: microAmount,
  taxMicro: microAmount,
  /** What one coin costs, rounded up to 10⁻⁶ of the currency. */
  coinPriceMicro: microAmount,
})
export type CoinPack = z.infer<typeof coinPack>

export const listCoinPacks = endpoint({
  id: 'listCoinPacks',
  method: 'GET',
  path: '/v1/wallet/packs',
  summary: 'The packs of coins that are sold now, the smallest first, with what one coin of each costs.',
  access: 'public',
  response: z.object({
    currency: currencyCode,
    /** Hundredths of a per cent that are tax within each price. */
    taxBasisPoints: z.int(),
    /** Days within which coins that were not used may be given back for what they cost. */
    refundDays: z.int(),
    packs: z.array(coinPack),
    refusal: spendingRefusal.nullable(),
  }),
  errors: [],
})

/**
 * `pending`: not paid yet; go to `checkoutUrl`. `unknown`: the provider was asked and has not answered for certain; it is
 * looked up until it has. `settled`: the coins are there. `declined`: nothing was paid. `refunding`: coins that were left
 * are gone, the money is on its way back. `refunded`: it is back. `disputed`: the payer's bank took the money back; coins
 * that are left are frozen until it is decided. `lost`: it was decided against the payment.
 */
export const purchaseState = z.enum([
  'pending',
  'unknown',
  'settled',
  'declined',
  'refunding',
  'refunded',
  'disputed',
  'lost',
])
export type PurchaseState = z.infer<typeof purchaseState>

export const purchase = z.object({
  purchaseId,
  state: purchaseState,
  coins: coinAmount,
  currency: currencyCode,
  priceMicro: microAmount,
  taxMicro: microAmount,
  createdAt: isoTime,
  settledAt: isoTime.nullable(),
  /** Where the person pays, while it is pending. */
  checkoutUrl: z.string().nullable(),
  /** Why it was declined, in the provider's word. */
  code: z.string().nullable(),
  /** What giving back the unused coins would return now; null: it cannot be given back. */
  refundable: z.object({ coins: coinAmount, amountMicro: microAmount, until: isoTime }).nullable(),
})
export type Purchase = z.infer<typeof purchase>

/** A purchase that was paid, as one prints it. */
export const receipt = purchase.extend({
  /** Counts up without gaps within a year. @example '2026-000042'; null: not paid yet. */
  number: z.string().nullable(),
  seller: z.string(),
  buyer: z.object({ handle: z.string(), displayName: z.string() }),
  provider: z.string(),
  taxBasisPoints: z.int(),
  netMicro: microAmount,
  coinPriceMicro: microAmount,
  /** What came back so far. */
  refundedMicro: microAmount,
  refundedCoins: coinAmount,
  refundedAt: isoTime.nullable(),
})
export type Receipt = z.infer<typeof receipt>

export const buyCoins = endpoint({
  id: 'buyCoins',
  method: 'POST',
  path: '/v1/wallet/purchases',
  summary:
    'Begin to buy a pack. The same key is the same purchase, however often it is sent; another pack under it is refused.',
  access: 'person',
  body: z.object({
    /** Made once by the app when the sheet opens. */
    key: z.uuid(),
    packId,
    version: z.int(),
    /** A path of this instance, where the checkout leads back to. */
    returnPath: z
      .string()
      .max(512)
      .regex(/^\/(?![/\\])[!-[\]-~]*$/, 'Name a path of this instance.')
      .default('/wallet'),
  }),
  response: z.object({ purchase }),
  errors: [
    ...(['not_signed_in', 'adults_only', 'dispute_open', 'not_found', 'pack_changed', 'key_reused'] as const),
    ...(['spending_limit', 'too_many_attempts'] as const),
  ],
})

export const listPurchases = endpoint({
  id: 'listPurchases',
  method: 'GET',
  path: '/v1/wallet/purchases',
  summary: "The caller's purchases, latest first.",
  access: 'person',
  query: walletPage,
  response: z.object({ purchases: z.array(purchase), nextCursor: cursor.nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const getPurchase = endpoint({
  id: 'getPurchase',
  method: 'GET',
  path: '/v1/wallet/purchases/:purchaseId',
  summary: "One of the caller's purchases with all that its receipt says.",
  access: 'person',
  params: z.object({ purchaseId }),
  response: z.object({ receipt }),
  errors: ['not_signed_in', 'not_found'],
})

export const refundPurchase = endpoint({
  id: 'refundPurchase',
  method: 'POST',
  path: '/v1/wallet/purchases/:purchaseId/refund',
  summary:
    'Give back the coins of a purchase that were not used, for what they cost. Twice is the same as once.',
  access: 'person',
  params: z.object({ purchaseId }),
  response: z.object({ purchase }),
  errors: ['not_signed_in', 'not_found', 'purchase_not_refundable'],
})

const limitWindow = z.object({
  /** The most that may be bought for, and that may be given, in this time; null: no limit of one's own. */
  limitMicro: microAmount.nullable(),
  /** The most that this instance lets anybody have; null: none. */
  maximumMicro: microAmount.nullable(),
  /** A higher limit, or none, that was asked for and from when on it counts. */
  next: z.object({ limitMicro: microAmount.nullable(), from: isoTime }).nullable(),
  boughtMicro: microAmount,
  givenMicro: microAmount,
})

/** The last 24 hours, 7 days and 30 days, each to the hour. */
export const spendingLimits = z.object({
  currency: currencyCode,
  day: limitWindow,
  week: limitWindow,
  month: limitWindow,
})
export type SpendingLimits = z.infer<typeof spendingLimits>

export const getWallet = endpoint({
  id: 'getWallet',
  method: 'GET',
  path: '/v1/wallet',
  summary: "The caller's coins, what they cost, and the purchases that are under way.",
  access: 'person',
  response: z.object({
    currency: currencyCode,
    coins: coinAmount,
    /** What was paid for the coins that are left, tax included. */
    valueMicro: microAmount,
    /** Coins of purchases that are disputed. */
    frozenCoins: coinAmount,
    /** At most 20, the latest first. */
    pending: z.array(purchase),
    refusal: spendingRefusal.nullable(),
    limits: spendingLimits,
  }),
  errors: ['not_signed_in'],
})

export const getSpendingLimits = endpoint({
  id: 'getSpendingLimits',
  method: 'GET',
  path: '/v1/wallet/limits',
  summary: 'What the caller lets themselves spend, and what they spent.',
  access: 'person',
  response: z.object({ limits: spendingLimits }),
  errors: ['not_signed_in'],
})

export const setSpendingLimits = endpoint({
  id: 'setSpendingLimits',
  method: 'PUT',
  path: '/v1/wallet/limits',
  summary:
    'Set limits. A lower one counts at once, a higher one after 24 hours. What is left out stays; null: no limit of one’s own.',
  access: 'person',
  body: z.object({
    dayMicro: microAmount.nullable().optional(),
    weekMicro: microAmount.nullable().optional(),
    monthMicro: microAmount.nullable().optional(),
  }),
  response: z.object({ limits: spendingLimits }),
  errors: ['not_signed_in', 'limit_above_maximum'],
})

/** One movement of the caller's coins. */
export const walletLine = z.object({
  lineId: z.string(),
  at: isoTime,
  kind: z.enum(['purchase', 'gift', 'refund', 'refund_failed', 'frozen', 'released', 'expired']),
  /** Above zero: they came. */
  coins: coinAmount,
  balanceCoins: coinAmount,
  purchaseId: purchaseId.nullable(),
  gift: z
    .object({
      giftId,
      name: z.string(),
      label: z.string(),
      count: z.int(),
      postId,
      /** Null: their account is gone. */
      to: author.nullable(),
      paidMicro: microAmount,
      creatorMicro: microAmount,
    })
    .nullable(),
})
export type WalletLine = z.infer<typeof walletLine>

export const listWalletLines = endpoint({
  id: 'listWalletLines',
  method: 'GET',
  path: '/v1/wallet/history',
  summary: "Every movement of the caller's coins, latest first.",
  access: 'person',
  query: walletPage,
  response: z.object({ currency: currencyCode, lines: z.array(walletLine), nextCursor: cursor.nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

/** One gift as its creator sees it: what the fan paid is tax, what the platform takes, and what the creator gets. */
export const earnedGift = z.object({
  sendId: z.uuid(),
  at: isoTime,
  postId,
  /** Null: their account is gone. */
  from: author.nullable(),
  giftId,
  name: z.string(),
  label: z.string(),
  count: z.int(),
  coins: coinAmount,
  paidMicro: microAmount,
  taxMicro: microAmount,
  /** Below zero: the instance adds to it. */
  takeMicro: microAmount,
  creatorMicro: microAmount,
  /** `held`: it looks as if it came back to who gave it; somebody looks at it before it can be paid out. */
  state: z.enum(['counted', 'held', 'void']),
})
export type EarnedGift = z.infer<typeof earnedGift>

export const getGiftEarnings = endpoint({
  id: 'getGiftEarnings',
  method: 'GET',
  path: '/v1/wallet/earnings',
  summary: 'What the caller earned by gifts: what may be paid out when, and the gifts, latest first.',
  access: 'person',
  query: walletPage,
  response: z.object({
    currency: currencyCode,
    pendingMicro: microAmount,
    availableMicro: microAmount,
    heldMicro: microAmount,
    /** Days (UTC) from which on what was given becomes available, the next one first. */
    maturing: z.array(z.object({ day: isoDate, amountMicro: microAmount })),
    gifts: z.array(earnedGift),
    nextCursor: cursor.nullable(),
  }),
  errors: ['not_signed_in', 'invalid_cursor'],
})
