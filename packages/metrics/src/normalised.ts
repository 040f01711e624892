import { allSources } from './export-facts.ts'
import type { Metric } from './metric.ts'
import type { Measure } from './value.ts'

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

/** Sources of a stored text: what they read, and how their reports become rows. */
const withSources = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(withSources)
  if (typeof part !== 'object' || part === null) return part
  if ('filters' in part && 'table' in part && 'id' in part && 'key' in part) {
    const source = allSources().find(({ id }) => id === part.id)
    if (source === undefined) throw new RangeError(`there are no facts of kind ${String(part.id)} any more`)
    // The settled table holds rows as the source is now, so it is left out.
    const { settledTable: _now, ...rest } = source
    return { ...rest, table: part.table, traffic: part.filters, latest: part.key }
  }
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withSources(value)]))
}

/**
 * A definition as it was, from its text (`normalised`): it computes what it computed then, from today's facts. What the
 * text does not hold (words, place in a tree) is that of the definition now. null: it cannot be computed any more.
 */
export const revived = (now: Metric, text: string): Metric | null => {
  // Checked boundary: only `normalised` writes these texts.
  const stored = JSON.parse(text) as Partial<Metric> & { readonly measure: Measure | null }
  try {
    const measure = withSources(stored.measure) as Measure | null
    return measure === null ? null : { ...now, ...stored, measure: () => measure }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
