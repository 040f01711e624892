import type { MetricAnswer, Reading } from '../answer.ts'
import type { Aggregate } from '../aggregate.ts'
import type { Metric } from '../metric.ts'
import type { Question } from '../question.ts'
import type { AnySource } from '../source.ts'
import type { Relation } from '../relation.ts'
import { aggregatesOf } from '../value.ts'
import { cellSql, isOfSet } from './aggregate-sql.ts'
import { cellsBelow, neededOf } from './cells-sql.ts'
import { aggregateColumns } from './columns.ts'
import { entityCellsSql } from './entity-cells-sql.ts'
import { hoisted } from './hoist.ts'
import { called, sourceSql, termsOf } from './selection.ts'
import { Parameters } from './parameters.ts'
import { planOf, type AggregateValue, type PartOf, type Plan } from './plan.ts'
import { datesAsked } from './reference-number.ts'
import { newestSql } from './rows-sql.ts'
import { Statement, type Place } from './statement.ts'
import { isSliced, tableSql } from './table-sql.ts'
import type { CellsInPlace } from './weights.ts'
import { sourcesOf } from './relations.ts'

/** One query that answers several metrics. */
export interface CompiledQuery {
  readonly sql: string
  readonly params: Readonly<Record<string, number | string>>
  /** Turns the rows of the result into answers. Throws RangeError when there are more slices than can be shown. */
  readonly read: (rows: Rows) => Reading
  /** The same rows before anything is divided: what can be added up with what was read before. */
  readonly readParts: (rows: Rows) => PartsReading
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Of one metric, for each slice what the engine answered for its aggregates, in the order of the definition. */
export interface MetricParts {
  readonly metricId: string
  readonly slices: ReadonlyMap<string, readonly (string | null)[]>
}

export interface PartsReading {
  readonly parts: readonly MetricParts[]
  /** Of a question by day: when the newest fact of each day came in. */
  readonly newestReceivedMs: ReadonlyMap<string, number>
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
  /** What is read in the place of the rows; null: the rows. */
  readonly inPlace: CellsInPlace | null
}

/** A cell of the answer: which relation, and the how-manieth of its aggregates. */
interface Located {
  readonly part: string
  readonly index: number
  /** Which one counts the rows that it is made of; of none there is no answer. null: there are always some. */
  readonly present: number | null
}

const relationKey = (relation: Relation, { window, traffic }: Place['metric']): string =>
  JSON.stringify([window, traffic, relation], (name, value: unknown) =>
    // A source is told by its id; all of its columns would only make the key long.
    name === 'source' && typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
  )

interface PartText {
  readonly slice: string
  readonly cells: readonly string[]
  readonly from: string
}

const partSql = (name: string, { slice, cells, from }: PartText): string =>
  `SELECT '${name}' AS part, ${called(slice, 'slice')}, [${cells.join(', ')}] AS cells ${from} GROUP BY slice ORDER BY slice LIMIT ${mostSlices + 1}`

/** The relations of one query, each once, whichever metrics need them. */
class Parts {
  readonly #parts = new Map<string, RelationPart>()

  locate(value: AggregateValue, place: Place): Located {
    // Of a client many numbers are asked at once, of few tables, and analysing a query takes longer than running it.
    const ofClient = place.statement.question.scope.kind === 'client'
    const { over, of, present } = ofClient ? hoisted(value) : { ...value, present: null }
    if (!isSliced(over)) throw new TypeError(`"${place.metric.id}" counts rows that are in no window`)
    const inPlace = cellsBelow(
      over,
      { aggregates: [of, ...(present === null ? [] : [present])], by: [] },
      place,
    )
    const key = `${relationKey(over, place.metric)} ${inPlace?.cut.id ?? ''}`
    const part = this.#parts.get(key) ?? {
      ...{ name: `p${this.#parts.size}`, over, place, inPlace },
      ...{ needed: new Set<string>(), cells: [] },
    }
    this.#parts.set(key, part)
    return {
      part: part.name,
      index: this.#indexIn(part, of),
      present: present === null ? null : this.#indexIn(part, present),
    }
  }

  #indexIn(part: RelationPart, of: Aggregate): number {
    for (const column of aggregateColumns(of)) part.needed.add(column)
    const text = JSON.stringify(of)
    const known = part.cells.findIndex((cell) => JSON.stringify(cell) === text)
    return known === -1 ? part.cells.push(of) - 1 : known
  }

  /** To be read when everything has been located: only then is it known which columns are needed. */
  sql(): readonly string[] {
    return [...this.#parts.values()].map(({ name, over, place, needed, cells, inPlace }) => {
      const ofEntities = entityCellsSql(over, cells, place)
      if (ofEntities !== null)
        return partSql(name, { slice: 'slice', cells: ofEntities.cells, from: `FROM ${ofEntities.from}` })
      const own = inPlace === null ? place : { ...place, cells: inPlace }
      const table = tableSql(over, neededOf(needed, inPlace), { ...own, asSet: cells.every(isOfSet) })
      const terms = termsOf(table, own)
      const list = cells.map((cell) => cellSql(cell, terms))
      return partSql(name, { slice: table.slice ?? `''`, cells: list, from: sourceSql(table) })
    })
  }
}

