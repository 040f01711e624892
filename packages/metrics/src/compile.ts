import type { Arithmetic, Comparison, Node, ValueType } from './expression.ts'
import type { Aggregate, Metric } from './metric.ts'
import type { AnySource } from './source.ts'

/** What a question is narrowed to. */
export interface Scope {
  readonly postId: string
}

interface Answer {
  readonly metricId: string
  readonly status: 'known' | 'missing'
  /** Rows the number stands on: for a ratio and a curve the denominator. */
  readonly sampleSize: number
}
export type MetricAnswer =
  | (Answer & { readonly shape: 'number'; readonly value: number | null })
  | (Answer & {
      readonly shape: 'curve'
      readonly binSeconds: number
      readonly value: readonly number[] | null
    })

export interface Reading {
  readonly answers: readonly MetricAnswer[]
  /** Received time and local date of the newest fact included; null when there is none. */
  readonly newestReceivedMs: number | null
  readonly newestLocalDate: string | null
}

/** One query that answers several metrics of one source. */
export interface CompiledQuery {
  readonly sql: string
  readonly params: Readonly<Record<string, number | string>>
  /** Turns the one row of the result into answers. */
  readonly read: (row: Readonly<Record<string, unknown>>) => Reading
}

const parameterTypes = {
  integer: 'Int64',
  boolean: 'Bool',
  text: 'String',
  uuid: 'UUID',
  optional_uuid: 'Nullable(UUID)',
  date: 'Date',
  time: 'DateTime64(3)',
  intervals: 'Array(Tuple(UInt32, UInt32))',
  text_list: 'Array(String)',
} as const satisfies Record<ValueType, string>

const comparisons = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const satisfies Record<
  Comparison,
  string
>
const arithmetics = { plus: '+', minus: '-', times: '*' } as const satisfies Record<Arithmetic, string>

/** Collects what one query needs: its parameters, the columns it reads, and the numbers it selects. */
class QueryParts {
  readonly params: Record<string, number | string> = {}
  readonly columns = new Set<string>()
  readonly selected = new Map<string, string>()
  readonly #names = new Map<string, string>()

  parameter(type: ValueType, value: number | string): string {
    const key = `${type}:${value}`
    const name = this.#names.get(key) ?? `p${this.#names.size}`
    this.#names.set(key, name)
    this.params[name] = value
    return `{${name}:${parameterTypes[type]}}`
  }

  // In ClickHouse an alias hides a column of the same name, also in WHERE. No column is called like these aliases.
  column(name: string): string {
    this.columns.add(name)
    return `col_${name}`
  }

  select(sql: string): string {
    const alias = this.selected.get(sql) ?? `res_${this.selected.size}`
    this.selected.set(sql, alias)
    return alias
  }
}

const joined = (parts: readonly string[], word: 'AND' | 'OR', empty: string): string =>
  parts.length === 0 ? empty : `(${parts.join(` ${word} `)})`

const toSql = (node: Node, parts: QueryParts): string => {
  switch (node.kind) {
    case 'column':
      return parts.column(node.name)
    case 'literal':
      return parts.parameter(node.type, node.value)
    case 'compare':
      return `(${toSql(node.left, parts)} ${comparisons[node.operator]} ${toSql(node.right, parts)})`
    case 'arithmetic':
      // Columns are unsigned 32-bit; a difference or product must not wrap around.
      return `(toInt64(${toSql(node.left, parts)}) ${arithmetics[node.operator]} toInt64(${toSql(node.right, parts)}))`
    case 'all':
      return joined(
        node.of.map((part) => toSql(part, parts)),
        'AND',
        'true',
      )
    case 'any':
      return joined(
        node.of.map((part) => toSql(part, parts)),
        'OR',
        'false',
      )
    case 'not':
      return `(NOT ${toSql(node.of, parts)})`
  }
}

/** Int64 sums wrap around silently in ClickHouse, so sums are taken in 128 bits. */
const aggregateSql = (aggregate: Aggregate<never>, traffic: Node, parts: QueryParts): string => {
  const condition = toSql({ kind: 'all', of: [traffic, aggregate.where] }, parts)
  return aggregate.kind === 'count'
    ? parts.select(`countIf(${condition})`)
    : parts.select(`sumIf(toInt128(${toSql(aggregate.of, parts)}), ${condition})`)
}

type Row = Readonly<Record<string, unknown>>
type Reader = (row: Row) => MetricAnswer

