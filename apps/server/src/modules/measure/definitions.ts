import { createHash } from 'node:crypto'
import type { MetricDefinition } from '@busker/contract'
import {
  aggregatesOf,
  catalog,
  normalised,
  referencesOf,
  sourcesOf,
  type Metric,
  type ReferenceTableId,
} from '@busker/metrics'

/** Definitions never change while a program runs. */
const hashes = new WeakMap<Metric, string>()

/** SHA-256 of what a definition computes. */
export const hashOf = (metric: Metric): string => {
  const hash = hashes.get(metric) ?? createHash('sha256').update(normalised(metric)).digest('hex')
  hashes.set(metric, hash)
  return hash
}

/** The kinds of facts that a number is made of; empty: of none. */
export const sourceOf = (metric: Metric): string => {
  const measure = metric.measure?.()
  if (measure === undefined) return ''
  return sourcesOf(aggregatesOf(measure.value).map(({ over }) => over))
    .map(({ id }) => id)
    .join(', ')
}

const tables = new WeakMap<Metric, readonly ReferenceTableId[]>()

/** The tables from outside that a number is made of, each once. */
export const tablesOf = (metric: Metric): readonly ReferenceTableId[] => {
  const measure = tables.has(metric) ? undefined : metric.measure?.()
  const found = measure === undefined ? [] : referencesOf(measure.value).map(({ table }) => table)
  const known = tables.get(metric) ?? [...new Set(found)]
  tables.set(metric, known)
  return known
}

export const presentDefinition = (metric: Metric): MetricDefinition => ({
  metricId: metric.id,
  code: metric.code,
  version: metric.version,
  hash: hashOf(metric),
  family: metric.family,
  level: metric.level,
  stakeholder: metric.stakeholder,
  label: metric.label,
  formula: metric.formula,
  numerator: metric.numerator,
  denominator: metric.denominator,
  unit: metric.unit,
  shape: metric.shape,
  entity: metric.entity,
  window: { kind: metric.window.kind, days: metric.window.kind === 'period' ? 0 : metric.window.days },
  dedup: metric.dedup,
  calendar: metric.calendar,
  finalAfterDays: metric.finalAfterDays,
  traffic: metric.traffic,
  additivity: metric.additivity,
  direction: metric.direction,
  kind: metric.kind,
  pairs: [...metric.pairs],
  scopes: [...metric.scopes],
  slices: [...metric.slices],
  leastPersons: metric.leastPersons,
  parents: metric.parents.map(({ id, how }) => ({ metricId: id, how })),
  trees: [...metric.trees],
  source: sourceOf(metric),
  references: [...tablesOf(metric)],
  missing: metric.missing,
})

/** Every definition, as the contract shows it. Needs no engine. */
export const metricDefinitions = (): MetricDefinition[] => catalog().map(presentDefinition)