/** Numbers from outside alone ask the engine nothing. */
const nothing = `SELECT '' AS part, '' AS slice, emptyArrayString() AS cells WHERE 0 SETTINGS join_use_nulls = 0`

type Cells = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** A metric, and where its aggregates are found in the answer. */
interface LocatedPlan {
  readonly plan: Plan
  readonly located: ReadonlyMap<AggregateValue, Located>
}

/** The cells of a slice, unless no row of it is what the aggregate is made of. */
const cellsAt = (cells: Cells, { part, present }: Located, slice: string): readonly string[] | undefined => {
  const found = cells.get(part)?.get(slice)
  return present !== null && found?.[present] === '0' ? undefined : found
}

const partOf = ({ located }: LocatedPlan, slice: string, cells: Cells): PartOf => {
  return (aggregate) => {
    const at = located.get(aggregate)
    return at === undefined ? null : (cellsAt(cells, at, slice)?.[at.index] ?? null)
  }
}

const slicesOf = ({ plan, located }: LocatedPlan, cells: Cells, question: Question): string[] => {
  if (question.by === undefined) return ['']
  if (plan.aggregates.length === 0) return [...datesAsked(question)].sort()
  const all = [...located.values()].flatMap((at) =>
    [...(cells.get(at.part)?.keys() ?? [])].filter((slice) => cellsAt(cells, at, slice) !== undefined),
  )
  return [...new Set(all)].sort()
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

/** Rows, received time and date of the newest facts, by source and, when the question is by day, by day. */
const newestCells = (cells: Cells, sources: readonly AnySource[]) =>
  sources
    .flatMap(({ id }) => [...(cells.get(`newest:${id}`) ?? [])])
    .filter(([, [rows]]) => Number(rows ?? 0) > 0)
    .map(([slice, [, ms, date]]) => ({ slice, receivedMs: Number(ms), date: date ?? '' }))

const newestOf = (cells: Cells, sources: readonly AnySource[]) => {
  const found = newestCells(cells, sources)
  return {
    newestReceivedMs: found.reduce<number | null>(
      (newest, { receivedMs }) => Math.max(newest ?? receivedMs, receivedMs),
      null,
    ),
    newestLocalDate:
      found
        .map(({ date }) => date)
        .toSorted()
        .at(-1) ?? null,
  }
}

const newestByDay = (cells: Cells, sources: readonly AnySource[]): ReadonlyMap<string, number> => {
  const days = new Map<string, number>()
  for (const { slice, receivedMs } of newestCells(cells, sources))
    days.set(slice, Math.max(days.get(slice) ?? receivedMs, receivedMs))
  return days
}

const answerOf = (one: LocatedPlan, cells: Cells, question: Question): MetricAnswer => ({
  metricId: one.plan.metric.id,
  rows: slicesOf(one, cells, question).map((slice) => one.plan.answer(slice, partOf(one, slice, cells))),
})

/** What each metric is made of, slice by slice, before anything is divided. */
const partsOf = (one: LocatedPlan, cells: Cells, question: Question): MetricParts => ({
  metricId: one.plan.metric.id,
  slices: new Map(
    slicesOf(one, cells, question).map((slice) => {
      const part = partOf(one, slice, cells)
      return [slice, one.plan.aggregates.map(part)]
    }),
  ),
})

/**
 * ClickHouse SQL for these metrics: one query, so that all are of the same moment; each aggregate at its own grain in
 * its own table; they meet slice by slice. All values are bound as parameters.
 *
 * @example const query = compile([views, hookRate], question); query.read(await run(query.sql, query.params))
 */
export const compile = (metrics: readonly Metric[], question: Question): CompiledQuery => {
  const statement = new Statement(question, new Parameters(question))
  const parts = new Parts()
  const plans = metrics.map((metric): LocatedPlan => {
    const plan = planOf(metric, question)
    const place = { statement, metric }
    return { plan, located: new Map(plan.aggregates.map((one) => [one, parts.locate(one, place)])) }
  })
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
      return { answers: plans.map((one) => answerOf(one, cells, question)), ...newestOf(cells, sources) }
    },
    readParts: (rows) => {
      const cells = cellsOf(rows)
      return {
        parts: plans.map((one) => partsOf(one, cells, question)),
        newestReceivedMs: newestByDay(cells, sources),
      }
    },
  }
}
