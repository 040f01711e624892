import { tiersOf, totalInterval, type Range } from '@busker/metrics'
import { slicesOf, sumAt, valueAt, type Measured } from '@busker/metrics/client-board'

/** Without a pair that says more GMV is not shown here: what lines leave is. */
export const partMetrics: readonly string[] = [
  ...['sales_before_advertising', 'sales_contribution_error', 'sales_net_gmv', 'sales_refund_rate'],
]

/** Sales of videos that were posted at one time, or of one kind of content. */
export interface Part {
  readonly id: string
  /** What its order lines leave before advertising and fees, and where that lies with 95 % confidence. */
  readonly leftMicro: number
  readonly range: Range
  readonly netGmvMicro: number
  readonly refundRate: number | null
  readonly lines: number
  /** From 1; within a tier the order may be chance. */
  readonly tier: number
}

/** In the order of their names; what is of none is left out. */
export const partsOf = (measured: Measured): Part[] => {
  const ids = slicesOf(measured).filter((id) => id !== '')
  const ranges = ids.map((id) =>
    totalInterval({
      total: sumAt(measured, 'sales_before_advertising', id),
      error: sumAt(measured, 'sales_contribution_error', id),
    }),
  )
  const tiers = tiersOf(ranges)
  return ids
    .map((id, at): Part => ({
      ...{ id, range: ranges[at] ?? [0, 0], tier: tiers[at] ?? 1 },
      leftMicro: sumAt(measured, 'sales_before_advertising', id),
      netGmvMicro: sumAt(measured, 'sales_net_gmv', id),
      refundRate: valueAt(measured, 'sales_refund_rate', id),
      lines: measured.get('sales_net_gmv')?.rows.find(({ slice }) => slice === id)?.sampleSize ?? 0,
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

/** With fewer order lines nothing is said. */
export const leastPartLines = 60

export type PartsFinding =
  | { readonly kind: 'empty' | 'even' }
  | { readonly kind: 'too_little'; readonly missing: number }
  | { readonly kind: 'best'; readonly part: Part }

/** One that surely leaves more than all others. */
export const partsFinding = (parts: readonly Part[]): PartsFinding => {
  if (parts.length === 0) return { kind: 'empty' }
  const lines = parts.reduce((sum, part) => sum + part.lines, 0)
  if (lines < leastPartLines) return { kind: 'too_little', missing: leastPartLines - lines }
  const [best, ...more] = parts.filter(({ tier }) => tier === 1)
  return best !== undefined && more.length === 0 && parts.length > 1 && best.leftMicro > 0
    ? { kind: 'best', part: best }
    : { kind: 'even' }
}
