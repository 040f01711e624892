import { currencyOf, type Currency } from '@busker/money'
import { assert } from '#platform/assert'

export type Side = 'debit' | 'credit'

/** What an account counts: money in 10⁻⁶ of a major unit, coins and diamonds whole. */
export type Asset = 'money' | 'coin' | 'diamond'

interface Kind {
  /** Number in the chart of accounts; it never changes. */
  readonly code: number
  /** The side on which the account grows. */
  readonly side: Side
  readonly asset: Asset
  /** Never below zero, holds counted. */
  readonly floor: boolean
  /** Many write it at once: `always` is kept in several rows; `credits` keeps what comes in apart from what goes out. */
  readonly spread: 'never' | 'credits' | 'always'
  /** Whether amounts must be whole minor units: money that a bank moves. */
  readonly wholeMinor: boolean
}

type Told = Omit<Kind, 'asset' | 'floor' | 'spread' | 'wholeMinor'> & Partial<Kind>

const kind = (told: Told): Kind => ({
  ...{ asset: 'money', floor: false, spread: 'never', wholeMinor: false },
  ...told,
})
/** What we owe somebody. */
const owed = (code: number, more: Partial<Kind> = {}): Kind =>
  kind({ code, side: 'credit', floor: true, ...more })
const revenue = (code: number): Kind => kind({ code, side: 'credit', spread: 'always' })
const expense = (code: number): Kind => kind({ code, side: 'debit', spread: 'always' })

/**
 * The chart of accounts. Each account is of one kind, in one currency, and of one owner (a person, an order, a day…; the
 * empty text is the house).
 */
export const chart = {
  psp: kind({ code: 1000, side: 'debit', spread: 'always', wholeMinor: true }),
  bank: kind({ code: 1010, side: 'debit', wholeMinor: true }),
  dispute_recv: kind({ code: 1020, side: 'debit', spread: 'always' }),
  recv: kind({ code: 1100, side: 'debit' }),
  fx_position: kind({ code: 1900, side: 'debit', spread: 'always' }),

  coin_float: owed(2000),
  creator_pending: owed(2100, { spread: 'credits' }),
  pool_pending: owed(2105, { spread: 'credits' }),
  creator_available: owed(2110, { spread: 'credits' }),
  creator_inflight: owed(2120),
  seller_available: owed(2210, { spread: 'credits' }),
  seller_inflight: owed(2220),
  affiliate_available: owed(2310, { spread: 'credits' }),
  affiliate_inflight: owed(2320),
  adv_wallet: owed(2400),
  campaign_budget: owed(2410),
  escrow: owed(2500),
  order_held: owed(2600),
  tax_payable: kind({ code: 2700, side: 'credit', spread: 'always' }),
  withholding_payable: kind({ code: 2710, side: 'credit', spread: 'always' }),
  fund_pool: owed(2800, { spread: 'credits' }),
  ad_pool: owed(2805, { spread: 'credits' }),
  rights_payable: owed(2810, { spread: 'credits' }),
  reserve: owed(2900, { spread: 'credits' }),
  suspense: kind({ code: 2990, side: 'credit', spread: 'always' }),

  rev_gift: revenue(4010),
  rev_ads: revenue(4020),
  rev_mkt_fee: revenue(4030),
  rev_shop: revenue(4040),
  breakage: revenue(4050),

  psp_fee: expense(5010),
  store_fee: expense(5020),
  promo: expense(5030),
  fund: expense(5040),
  chargeback_loss: expense(5050),
  ivt_credit: expense(5060),
  bad_debt: expense(5070),
  fx: expense(5080),

  'c.issued': kind({ code: 9000, side: 'debit', asset: 'coin', spread: 'always' }),
  'c.wallet': owed(9010, { asset: 'coin' }),
  'c.frozen': owed(9020, { asset: 'coin' }),
  'c.burned': kind({ code: 9030, side: 'credit', asset: 'coin', spread: 'always' }),
  'd.issued': kind({ code: 9100, side: 'debit', asset: 'diamond', spread: 'always' }),
  'd.creator': owed(9110, { asset: 'diamond', spread: 'credits' }),
  'd.frozen': owed(9120, { asset: 'diamond', spread: 'credits' }),
  'd.burned': kind({ code: 9130, side: 'credit', asset: 'diamond', spread: 'always' }),
} satisfies Record<string, Kind>

export type AccountKind = keyof typeof chart

/** Coins and diamonds belong to the currency that they were bought with, too: what they are worth is kept in it. */
export interface Account {
  readonly kind: AccountKind
  readonly currency: Currency
  readonly owner: string
}

export const kindOf = (account: Pick<Account, 'kind'>): Kind => chart[account.kind]

/** What must balance by itself: a currency, or the coins or diamonds of one. @example 'EUR', 'coin.EUR' */
export const assetOf = ({ kind: of, currency }: Pick<Account, 'kind' | 'currency'>): string =>
  chart[of].asset === 'money' ? currency : `${chart[of].asset}.${currency}`

/** The name by which an account is told from all others. @example 'creator_pending:EUR:0198…' */
export const nameOf = ({ kind: of, currency, owner }: Account): string => `${of}:${currency}:${owner}`

export const isAccountKind = (text: string): text is AccountKind => Object.hasOwn(chart, text)

/** The account of a name; null when there can be none. */
export const accountOf = (name: string): Account | null => {
  const [of = '', code = '', ...rest] = name.split(':')
  const currency = currencyOf(code)
  if (!isAccountKind(of) || currency === null || rest.length === 0) return null
  return { kind: of, currency, owner: rest.join(':') }
}

const codes = Object.values(chart).map(({ code }) => code)
assert(new Set(codes).size === codes.length, 'each kind has a number of its own')
