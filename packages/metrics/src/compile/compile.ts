import type { MetricAnswer, Reading, SliceAnswer } from '../answer.ts'
import { distinct, type Aggregate } from '../aggregate.ts'
import type { Metric } from '../metric.ts'
import type { Question } from '../question.ts'
import { viewerSlices } from '../slice.ts'
import type { AnySource } from '../source.ts'
import type { Relation } from '../relation.ts'
import { aggregatesOf, basisOf, type Measure, type Value } from '../value.ts'
import { cellSql, isOfSet } from './aggregate-sql.ts'
import { cellsBelow, neededOf } from './cells-sql.ts'
import { aggregateColumns } from './columns.ts'
import { called, sourceSql, termsOf } from './selection.ts'
import { combine, sampleOf, type CellOf } from './combine.ts'
import { Parameters } from './parameters.ts'
import { datesAsked, referenceNumber } from './reference-number.ts'
import { newestSql } from './rows-sql.ts'
import { Statement, type Place } from './statement.ts'
import { isSliced, tableSql } from './table-sql.ts'
import { columnsOfRelation, sourcesOf } from './relations.ts'

type AggregateValue = Extract<Value, { kind: 'aggregate' }>

/** One query that answers several metrics. */
export interface CompiledQuery {
  readonly sql: string
  readonly params: Readonly<Record<string, number | string>>
  /** Turns the rows of the result into answers. Throws RangeError when there are more slices than can be shown. */
  readonly read: (rows: readonly Readonly<Record<string, unknown>>[]) => Reading
}

/** A number that is taken apart into more pieces than this is a listing, not a number. */
export const mostSlices = 2000

/** Everything that is asked of one relation: it is read once, with the columns that any of its aggregates needs. */
interface RelationPart {
  readonly name: string
  readonly over: Relation
  readonly place: Place
  readonly needed: Set<string>
  readonly cells: Aggregate[]
}

/** A cell of the answer: which relation, and the how-manieth of its aggregates. */
interface Located {
  readonly part: string
  readonly index: number
}

const relationKey = (relation: Relation, { window, traffic }: Place['metric']): string =>
  JSON.stringify([window, traffic, relation], (name, value: unknown) =>
    // A source is told by its id; all of its columns would only make the key long.
    name === 'source' && typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
  )

/** The relations of one query, each once, whichever metrics need them. */
class Parts {
  readonly #parts = new Map<string, RelationPart>()

  locate({ over, of }: AggregateValue, place: Place): Located {
    if (!isSliced(over)) throw new TypeError(`"${place.metric.id}" counts rows that are in no window`)
    const key = relationKey(over, place.metric)
    const part = this.#parts.get(key) ?? {
      ...{ name: `p${this.#parts.size}`, over, place },
      ...{ needed: new Set<string>(), cells: [] },
    }
    this.#parts.set(key, part)
    for (const column of aggregateColumns(of)) part.needed.add(column)
    const text = JSON.stringify(of)
    const known = part.cells.findIndex((cell) => JSON.stringify(cell) === text)
    return { part: part.name, index: known === -1 ? part.cells.push(of) - 1 : known }
  }

  /** To be read when everything has been located: only then is it known which columns are needed. */
  sql(): readonly string[] {
    return [...this.#parts.values()].map(({ name, over, place, needed, cells }) => {
      const inPlace = cellsBelow(over, { aggregates: cells, by: [] }, place)
      const own = inPlace === null ? place : { ...place, cells: inPlace }
      const table = tableSql(over, neededOf(needed, inPlace), { ...own, asSet: cells.every(isOfSet) })
      const terms = termsOf(table, own)
      const list = cells.map((cell) => cellSql(cell, terms)).join(', ')
      return `SELECT '${name}' AS part, ${called(table.slice ?? `''`, 'slice')}, [${list}] AS cells ${sourceSql(table)} GROUP BY slice ORDER BY slice LIMIT ${mostSlices + 1}`
    })
  }
}

/** Persons behind each cell, counted on the rows that the number stands on. null: they are not known there. */
const personsOf = (value: Value): AggregateValue | null => {
  const sample = sampleOf(value)
  if (sample === null) return null
  const person = ['viewerId', 'personId'].find((name) => columnsOfRelation(sample.over).has(name))
  if (person === undefined) return null
  const { aggregate } = distinct({ node: { kind: 'column', name: person, type: 'text' } })
  return { ...sample, of: { ...aggregate, where: sample.of.where } }
}

/** Numbers from outside alone ask the engine nothing. */
const nothing = `SELECT '' AS part, '' AS slice, emptyArrayString() AS cells WHERE 0`

type Cells = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

interface Plan {
  readonly metric: Metric
  readonly slicesOf: (cells: Cells) => ReadonlySet<string>
  readonly answer: (slice: string, cells: Cells) => SliceAnswer
}

