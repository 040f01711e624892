import { assertPaired, catalog, type Metric, type ScopeKind, type SliceId } from '@busker/metrics'

export type Choice =
  | { readonly kind: 'chosen'; readonly metrics: readonly Metric[] }
  | { readonly kind: 'unknown_metric'; readonly reasons: readonly string[] }
  | { readonly kind: 'unpaired_metric'; readonly reasons: readonly string[] }

/** The definitions that ids name, each once and in order, or why they cannot be answered. */
export const chooseMetrics = (asked: readonly string[]): Choice => {
  const ids = [...new Set(asked.map((id) => id.trim()))].filter((id) => id !== '')
  const known = catalog()
  const byId = new Map(known.map((metric) => [metric.id, metric]))
  const metrics = ids.map((id) => byId.get(id) ?? null)
  const unknown = ids.filter((_, index) => metrics[index] === null)
  if (ids.length === 0) return { kind: 'unknown_metric', reasons: ['Name at least one metric.'] }
  if (unknown.length > 0) {
    return { kind: 'unknown_metric', reasons: unknown.map((id) => `No metric is called "${id}".`) }
  }
  const unpaired = assertPaired(ids, known)
  if (unpaired.length > 0) {
    const reasons = unpaired.map(
      ({ metricId, missing }) => `"${metricId}" is only shown together with ${missing.join(', ')}.`,
    )
    return { kind: 'unpaired_metric', reasons }
  }
  return { kind: 'chosen', metrics: metrics.filter((metric) => metric !== null) }
}

/** An id with all the pairs it must be shown with, and theirs. */
export const withPairs = (id: string): readonly string[] => {
  const byId = new Map(catalog().map((metric) => [metric.id, metric]))
  const ids = new Set([id])
  // A set is walked in order of insertion, also what is added while it is walked.
  for (const one of ids) for (const pair of byId.get(one)?.pairs ?? []) ids.add(pair)
  return [...ids]
}

/** Why these metrics cannot be asked for so; empty: they can. */
export const objections = (
  metrics: readonly Metric[],
  { scope, by }: { readonly scope: ScopeKind; readonly by?: SliceId | undefined },
): readonly { readonly path: string; readonly message: string }[] => [
  ...metrics
    .filter(({ scopes, measure }) => measure !== null && !scopes.includes(scope))
    .map(({ id, scopes }) => ({ path: 'scope', message: `"${id}" is a number of ${scopes.join(', ')}.` })),
  ...metrics
    .filter(({ slices, measure }) => by !== undefined && measure !== null && !slices.includes(by))
    .map(({ id, slices }) => ({
      path: 'by',
      message: `"${id}" may be taken apart by ${slices.length === 0 ? 'nothing' : slices.join(', ')}.`,
    })),
]
