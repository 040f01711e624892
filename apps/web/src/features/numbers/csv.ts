import type { MeasuredMetric } from '@busker/contract'

const cell = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** One line per number and slice (RFC 4180). What is not known is empty, never 0. */
export const csvOf = (metrics: readonly MeasuredMetric[]): string => {
  const lines = metrics.flatMap(({ metricId, version, hash, asOf, rows }) =>
    rows.map(({ slice, status, final, value, sampleSize, interval }) =>
      [
        ...[metricId, slice, typeof value === 'number' ? String(value) : (value?.join(' ') ?? '')],
        ...[0, 1].map((end) => String(interval?.[end] ?? '')),
        ...[status, String(final), String(sampleSize), asOf, String(version), hash],
      ]
        .map(cell)
        .join(','),
    ),
  )
  const head =
    'metric,slice,value,low_95,high_95,status,final,sample_size,as_of,definition_version,definition_hash'
  return `${[head, ...lines].join('\r\n')}\r\n`
}