const compileCurve = (
  metric: Metric,
  measure: Extract<Metric['measure'], { kind: 'curve' }>,
  parts: QueryParts,
): Reader => {
  const condition = toSql(
    { kind: 'all', of: [metric.source.traffic[metric.traffic].node, measure.among.node] },
    parts,
  )
  const bin = parts.parameter('integer', measure.binMs)
  const length = `toInt64(${toSql(measure.lengthMs, parts)})`
  const played = toSql(measure.played, parts)
  const isPlayed = `arrayExists(span -> span.1 < (bin + 1) * ${bin} AND span.2 > bin * ${bin}, ${played})`
  const bins = `arrayMap(bin -> toUInt64(${isPlayed}), range(intDiv(${length} + ${bin} - 1, ${bin})))`
  const reached = parts.select(`sumForEachIf(${bins}, ${condition})`)
  const among = parts.select(`countIf(${condition})`)
  return (row) => {
    const sampleSize = Number(row[among])
    const counts = row[reached]
    const isKnown = sampleSize > 0 && Array.isArray(counts)
    return {
      metricId: metric.id,
      shape: 'curve',
      binSeconds: measure.binMs / 1000,
      sampleSize,
      status: isKnown ? 'known' : 'missing',
      value: isKnown ? counts.map((played) => Number(played) / sampleSize) : null,
    }
  }
}

const compileMetric = (metric: Metric, parts: QueryParts): Reader => {
  const { measure } = metric
  const traffic = metric.source.traffic[metric.traffic].node
  if (measure.kind === 'curve') return compileCurve(metric, measure, parts)
  const named = { metricId: metric.id, shape: 'number' } as const
  if (measure.kind === 'total') {
    const of = aggregateSql(measure.of, traffic, parts)
    const rows = aggregateSql({ kind: 'count', where: measure.of.where }, traffic, parts)
    return (row) => ({ ...named, status: 'known', value: Number(row[of]), sampleSize: Number(row[rows]) })
  }
  const numerator = aggregateSql(measure.numerator, traffic, parts)
  const denominator = aggregateSql(measure.denominator, traffic, parts)
  return (row) => {
    // An engine's 1/0 is infinite and 0/0 not a number: the division is made here, and only when there is something.
    const divisor = Number(row[denominator])
    return divisor === 0
      ? { ...named, status: 'missing', value: null, sampleSize: 0 }
      : { ...named, status: 'known', value: Number(row[numerator]) / divisor, sampleSize: divisor }
  }
}

/** One row per entity: its latest report. Repeated and late reports fall away here, before anything is counted. */
const reducedRows = (source: AnySource, scope: Scope, parts: QueryParts): string => {
  const sqlName = (name: string) => source.columns[name]?.sql ?? name
  const names = [...parts.columns]
  // argMax skips rows whose value is NULL; inside a tuple a NULL is kept.
  const values = names.map((name) => sqlName(name)).join(', ')
  const order = source.latest.order.map(sqlName).join(', ')
  const narrowed = `${sqlName(source.scope.postId)} = ${parts.parameter('uuid', scope.postId)}`
  return [
    'WITH latest_rows AS (',
    `  SELECT argMax(tuple(${values}), tuple(${order})) AS fact`,
    `  FROM ${source.table} WHERE ${narrowed} GROUP BY ${source.latest.key.map(sqlName).join(', ')}`,
    '), entity_rows AS (',
    `  SELECT ${names.map((name, index) => `fact.${index + 1} AS col_${name}`).join(', ')} FROM latest_rows`,
    ')',
  ].join('\n')
}

const compileSource = (source: AnySource, metrics: readonly Metric[], scope: Scope): CompiledQuery => {
  const parts = new QueryParts()
  const readers = metrics.map((metric) => compileMetric(metric, parts))
  const traffic = metrics.map((metric) => source.traffic[metric.traffic].node)
  const included = toSql({ kind: 'any', of: traffic }, parts)
  const rows = parts.select(`countIf(${included})`)
  const received = parts.column(source.receivedAt)
  const receivedMs = parts.select(`maxIf(toUnixTimestamp64Milli(${received}), ${included})`)
  const localDate = parts.select(`toString(maxIf(${parts.column(source.localDate)}, ${included}))`)
  const reduced = reducedRows(source, scope, parts)
  const selected = [...parts.selected].map(([sql, alias]) => `  ${sql} AS ${alias}`).join(',\n')
  return {
    sql: `${reduced}\nSELECT\n${selected}\nFROM entity_rows`,
    params: parts.params,
    read: (row) => ({
      answers: readers.map((read) => read(row)),
      // The maximum of no rows is 1970 in ClickHouse, not NULL.
      newestReceivedMs: Number(row[rows]) === 0 ? null : Number(row[receivedMs]),
      newestLocalDate: Number(row[rows]) === 0 ? null : String(row[localDate]),
    }),
  }
}

/**
 * ClickHouse SQL for these metrics, one query per source, all values bound as parameters.
 *
 * @example for (const query of compile([views, hookRate], { postId })) query.read(await run(query.sql, query.params))
 */
export const compile = (metrics: readonly Metric[], scope: Scope): readonly CompiledQuery[] => {
  const bySource = Map.groupBy(metrics, (metric) => metric.source)
  return [...bySource].map(([source, members]) => compileSource(source, members, scope))
}
