import type { MeasuredMetric } from '@busker/contract'

export type Row = MeasuredMetric['rows'][number]

/** What a metric says about one slice; '' is the whole. */
export const rowAt = (metric: MeasuredMetric | undefined, slice: string): Row | undefined =>
  metric?.rows.find((row) => row.slice === slice)

export const numberAt = (metric: MeasuredMetric | undefined, slice: string): number | null => {
  const value = rowAt(metric, slice)?.value
  return typeof value === 'number' ? value : null
}

export const listAt = (metric: MeasuredMetric | undefined, slice: string): readonly number[] | null => {
  const value = rowAt(metric, slice)?.value
  return Array.isArray(value) ? value : null
}

/** Lowest and highest value with 95 % confidence. */
export type Interval = readonly [low: number, high: number]

export const intervalOf = (cell: Pick<Row, 'interval'> | null | undefined): Interval | null => {
  const [low, high] = cell?.interval ?? []
  return low === undefined || high === undefined ? null : [low, high]
}
