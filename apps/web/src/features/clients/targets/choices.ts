import type { MetricDefinition, MetricSlice } from '@busker/contract'

/** What a client's metrics can be composed of: registered numbers of the imported files. The server decides. */
export const partsOf = (definitions: ReadonlyMap<string, MetricDefinition>): readonly MetricDefinition[] =>
  [...definitions.values()]
    .filter(
      ({ scopes, missing, shape, window }) =>
        scopes.includes('client') && missing === null && shape === 'number' && window.kind === 'period',
    )
    .toSorted((one, other) => one.label.localeCompare(other.label))

const isSum = ({ denominator, additivity }: MetricDefinition): boolean =>
  denominator === null && (additivity === 'additive' || additivity === 'distinct')

/** What a number can be divided by; empty: it is a ratio already. */
export const divisorsOf = (
  numerator: MetricDefinition | undefined,
  parts: readonly MetricDefinition[],
): readonly MetricDefinition[] => {
  if (numerator === undefined || !isSum(numerator)) return []
  return parts.filter(
    (one) =>
      isSum(one) &&
      one.metricId !== numerator.metricId &&
      (one.unit === 'count' || one.unit === numerator.unit),
  )
}

const dates: readonly MetricSlice[] = ['day', 'week']

/** By what a number of these parts can be narrowed. A vanity number and its pairs are narrowed alike. */
export const slicesFor = (
  parts: readonly MetricDefinition[],
  definitions: ReadonlyMap<string, MetricDefinition>,
): readonly MetricSlice[] => {
  const pairs = (parts[0]?.pairs ?? []).flatMap((id) => definitions.get(id) ?? [])
  const [first, ...others] = [...parts, ...pairs]
  return (first?.slices ?? []).filter(
    (slice) => !dates.includes(slice) && others.every(({ slices }) => slices.includes(slice)),
  )
}
