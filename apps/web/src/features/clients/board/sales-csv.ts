import type { MeasuredMetric } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'

const head = [
  ...['metric', 'slice', 'value', 'unit', 'previous', 'low_95', 'high_95', 'status', 'final'],
  ...['sample_size', 'as_of', 'definition_version', 'definition_hash'],
]
const microOfOne = 1_000_000

/** One line per number and slice, money in whole units of the currency. What is not known is empty, never 0. */
export const salesCsv = (metrics: readonly MeasuredMetric[], currency: string): string => {
  const lines = metrics.flatMap(({ metricId, unit, version, hash, asOf, rows }) => {
    const written = (value: unknown): number | null => {
      if (typeof value !== 'number') return null
      return unit === 'money' ? value / microOfOne : value
    }
    return rows.map(({ slice, status, final, value, sampleSize, interval, previous }) =>
      csvLine([
        ...[metricId, slice, written(value), unit === 'money' ? currency : unit, written(previous?.value)],
        ...[written(interval?.[0]), written(interval?.[1]), status, String(final)],
        ...[sampleSize, asOf, version, hash],
      ]),
    )
  })
  return [csvLine(head), ...lines].join('')
}
