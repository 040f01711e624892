import { sum } from '../aggregate.ts'
import { and, isOneOf, not } from '../expression.ts'
import { orderLineSource, spendSource } from '../sales.ts'
import { shareSource } from '../spend-share.ts'
import { facts } from '../table.ts'
import { subtracted, type Value } from '../value.ts'

/** What the definitions of sales share. By the day of payment; of spending by the first day that its line tells. */

/** Lines whose currency is known; samples are lines too, and earn nothing. */
export const lines = () => facts(orderLineSource).where(orderLineSource.column.isConverted)
export const spent = () => facts(spendSource).where(spendSource.column.isConverted)

const { gmvMicro, cancelledMicro, refundedMicro, contributionMicro, isPaid, isSample } =
  orderLineSource.column
const { kind, costMicro } = shareSource.column

type LineAmount = Parameters<typeof sum<'order_line'>>[0]
export const sold = (amount: LineAmount): Value => lines().inWindow('localDate').value(sum(amount))

export const advertising = ['ads_manager', 'gmv_max']
/** The cost of a post here is in the cost sheet's own lines, too: it is told, and never added to what was spent. */
export const links = ['busker', 'busker_paid']
export const withLinks = [...advertising, ...links]
export const withKnownCost = [...advertising, 'busker_paid']
export const ofCreators = ['creator_fee', 'agency_fee', 'sample']
export const others = ['goods', 'shipping', 'other']
/** Amounts by their shares: only these know a SKU, and together they are the amounts. */
export const spentOn = (kinds: readonly string[]): Value =>
  facts(shareSource)
    .where(shareSource.column.isConverted)
    .inWindow('localDate')
    .value(sum(costMicro, isOneOf(kind, kinds)))

export const netGmv = (): Value =>
  subtracted(subtracted(sold(gmvMicro), sold(cancelledMicro)), sold(refundedMicro))
export const contribution = (): Value =>
  subtracted(sold(contributionMicro), spentOn([...advertising, ...ofCreators, ...others]))

export const isSale = and(isPaid, not(isSample))

export const ofSales = {
  version: 1,
  family: 'brand',
  level: 'supporting',
  stakeholder: 'merchant',
  trees: ['sales'],
  unit: 'money',
  entity: 'order line',
  dedup: 'Do',
  calendar: 'Ta',
  // Refunds come for about five weeks.
  finalAfterDays: 35,
  traffic: 'X0',
  additivity: 'additive',
  direction: 'neither',
  scopes: ['client'],
  denominator: null,
  verdict: { kind: 'actionable' },
} as const

/** As far as the keys of the files reach: an order has no campaign, what was spent no hour. */
export const ofLines = [
  ...(['day', 'week', 'creator', 'video', 'sku', 'product', 'content_type', 'hour'] as const),
  ...(['posted_weekday', 'posted_hour'] as const),
] as const
export const ofBoth = ['day', 'week', 'creator', 'video', 'sku', 'product'] as const
export const ofShares = ['day', 'week', 'creator', 'video', 'sku', 'product', 'campaign'] as const
/** What reports of advertising count has no SKU. */
export const ofSpend = ['day', 'week', 'creator', 'video', 'product', 'campaign'] as const

export const ratioOfSales = { ...ofSales, unit: 'share', additivity: 'ratio of sums' } as const
