import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { cursor, isoTime, postId } from './shapes.ts'
import { coinAmount, giftId, microAmount, packId, walletPage } from './wallet.ts'

const operatorErrors = ['not_signed_in', 'forbidden'] as const
const wholeAbove0 = z.string().regex(/^[1-9]\d{0,11}$/, 'Use a whole number above zero.')

export const packVersion = z.object({
  packId,
  version: z.int(),
  currency: currencyCode,
  coins: coinAmount,
  bonusCoins: coinAmount,
  priceMicro: microAmount,
  onSale: z.boolean(),
  from: isoTime,
  by: z.string().nullable(),
})
export type PackVersion = z.infer<typeof packVersion>

export const listPackVersions = endpoint({
  id: 'listPackVersions',
  method: 'GET',
  path: '/v1/operator/wallet/packs',
  summary: 'All versions of all packs, those that come first; at most 500.',
  access: 'operator',
  response: z.object({ currency: currencyCode, versions: z.array(packVersion) }),
  errors: operatorErrors,
})

export const setPack = endpoint({
  id: 'setPack',
  method: 'PUT',
  path: '/v1/operator/wallet/packs/:packId',
  summary:
    'A new version of a pack, or the first of a new one, from now or a later time on. Earlier versions stay as they were.',
  access: 'operator',
  params: z.object({ packId }),
  body: z.object({
    coins: wholeAbove0,
    bonusCoins: z.string().regex(/^\d{1,12}$/),
    /** Tax included, in whole minor units of the currency. */
    priceMicro: wholeAbove0,
    onSale: z.boolean(),
    from: isoTime.optional(),
  }),
  response: z.object({ version: packVersion }),
  errors: [...operatorErrors, 'list_full', 'starts_too_early', 'not_whole_minor'],
})

export const giftVersion = z.object({
  giftId,
  version: z.int(),
  currency: currencyCode,
  name: z.string(),
  label: z.string(),
  animation: z.string(),
  coins: coinAmount,
  rate: z.object({ numerator: z.string(), denominator: z.string() }),
  diamondMicro: microAmount,
  /** Of one gift. */
  creatorMicro: microAmount,
  onSale: z.boolean(),
  from: isoTime,
  by: z.string().nullable(),
})
export type GiftVersion = z.infer<typeof giftVersion>

export const listGiftVersions = endpoint({
  id: 'listGiftVersions',
  method: 'GET',
  path: '/v1/operator/wallet/gifts',
  summary: 'All versions of all gifts, those that come first; at most 500.',
  access: 'operator',
  response: z.object({ currency: currencyCode, versions: z.array(giftVersion) }),
  errors: operatorErrors,
})

export const setGift = endpoint({
  id: 'setGift',
  method: 'PUT',
  path: '/v1/operator/wallet/gifts/:giftId',
  summary:
    'A new version of a gift, or the first of a new one, from now or a later time on. Earlier versions stay as they were.',
  access: 'operator',
  params: z.object({ giftId }),
  body: z.object({
    name: z.string().regex(/^[a-z][a-z0-9_]{1,31}$/, 'Use 2 to 32 of a-z, 0-9 and underscore.'),
    label: z.string().trim().min(1).max(40),
    animation: z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/),
    coins: wholeAbove0,
    rate: z.object({ numerator: z.string().regex(/^\d{1,6}$/), denominator: wholeAbove0 }),
    diamondMicro: z.string().regex(/^\d{1,9}$/),
    onSale: z.boolean(),
    from: isoTime.optional(),
  }),
  response: z.object({ version: giftVersion }),
  errors: [...operatorErrors, 'list_full', 'starts_too_early'],
})