const planOf = (metric: Metric, place: Place, parts: Parts): Plan => {
  const measure: Measure | undefined = metric.measure?.()
  if (measure === undefined) throw new TypeError(`"${metric.id}" is not fed`)
  const { question } = place.statement
  const sample = sampleOf(measure.value)
  // A number that is made of tables from outside alone stands on their lines.
  const basis = sample ?? basisOf(measure.value)
  const isSensitive = question.by !== undefined && viewerSlices.has(question.by)
  const persons = isSensitive ? personsOf(measure.value) : null
  const waiting = measure.waiting ? aggregatesOf(measure.waiting) : []
  const all = [...aggregatesOf(measure.value), ...waiting, sample, persons].filter((one) => one !== null)
  const located = new Map(all.map((one) => [one, parts.locate(one, place)]))
  const names = new Set([...located.values()].map(({ part }) => part))
  const answer = (slice: string, cells: Cells): SliceAnswer => {
    const cellOf: CellOf = (value) => {
      if (value.kind === 'reference') {
        const number = referenceNumber(value, { question, window: metric.window, slice })
        return number === null ? null : String(number)
      }
      const at = located.get(value)
      return at === undefined ? null : (cells.get(at.part)?.get(slice)?.[at.index] ?? null)
    }
    const number = (value: Value | null): number => {
      const result = value === null ? null : combine(value, cellOf)
      return typeof result === 'number' ? result : 0
    }
    const base = { slice, sampleSize: number(basis) }
    if (isSensitive && number(persons) < metric.leastPersons) {
      return { slice, sampleSize: 0, status: 'suppressed', value: null }
    }
    const value = combine(measure.value, cellOf)
    const isEmpty = value === null || (typeof value === 'object' && base.sampleSize === 0)
    if (!isEmpty) return { ...base, status: 'known', value }
    const isImmature = measure.waiting !== undefined && number(measure.waiting) > 0
    return { ...base, status: isImmature ? 'immature' : 'missing', value: null }
  }
  const slicesOf = (cells: Cells) =>
    new Set(
      all.length === 0
        ? datesAsked(question)
        : [...names].flatMap((name) => [...(cells.get(name)?.keys() ?? [])]),
    )
  return { metric, slicesOf, answer }
}

const cellsOf = (rows: readonly Readonly<Record<string, unknown>>[]): Cells => {
  const cells = new Map<string, Map<string, readonly string[]>>()
  for (const { part, slice, cells: list } of rows) {
    const bySlice = cells.get(String(part)) ?? new Map<string, readonly string[]>()
    cells.set(String(part), bySlice)
    bySlice.set(String(slice), Array.isArray(list) ? list.map(String) : [])
    if (bySlice.size > mostSlices) throw new RangeError(`more than ${mostSlices} slices`)
  }
  return cells
}

const newestOf = (cells: Cells, sources: readonly AnySource[]) => {
  const found = sources
    .map(({ id }) => cells.get(`newest:${id}`)?.get('') ?? [])
    .filter(([rows]) => Number(rows ?? 0) > 0)
  const received = found.map(([, ms]) => Number(ms))
  const dates = found.map(([, , date]) => date ?? '')
  return {
    newestReceivedMs: received.length === 0 ? null : Math.max(...received),
    newestLocalDate: dates.toSorted().at(-1) ?? null,
  }
}

const answerOf = (plan: Plan, cells: Cells, question: Question): MetricAnswer => {
  const slices = question.by === undefined ? [''] : [...plan.slicesOf(cells)].sort()
  return { metricId: plan.metric.id, rows: slices.map((slice) => plan.answer(slice, cells)) }
}

/**
 * ClickHouse SQL for these metrics: one query, so that all are of the same moment; each aggregate at its own grain in
 * its own table; they meet slice by slice. All values are bound as parameters.
 *
 * @example const query = compile([views, hookRate], question); query.read(await run(query.sql, query.params))
 */
export const compile = (metrics: readonly Metric[], question: Question): CompiledQuery => {
  const statement = new Statement(question, new Parameters(question))
  const parts = new Parts()
  const plans = metrics.map((metric) => planOf(metric, { statement, metric }, parts))
  const relations = metrics.flatMap((metric): readonly Relation[] => {
    const measure = metric.measure?.()
    return measure ? aggregatesOf(measure.value).map(({ over }) => over) : []
  })
  const sources = sourcesOf(relations)
  const place: Place = { statement, metric: { id: '', traffic: 'X0', window: { kind: 'period' } } }
  const selects = [...parts.sql(), ...sources.map((source) => newestSql(source, place))]
  const union = selects.map((select) => `(${select})`).join('\nUNION ALL\n')
  // A server's own settings must not turn what is not found into nulls.
  const sql = `${statement.tables}SELECT part, slice, cells FROM (\n${union}\n) SETTINGS join_use_nulls = 0`
  return {
    sql: selects.length === 0 ? nothing : sql,
    params: statement.parameters.values,
    read: (rows) => {
      const cells = cellsOf(rows)
      return { answers: plans.map((plan) => answerOf(plan, cells, question)), ...newestOf(cells, sources) }
    },
  }
}
