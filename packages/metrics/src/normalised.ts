import type { Metric } from './metric.ts'

/** JSON with sorted keys, so that the same data is always the same text. */
export const stable = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  // A source is what it reads and how its reports become rows; columns that a definition does not read are not its own.
  if ('latest' in value && 'table' in value && 'id' in value && 'traffic' in value) {
    const { id, table, latest, traffic } = value
    return stable({ id, table, key: latest, filters: traffic })
  }
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined && typeof part !== 'function')
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${stable(part)}`).join()}}`
}

/**
 * What a definition computes, as a text that is the same as long as the meaning is: its words, its place in a tree and
 * how it is shown are not in it. Its SHA-256 is the hash of the definition.
 */
export const normalised = (metric: Metric): string => {
  const { id, version, window, calendar, dedup, traffic, finalAfterDays, leastPersons, entity, unit, shape } =
    metric
  const { additivity, binSeconds } = metric
  const measure = metric.measure?.() ?? null
  return stable({
    ...{ id, version, window, calendar, dedup, traffic, finalAfterDays, leastPersons, entity, unit, shape },
    ...{ additivity, binSeconds, measure },
  })
}
