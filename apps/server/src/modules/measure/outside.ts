import type { MeasuredMetric } from '@busker/contract'
import {
  moneySource,
  referenceTables,
  type Metric,
  type MetricAnswer,
  type ReferenceRow,
  type References,
  type ReferenceTableId,
} from '@busker/metrics'
import { sourceOf, tablesOf } from './definitions.ts'

/** A dated table from outside the facts, as it is now. */
export interface OutsideTable {
  readonly table: ReferenceTableId
  readonly versionId: string
  readonly source: string
  readonly uploadedAt: string
  readonly rows: readonly ReferenceRow[]
}

/** What measure must know of such tables; the composition root fills it. */
export interface OutsideTables {
  inUse(): Promise<readonly OutsideTable[]>
}

/** The tables that any of these numbers is made of. They are read only when one is. */
export const outsideOf = async (
  metrics: readonly Metric[],
  tables: OutsideTables | undefined,
): Promise<readonly OutsideTable[]> => {
  const wanted = new Set(metrics.flatMap(tablesOf))
  if (wanted.size === 0 || tables === undefined) return []
  return (await tables.inUse()).filter(({ table }) => wanted.has(table))
}

/** Their rows, for a question. */
export const rowsOf = (tables: readonly OutsideTable[]): References =>
  Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))

/** Whether it is the tables that a number lacks: nothing is known, and what it has of facts is there. */
const isSilent = (metric: Metric, { rows }: MetricAnswer): boolean =>
  rows.every(({ status }) => status !== 'known') &&
  rows.some(({ status, sampleSize }) => status === 'missing' && (sampleSize > 0 || sourceOf(metric) === ''))

/** The currency of tables that have but one. */
const currencyOf = (tables: readonly OutsideTable[]): string | null => {
  const found = new Set(tables.flatMap(({ rows }) => rows.map(({ cells }) => cells['currency'])))
  const [currency] = found
  return found.size === 1 && typeof currency === 'string' ? currency : null
}

/** Whether amounts of the ledger meet amounts of a table in another currency: these are never added. */
export const mixesCurrencies = (
  metric: Metric,
  tables: readonly OutsideTable[],
  ofLedger: string | undefined,
): boolean => {
  const wanted = tablesOf(metric)
  const told = currencyOf(tables.filter(({ table }) => wanted.includes(table)))
  return told !== null && told !== ofLedger && sourceOf(metric).split(', ').includes(moneySource.id)
}

/** What stands behind a number that is made of tables from outside, and why there is none. */
export const presentOutside = (
  metric: Metric,
  answer: MetricAnswer,
  tables: readonly OutsideTable[],
): Pick<MeasuredMetric, 'references' | 'reason' | 'currency'> => {
  const wanted = tablesOf(metric)
  const used = tables.filter(({ table }) => wanted.includes(table))
  const absent = wanted.find((table) => !used.some((one) => one.table === table))
  const [silent] = isSilent(metric, answer) ? wanted : []
  const lacks = silent === undefined ? null : referenceTables[silent].lacks
  return {
    references: used.map(({ rows: _rows, ...receipt }) => receipt),
    reason: absent === undefined ? lacks : referenceTables[absent].needs,
    currency: metric.unit === 'money' ? currencyOf(used) : null,
  }
}