export const walletSettings = z.object({
  /** Hundredths of a per cent that are tax within each price. */
  taxBasisPoints: z.int().min(0).max(5_000),
  /** Where the tax goes to. @example 'DE' */
  jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/),
  refundDays: z.int().min(0).max(365),
  /** After a gift, until it may be paid out. */
  holdDays: z.int().min(0).max(180),
  /** After a purchase, until what it paid for may be paid out: of somebody new, and of somebody known. */
  newPayerDays: z.int().min(0).max(180),
  knownPayerDays: z.int().min(0).max(180),
  /** What everybody may spend at most; null: no maximum. */
  dayMaximumMicro: microAmount.nullable(),
  weekMaximumMicro: microAmount.nullable(),
  monthMaximumMicro: microAmount.nullable(),
  giftsPerMinute: z.int().min(1).max(10_000),
  giftsPerDay: z.int().min(1).max(1_000_000),
  purchasesPerDay: z.int().min(1).max(1_000),
})
export type WalletSettings = z.infer<typeof walletSettings>

export const getWalletSettings = endpoint({
  id: 'getWalletSettings',
  method: 'GET',
  path: '/v1/operator/wallet/settings',
  summary: 'Tax, times and limits of coins and gifts.',
  access: 'operator',
  response: z.object({ currency: currencyCode, settings: walletSettings }),
  errors: operatorErrors,
})

export const setWalletSettings = endpoint({
  id: 'setWalletSettings',
  method: 'PUT',
  path: '/v1/operator/wallet/settings',
  summary: 'Change tax, times or limits. What was bought and given before keeps what counted then.',
  access: 'operator',
  body: walletSettings.partial(),
  response: z.object({ currency: currencyCode, settings: walletSettings }),
  errors: operatorErrors,
})

/** A gift that looks as if it came back to who gave it. */
export const giftFlag = z.object({
  flagId: z.uuid(),
  sendId: z.uuid(),
  postId,
  /** Null: their account is gone. */
  from: author.nullable(),
  to: author.nullable(),
  coins: coinAmount,
  creatorMicro: microAmount,
  currency: currencyCode,
  at: isoTime,
  /** `cycle`: gifts lead back to who gave, over at most four people. `same_device`: both used one device. */
  reasons: z.array(z.enum(['cycle', 'same_device', 'same_address'])),
  /** The people of the cycle, the giver first. */
  cycle: z.array(z.string()),
  state: z.enum(['open', 'released', 'kept']),
  decidedAt: isoTime.nullable(),
  decidedBy: z.string().nullable(),
})
export type GiftFlag = z.infer<typeof giftFlag>

export const listGiftFlags = endpoint({
  id: 'listGiftFlags',
  method: 'GET',
  path: '/v1/operator/wallet/flags',
  summary: 'Gifts that are held because they look as if they came back to who gave them, latest first.',
  access: 'operator',
  query: walletPage.extend({ state: z.enum(['open', 'released', 'kept']).default('open') }),
  response: z.object({ flags: z.array(giftFlag), nextCursor: cursor.nullable() }),
  errors: [...operatorErrors, 'invalid_cursor'],
})

export const decideGiftFlag = endpoint({
  id: 'decideGiftFlag',
  method: 'PUT',
  path: '/v1/operator/wallet/flags/:flagId',
  summary: 'Release a held gift, so that it counts like any other, or keep it held.',
  access: 'operator',
  params: z.object({ flagId: z.uuid() }),
  body: z.object({ decision: z.enum(['released', 'kept']), note: z.string().trim().min(1).max(500) }),
  response: z.object({ flag: giftFlag }),
  errors: [...operatorErrors, 'not_found'],
})

export const auditLine = z.object({
  at: isoTime,
  by: z.string(),
  what: z.enum(['pack', 'gift', 'settings', 'flag']),
  subject: z.string(),
  /** JSON of how it was before and is afterwards. */
  before: z.json(),
  after: z.json(),
})

export const listWalletAudit = endpoint({
  id: 'listWalletAudit',
  method: 'GET',
  path: '/v1/operator/wallet/audit',
  summary: 'What operators changed about coins and gifts, latest first.',
  access: 'operator',
  query: walletPage,
  response: z.object({ lines: z.array(auditLine), nextCursor: cursor.nullable() }),
  errors: [...operatorErrors, 'invalid_cursor'],
})
