import type { MeasuredMetric } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'

const head = [
  ...['metric', 'slice', 'value', 'low_95', 'high_95', 'status', 'final', 'sample_size', 'as_of'],
  ...['definition_version', 'definition_hash'],
]

/** One line per number and slice. What is not known is empty, never 0. */
export const csvOf = (metrics: readonly MeasuredMetric[]): string => {
  const lines = metrics.flatMap(({ metricId, version, hash, asOf, rows }) =>
    rows.map(({ slice, status, final, value, sampleSize, interval }) =>
      csvLine([
        ...[metricId, slice, typeof value === 'number' ? value : (value?.join(' ') ?? null)],
        ...[interval?.[0] ?? null, interval?.[1] ?? null],
        ...[status, String(final), sampleSize, asOf, version, hash],
      ]),
    ),
  )
  return [csvLine(head), ...lines].join('')
}
