import type { Range } from '@busker/metrics'
import type { Period } from '#shared/period'
import type { Measured } from '#features/numbers'

export const buyerMetrics: readonly string[] = ['sales_bought_again', 'sales_buyer_retention']

/** Buyers by the month of their first order. */
export interface BuyersOfMonth {
  /** `YYYY-MM`. */
  readonly month: string
  /** With a window that is over. */
  readonly due: number
  /** null: it is over for nobody yet, or nobody bought. */
  readonly again: number | null
  readonly interval: Range | null
  readonly isImmature: boolean
  /** Share that had bought again after 30, 60, … days, as far as these are over. */
  readonly steps: readonly number[]
}

const monthsBack = 12

/** The months up to a day, as far as may be asked at once. */
export const buyerPeriod = (newest: string): Period => {
  const [year = 1970, month = 1] = newest.split('-').map(Number)
  const from = new Date(Date.UTC(year, month - monthsBack, 1)).toISOString().slice(0, 10)
  return { from, to: newest }
}

/** The newest month first. */
export const buyersByMonth = (measured: Measured): BuyersOfMonth[] => {
  const steps = new Map(measured.get('sales_buyer_retention')?.rows.map((row) => [row.slice, row.value]))
  return (measured.get('sales_bought_again')?.rows ?? [])
    .filter(({ slice }) => slice !== '')
    .map(({ slice, value, interval, sampleSize, status }): BuyersOfMonth => {
      const curve = steps.get(slice)
      const [low, high] = interval ?? []
      return {
        ...{ month: slice, due: sampleSize, isImmature: status === 'immature' },
        again: typeof value === 'number' ? value : null,
        interval: low === undefined || high === undefined ? null : [low, high],
        steps: Array.isArray(curve) ? curve : [],
      }
    })
    .toSorted((one, other) => (one.month < other.month ? 1 : -1))
}

/** With fewer buyers a share of those who came again is chance. */
export const leastBuyers = 30

export type BuyersFinding =
  | { readonly kind: 'empty' | 'immature' }
  | { readonly kind: 'too_little'; readonly missing: number }
  | { readonly kind: 'level' | 'better' | 'worse'; readonly share: number; readonly month: string }

/** Whether the newest month that is over brought buyers who come again more, or less, than the one before it. */
export const buyersFinding = (months: readonly BuyersOfMonth[]): BuyersFinding => {
  if (months.length === 0) return { kind: 'empty' }
  const due = months.filter(({ due: buyers }) => buyers > 0)
  if (due.length === 0) return { kind: 'immature' }
  const [now, before] = due.filter(({ due: buyers }) => buyers >= leastBuyers)
  if (now === undefined || now.again === null) {
    const most = Math.max(...due.map(({ due: buyers }) => buyers))
    return { kind: 'too_little', missing: leastBuyers - most }
  }
  const told = { share: now.again, month: now.month }
  const [range, was] = [now.interval, before?.interval ?? null]
  if (range === null || was === null) return { kind: 'level', ...told }
  if (range[0] > was[1]) return { kind: 'better', ...told }
  return { kind: range[1] < was[0] ? 'worse' : 'level', ...told }
}
