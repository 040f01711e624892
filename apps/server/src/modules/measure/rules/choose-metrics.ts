import { assertPaired, findMetric, type Metric } from '@busker/metrics'

export type Choice =
  | { readonly kind: 'chosen'; readonly metrics: readonly Metric[] }
  | { readonly kind: 'unknown_metric'; readonly reasons: readonly string[] }
  | { readonly kind: 'unpaired_metric'; readonly reasons: readonly string[] }

/** The definitions that a comma-separated list asks for, each once, or why it cannot be answered. */
export const chooseMetrics = (list: string): Choice => {
  const ids = [...new Set(list.split(',').map((id) => id.trim()))].filter((id) => id !== '')
  const metrics = ids.map(findMetric)
  const unknown = ids.filter((_, index) => metrics[index] === null)
  if (ids.length === 0) return { kind: 'unknown_metric', reasons: ['Name at least one metric.'] }
  if (unknown.length > 0) {
    return { kind: 'unknown_metric', reasons: unknown.map((id) => `No metric is called "${id}".`) }
  }
  const unpaired = assertPaired(ids)
  if (unpaired.length > 0) {
    const reasons = unpaired.map(
      ({ metricId, missing }) => `"${metricId}" is only shown together with ${missing.join(', ')}.`,
    )
    return { kind: 'unpaired_metric', reasons }
  }
  return { kind: 'chosen', metrics: metrics.filter((metric) => metric !== null) }
}
