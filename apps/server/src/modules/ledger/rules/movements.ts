import { type Currency, decimalsOf, sumOf, unitOf } from '@busker/money'
import type { TemplateName } from './catalog.ts'
import type { Account, AccountKind } from './chart.ts'
import { kindOf } from './chart.ts'
import type { Leg, Terms } from './plan.ts'

/** Where money comes from and goes to, as people who look at numbers tell it apart. */
export type Rail = 'gifts' | 'fund' | 'ads' | 'deals' | 'shop' | 'payouts' | 'other'

const rails: Readonly<Record<TemplateName, Rail>> = {
  ...{ coin_purchase: 'gifts', coin_refund: 'gifts', coin_expiry: 'gifts', gift: 'gifts' },
  ...{ diamond_conversion: 'gifts', dispute_opened: 'gifts', dispute_won: 'gifts', dispute_lost: 'gifts' },
  ...{ fund_top_up: 'fund', fund_allocation: 'fund', fund_finalisation: 'fund', pending_release: 'fund' },
  ...{ payout_request: 'payouts', payout_paid: 'payouts', payout_failed: 'payouts' },
  ...{ payout_returned: 'payouts', reserve_hold: 'payouts', reserve_release: 'payouts' },
  ...{ receivable_collect: 'payouts', advertiser_prepay: 'ads', budget_reserve: 'ads' },
  ...{ budget_release: 'ads', ad_settle: 'ads', ad_pool_split: 'ads', invalid_traffic: 'ads' },
  ...{ escrow_fund: 'deals', escrow_release: 'deals' },
  ...{ order_capture: 'shop', line_settle: 'shop', order_refund: 'shop', settled_refund: 'shop' },
  ...{ provider_fee: 'other', unknown_money: 'other', unknown_matched: 'other' },
}

const creatorKinds: ReadonlySet<AccountKind> = new Set([
  'creator_pending',
  'pool_pending',
  'creator_available',
  'creator_inflight',
])
const revenueKinds: ReadonlySet<AccountKind> = new Set([
  ...(['rev_gift', 'rev_ads', 'rev_mkt_fee', 'rev_shop', 'breakage'] as const),
])
const costKinds: ReadonlySet<AccountKind> = new Set([
  ...(['psp_fee', 'store_fee', 'fund', 'chargeback_loss', 'bad_debt', 'ivt_credit', 'fx'] as const),
])
/** What changes hands is what leaves these. */
const grossKinds: Readonly<Partial<Record<TemplateName, AccountKind>>> = {
  ...{
    gift: 'coin_float',
    ad_settle: 'campaign_budget',
    escrow_release: 'escrow',
    line_settle: 'order_held',
  },
}
/** Payouts move what a creator has and earn nothing. */
const isEarning = (template: TemplateName): boolean => rails[template] !== 'payouts'

/** Amounts in parts: 10⁻⁴ of the smallest unit of the currency. */
export interface Movement {
  readonly part: number
  readonly template: TemplateName
  readonly rail: Rail
  readonly payerId: string
  readonly creatorId: string
  readonly grossParts: bigint
  readonly platformParts: bigint
  readonly costParts: bigint
  readonly creatorParts: bigint
  readonly paidParts: bigint
}

const partsIn = (micro: bigint, currency: Currency): bigint =>
  (micro * 10_000n) / unitOf(decimalsOf(currency))

/** What an account, or several of a kind, gained on the side on which they grow. */
const gained = (legs: readonly Leg[], isOf: (account: Account) => boolean): bigint =>
  sumOf(
    legs.flatMap(({ account, side, amount }) => {
      if (kindOf(account).asset !== 'money' || !isOf(account)) return []
      return [side === kindOf(account).side ? amount : -amount]
    }),
  )

const textIn = (from: object, name: string): string => {
  const value: unknown = Reflect.get(from, name)
  return typeof value === 'string' ? value : ''
}

/** Who paid: the fan of a gift, the brand of an advertisement or a deal. */
const payerOf = (template: TemplateName, params: object): string => {
  if (template === 'gift') return textIn(params, 'payer')
  return template === 'ad_settle' || template === 'escrow_release' ? textIn(params, 'advertiser') : ''
}

const paidOut = (template: TemplateName, legs: readonly Leg[]): bigint =>
  template === 'payout_paid' || template === 'payout_returned'
    ? -gained(legs, ({ kind }) => kind === 'psp')
    : 0n

/** What a creator earned: what came to them less what they owe for it. */
const earned = (legs: readonly Leg[], creatorId: string): bigint =>
  gained(legs, ({ kind, owner }) => creatorKinds.has(kind) && owner === creatorId) -
  gained(legs, ({ kind, owner }) => kind === 'recv' && owner === creatorId)

interface Posted {
  readonly template: TemplateName
  readonly params: object
  readonly legs: readonly Leg[]
  readonly terms: Terms
}

const creatorsOf = (legs: readonly Leg[]): string[] => [
  ...new Set(
    legs.flatMap(({ account: { kind, owner } }) =>
      creatorKinds.has(kind) || kind === 'recv' ? [owner] : [],
    ),
  ),
]

/**
 * What a transfer moved in one currency, for the numbers: one row for each creator that it concerns, of which the first one
 * also tells what it meant for the house. Of a transfer that concerns nobody one row; of another currency than the house's
 * nothing is told.
 */
export const movementsOf = (posted: Posted, home: Currency): Movement[] => {
  const { template, params, legs: all, terms } = posted
  const legs = all.filter(({ account }) => account.currency === home)
  if (legs.length === 0) return []
  const parts = (micro: bigint): bigint => partsIn(micro, home)
  const gross = grossKinds[template]
  const house = {
    grossParts: gross === undefined ? 0n : parts(-gained(legs, ({ kind }) => kind === gross)),
    platformParts: parts(
      gained(legs, ({ kind }) => revenueKinds.has(kind)) - gained(legs, ({ kind }) => kind === 'promo'),
    ),
    costParts: parts(gained(legs, ({ kind }) => costKinds.has(kind))),
    paidParts: parts(paidOut(template, legs)),
  }
  const nothing = { grossParts: 0n, platformParts: 0n, costParts: 0n, paidParts: 0n }
  const named = creatorsOf(legs)
  const creators = named.length > 0 ? named : [template.startsWith('payout') ? textIn(terms, 'party') : '']
  return creators.map((creatorId, part) => ({
    ...(part === 0 ? house : nothing),
    ...{ part, template, rail: rails[template], payerId: payerOf(template, params), creatorId },
    creatorParts: isEarning(template) ? parts(earned(legs, creatorId)) : 0n,
  }))
}
