import type { MeasuredBoard } from '@busker/contract'
import type { Truth } from '../../../apps/server/src/demo/index.ts'

// The numbers of a client as the boards ask for them, and the same from the truth of its market. By the day of payment and
// of spending they are defined; over a period that holds everything that makes no difference.

type LineTruth = Truth['lines'][number]
type Waterfall = LineTruth['waterfall']

/** Metric and the sum of a waterfall that it tells. */
const sums = {
  sales_contribution: ({ contribution }) => contribution,
  sales_gmv: ({ gmv }) => gmv,
  sales_net_gmv: ({ gmv, cancelled, refunded }) => gmv - cancelled - refunded,
  sales_cancelled: ({ cancelled }) => cancelled,
  sales_refunded: ({ refunded }) => refunded,
  sales_platform_fees: ({ platformFees }) => platformFees,
  sales_commission: ({ commission }) => commission,
  sales_shipping: ({ shipping }) => shipping,
  sales_goods: ({ goods }) => goods,
  sales_creator_costs: ({ creatorCosts }) => creatorCosts,
  sales_ad_spend: ({ adSpend }) => adSpend,
  sales_other_costs: ({ otherCosts }) => otherCosts,
} satisfies Record<string, (waterfall: Waterfall) => bigint>

type Sum = keyof typeof sums

/** What stands on order lines alone, and what advertising and the cost sheet have a part in, by what both know. */
const ofLines = [
  ...(['sales_gmv', 'sales_net_gmv', 'sales_cancelled', 'sales_refunded', 'sales_platform_fees'] as const),
  ...(['sales_commission', 'sales_shipping', 'sales_goods'] as const),
] satisfies Sum[]
const ofSpending = ['sales_contribution', 'sales_creator_costs', 'sales_ad_spend'] satisfies Sum[]

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n)
const share = (part: bigint | number, whole: bigint | number): number => Number(part) / Number(whole)

const repeatShare = (kept: readonly LineTruth[]): number => {
  const byBuyer = [...Map.groupBy(kept, ({ buyer }) => buyer).values()]
  const orders = byBuyer.map((lines) => new Set(lines.map(({ orderId }) => orderId)).size)
  return share(orders.filter((count) => count > 1).length, orders.length)
}

/** Every number of the whole. */
export const wholeOf = ({ lines, total: all, claims }: Truth): Record<string, number> => {
  const gmvOf = (some: readonly LineTruth[]): bigint => total(some.map(({ waterfall }) => waterfall.gmv))
  const ordersOf = (some: readonly LineTruth[]): number => new Set(some.map(({ orderId }) => orderId)).size
  const sales = lines.filter(({ paidMs, isSample }) => paidMs !== null && !isSample)
  const kept = sales.filter(({ isCancelled }) => !isCancelled)
  const { gmv, contribution, cancelled, refunded } = all
  const netGmv = sums.sales_net_gmv(all)
  return {
    ...Object.fromEntries(Object.entries(sums).map(([id, of]) => [id, Number(of(all))])),
    sales_before_advertising: Number(total(lines.map(({ waterfall }) => waterfall.contribution))),
    sales_brought: Number(claims.affiliate.gmvMicro),
    sales_claimed: Number(claims.gmvMax.gmvMicro + claims.ads.gmvMicro),
    sales_contribution_margin: share(contribution, netGmv),
    sales_refund_rate: share(refunded, gmv),
    sales_cancel_rate: share(cancelled, gmv),
    sales_settled_share: share(gmvOf(kept.filter(({ isOpen }) => !isOpen)), gmvOf(kept)),
    sales_goods_cost_known: 1,
    sales_affiliate_share: share(gmvOf(lines.filter(({ creator }) => creator !== null)), gmv),
    sales_repeat_buyers: repeatShare(kept),
    sales_orders: ordersOf(sales),
    sales_order_value: share(netGmv, ordersOf(kept)),
  }
}

type Slice = 'creator' | 'video' | 'sku'
type Sliced = Record<string, number>

/** What is known of each slice. */
export const slicedMetrics: Readonly<Record<Slice, readonly string[]>> = {
  creator: [...ofSpending, ...ofLines],
  video: [...ofSpending, ...ofLines],
  sku: [...ofSpending, ...ofLines],
}

const nonZero = (entries: readonly (readonly [string, bigint | number])[]): Sliced =>
  Object.fromEntries(
    entries.flatMap(([name, value]): [string, number][] =>
      Number(value) === 0 ? [] : [[name, Number(value)]],
    ),
  )

/** The same by slices; what is nobody's has no name. Zeros are left out. */
export const slicesOf = (truth: Truth, slice: Slice): Sliced => {
  const parts = { creator: truth.perCreator, video: truth.perVideo, sku: truth.perSku }[slice]
  const known = [...parts.known, ['', parts.notAssignable] as const]
  return nonZero(
    slicedMetrics[slice].flatMap((metricId) =>
      known.map(([name, waterfall]): [string, bigint] => [
        `${metricId} ${name}`,
        sums[metricId as Sum](waterfall),
      ]),
    ),
  )
}

/** A board as answered: the whole, or by slices. */
export const toldBy = ({ metrics }: MeasuredBoard): Sliced =>
  Object.fromEntries(
    metrics.flatMap(({ metricId, rows }) =>
      rows.map(({ slice, value }) => [slice === '' ? metricId : `${metricId} ${slice}`, Number(value)]),
    ),
  )

/** The same without zeros, each with the name of its slice. */
export const slicesToldBy = ({ metrics }: MeasuredBoard): Sliced =>
  nonZero(
    metrics.flatMap(({ metricId, rows }) =>
      rows.map(({ slice, value }): [string, number] => [`${metricId} ${slice}`, Number(value)]),
    ),
  )
