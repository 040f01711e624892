import { slicesOf, sumAt, valueAt, type Measured } from './numbers.ts'

export const goodsMetrics: readonly string[] = [
  ...['sales_net_gmv', 'sales_before_advertising', 'sales_goods'],
  ...['sales_refund_rate', 'sales_cancel_rate', 'sales_goods_cost_known'],
]

/** A product or SKU with what it leaves. */
export interface GoodsRow {
  readonly id: string
  readonly netGmvMicro: number
  /** What its order lines leave before advertising. */
  readonly leftMicro: number
  /** Of each unit of net GMV; null: nothing was kept. */
  readonly margin: number | null
  readonly refundRate: number | null
  readonly cancelRate: number | null
  readonly goodsKnown: number | null
  readonly lines: number
}

/** By net GMV, the most first. What only has a cost and no line is none of them. */
export const goodsRows = (measured: Measured): GoodsRow[] => {
  const linesOf = new Map(
    measured.get('sales_net_gmv')?.rows.map(({ slice, sampleSize }) => [slice, sampleSize]),
  )
  return slicesOf(measured)
    .map((id): GoodsRow => {
      const netGmvMicro = sumAt(measured, 'sales_net_gmv', id)
      const leftMicro = sumAt(measured, 'sales_before_advertising', id)
      return {
        ...{ id, netGmvMicro, leftMicro, lines: linesOf.get(id) ?? 0 },
        margin: netGmvMicro > 0 ? leftMicro / netGmvMicro : null,
        refundRate: valueAt(measured, 'sales_refund_rate', id),
        cancelRate: valueAt(measured, 'sales_cancel_rate', id),
        goodsKnown: valueAt(measured, 'sales_goods_cost_known', id),
      }
    })
    .filter(({ lines }) => lines > 0)
    .toSorted((one, other) => other.netGmvMicro - one.netGmvMicro || (one.id < other.id ? -1 : 1))
}

/** With fewer order lines a rate of refunds is chance. */
export const leastLines = 30

export type GoodsFinding =
  | { readonly kind: 'empty' | 'too_little' }
  | { readonly kind: 'refunds' | 'thin' | 'led'; readonly row: GoodsRow }

/** One of ten that comes back is a reason to look. */
const alarmingRefunds = 0.1
const thinMargin = 0.1

/** The one thing to know: goods that come back, goods that leave little, or what carries the sales. */
export const goodsFinding = (rows: readonly GoodsRow[]): GoodsFinding => {
  const named = rows.filter(({ id }) => id !== '')
  const enough = named.filter(({ lines }) => lines >= leastLines)
  const [first] = named
  if (first === undefined) return { kind: 'empty' }
  const returned = enough.find(({ refundRate }) => refundRate !== null && refundRate >= alarmingRefunds)
  if (returned) return { kind: 'refunds', row: returned }
  const thin = enough.find(
    ({ margin, goodsKnown }) => margin !== null && margin < thinMargin && goodsKnown === 1,
  )
  if (thin) return { kind: 'thin', row: thin }
  return enough.length === 0 ? { kind: 'too_little' } : { kind: 'led', row: first }
}
