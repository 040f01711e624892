import type { Change } from '../certainty.ts'
import { judge, ordersMissing, type Judgement, type Usual } from './judge.ts'
import { contributionChange, slicesOf, sumAt, valueAt, type Measured } from './numbers.ts'

export const goodsMetrics: readonly string[] = [
  ...['sales_contribution', 'sales_contribution_error', 'sales_net_gmv', 'sales_orders'],
  ...['sales_ad_spend', 'sales_creator_costs', 'sales_other_costs'],
  ...['sales_refund_rate', 'sales_cancel_rate', 'sales_goods_cost_known'],
]

/** A product or SKU with what it leaves. */
export interface GoodsRow {
  readonly id: string
  readonly netGmvMicro: number
  /** After all that it cost, with its shares of advertising and of what creators got. */
  readonly contributionMicro: number
  readonly adSpendMicro: number
  readonly creatorCostsMicro: number
  /** Of each unit of net GMV; null: nothing was kept. */
  readonly margin: number | null
  readonly refundRate: number | null
  readonly cancelRate: number | null
  readonly goodsKnown: number | null
  readonly orders: number
  readonly lines: number
  readonly judgement: Judgement
  readonly ordersMissing: number
  readonly change: Change
}

const goodsAt = (measured: Measured, id: string, usual: Usual): GoodsRow => {
  const at = (metric: string): number => sumAt(measured, metric, id)
  const netGmvMicro = at('sales_net_gmv')
  const contributionMicro = at('sales_contribution')
  const orders = at('sales_orders')
  const [adSpendMicro, creatorCostsMicro] = [at('sales_ad_spend'), at('sales_creator_costs')]
  const judgement = judge(
    {
      ...{ orders, contributionMicro, errorMicro: at('sales_contribution_error') },
      // No report claims sales for a SKU, so nothing holds a stop back but its orders.
      ...{ fixedMicro: adSpendMicro + creatorCostsMicro + at('sales_other_costs'), claimedMicro: 0 },
    },
    usual,
  )
  return {
    ...{ id, netGmvMicro, contributionMicro, adSpendMicro, creatorCostsMicro, orders, judgement },
    margin: netGmvMicro > 0 ? contributionMicro / netGmvMicro : null,
    refundRate: valueAt(measured, 'sales_refund_rate', id),
    cancelRate: valueAt(measured, 'sales_cancel_rate', id),
    goodsKnown: valueAt(measured, 'sales_goods_cost_known', id),
    lines: measured.get('sales_net_gmv')?.rows.find(({ slice }) => slice === id)?.sampleSize ?? 0,
    ordersMissing: ordersMissing(judgement, orders),
    change: contributionChange(measured, id),
  }
}

const byName = (one: GoodsRow, other: GoodsRow): number => (one.id < other.id ? -1 : 1)

/** By contribution, the most first. What only has a cost and no line is told apart. */
export const goodsRows = (
  measured: Measured,
  usual: Usual,
): { readonly rows: readonly GoodsRow[]; readonly unsharedMicro: number } => {
  const all = slicesOf(measured).map((id) => goodsAt(measured, id, usual))
  return {
    rows: all
      .filter(({ lines }) => lines > 0)
      .toSorted((one, other) => other.contributionMicro - one.contributionMicro || byName(one, other)),
    unsharedMicro: all
      .filter(({ lines }) => lines === 0)
      .reduce((sum, { contributionMicro }) => sum - contributionMicro, 0),
  }
}

export type GoodsOrder = 'contribution' | 'margin' | 'refunds'

/** What has no rate is last. */
export const inOrderOf = (rows: readonly GoodsRow[], by: GoodsOrder): readonly GoodsRow[] => {
  if (by === 'contribution') return rows
  const of = ({ margin, refundRate }: GoodsRow): number =>
    by === 'margin' ? (margin ?? -Infinity) : (refundRate ?? -Infinity)
  return rows.toSorted((one, other) => (of(one) === of(other) ? byName(one, other) : of(other) - of(one)))
}

/** With fewer order lines a rate of refunds is chance. */
export const leastLines = 30

export type GoodsFinding =
  | { readonly kind: 'empty' | 'too_little' }
  | { readonly kind: 'refunds' | 'loses' | 'thin' | 'led'; readonly row: GoodsRow }

/** One of ten that comes back is a reason to look. */
const alarmingRefunds = 0.1
const thinMargin = 0.1

/** The one thing to know: goods that come back, that lose, that leave little, or what carries all. */
export const goodsFinding = (rows: readonly GoodsRow[]): GoodsFinding => {
  const named = rows.filter(({ id }) => id !== '')
  const enough = named.filter(({ lines }) => lines >= leastLines)
  const [first] = named
  if (first === undefined) return { kind: 'empty' }
  const returned = enough.find(({ refundRate }) => refundRate !== null && refundRate >= alarmingRefunds)
  if (returned) return { kind: 'refunds', row: returned }
  const losing = named.findLast(({ judgement }) => judgement.kind === 'loses')
  if (losing) return { kind: 'loses', row: losing }
  const thin = enough.find(
    ({ margin, goodsKnown }) => margin !== null && margin < thinMargin && goodsKnown === 1,
  )
  if (thin) return { kind: 'thin', row: thin }
  return enough.length === 0 ? { kind: 'too_little' } : { kind: 'led', row: first }
}
