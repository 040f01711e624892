import { allTime, dateOf, dayNumber, type Question, type Unsettled } from '../question.ts'
import type { AnySource } from '../source.ts'
import type { GroupRelation, Relation, RowsRelation } from '../relation.ts'
import type { RollUp } from '../roll-up.ts'
import { cellsOf } from '../cells.ts'
import { ofCut } from './cells-sql.ts'
import { columnsOf, sqlName } from './columns.ts'
import { columnSql, readColumn, toSql } from './expression-sql.ts'
import type { Parameters } from './parameters.ts'
import { rollUpColumns } from './roll-up-sql.ts'
import type { Selection } from './selection.ts'
import type { Place } from './statement.ts'

/** Reports of one entity may lie on several dates; none lives longer than this. */
const entityDays = 2

/** A list of columns as the table calls them, each once. */
const sqlNames = (source: AnySource, names: readonly string[]): string =>
  [...new Set(names)].map((name) => sqlName(source, name)).join(', ')

/** Whose facts: conditions on the raw rows. */
const scopeSql = (
  source: AnySource,
  { acrossPosts, everywhere }: RowsRelation,
  place: Place,
): readonly string[] => {
  const { scope } = place.statement.question
  const { parameters } = place.statement
  if (scope.kind === 'platform' || everywhere === true) return []
  const { postId, authorId, clientId } = source.scope
  if (scope.kind === 'client') {
    if (clientId === undefined) throw new TypeError(`facts of "${source.id}" are of no client`)
    return [`${sqlName(source, clientId)} = ${parameters.bind('uuid', scope.clientId)}`]
  }
  if (scope.kind === 'post' && !acrossPosts && postId !== undefined) {
    const own = `${sqlName(source, postId)} = ${parameters.bind('uuid', scope.postId)}`
    if (scope.version === undefined) return [own]
    const { version } = source.scope
    if (version === undefined) throw new TypeError(`facts of "${source.id}" know no version`)
    return [own, `${sqlName(source, version)} = ${parameters.bind('integer', scope.version)}`]
  }
  if (scope.authorId !== undefined && authorId !== undefined) {
    const own = `${sqlName(source, authorId)} = ${parameters.bind('text', scope.authorId)}`
    if (scope.kind !== 'author' || scope.postIds === undefined || acrossPosts || postId === undefined)
      return [own]
    const among = scope.postIds.map((id) => parameters.bind('uuid', id)).join(', ')
    return [own, `${sqlName(source, postId)} IN (${among})`]
  }
  if (acrossPosts) return []
  throw new TypeError(`facts of "${source.id}" cannot be narrowed to one ${scope.kind}`)
}

const isAllTime = ({ from, to }: Pick<Question, 'from' | 'to'>): boolean =>
  from === allTime.from && to === allTime.to

/** First and last day that is read. null: no bound. */
const readDays = (relation: RowsRelation, place: Place): readonly [number | null, number | null] => {
  const { question } = place.statement
  if (isAllTime(question)) return [null, null]
  const { window } = place.metric
  const before = relation.before ?? (window.kind === 'trailing' ? window.days - 1 : 0)
  const after = relation.after ?? (window.kind === 'cohort' ? window.days : 0)
  return [before === 'all' ? null : dayNumber(question.from) - before, dayNumber(question.to) + after]
}

const boundSql = (
  { column, slack = entityDays }: { readonly column: string; readonly slack?: number },
  [first, last]: readonly [number | null, number | null],
  parameters: Parameters,
): readonly string[] => {
  const date = (day: number) =>
    parameters.bind('date', dateOf(Math.min(Math.max(day, 0), dayNumber(allTime.to))))
  return [
    ...(first === null ? [] : [`${column} >= ${date(first - slack)}`]),
    ...(last === null ? [] : [`${column} <= ${date(last + slack)}`]),
  ]
}

interface Reduced {
  /** The columns that are kept. */
  readonly names: readonly string[]
  readonly narrowed: readonly string[]
  readonly days: readonly [number | null, number | null]
}

const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`

/** Reports that the settled table may not know yet. */
const freshReports = (source: AnySource, { days, fromOffset }: Unsettled, parameters: Parameters): string => {
  const date = sqlName(source, source.localDate)
  const among = days.map((day) => parameters.bind('date', day)).join(', ')
  return `${date} IN (${among}) AND ${sqlName(source, 'journalOffset')} >= ${parameters.bind('integer', fromOffset)}`
}

/** The latest report of every entity, out of all reports. */
const latestOfAll = (source: AnySource, { names, narrowed }: Reduced): string => {
  const values = sqlNames(source, names)
  const order = sqlNames(source, source.latest.order)
  const key = sqlNames(source, source.latest.key)
  // argMax skips rows whose value is NULL; inside a tuple a NULL is kept.
  return `SELECT argMax(tuple(${values}), tuple(${order})) AS fact FROM ${source.table}${whereSql(narrowed)} GROUP BY ${key}`
}

/**
 * The same from the settled table, which has one row per entity already. Only entities that newer reports are about are
 * reduced again; their settled rows lie no further away than an entity lives.
 */
const latestOfSettled = (
  source: AnySource,
  { names, narrowed }: Reduced,
  {
    settledTable,
    unsettled,
    parameters,
  }: { settledTable: string; unsettled: Unsettled; parameters: Parameters },
): string => {
  const values = sqlNames(source, names)
  const fresh = freshReports(source, unsettled, parameters)
  const order = sqlNames(source, source.latest.order)
  const key = sqlNames(source, source.latest.key)
  const date = sqlName(source, source.localDate)
  const numbers = unsettled.days.map(dayNumber)
  const near = [Math.min(...numbers) - entityDays, Math.max(...numbers) + entityDays].map((day) =>
    parameters.bind('date', dateOf(day)),
  )
  const renewed = `(${date} BETWEEN ${near[0]} AND ${near[1]} AND (${key}) IN (SELECT ${key} FROM ${source.table} WHERE ${fresh}))`
  const columns = sqlNames(source, [...names, ...source.latest.key, ...source.latest.order])
  const both = [
    `SELECT ${columns} FROM ${settledTable}${whereSql([...narrowed, renewed])}`,
    `SELECT ${columns} FROM ${source.table}${whereSql([...narrowed, fresh])}`,
  ].join(' UNION ALL ')
  return [
    `SELECT tuple(${values}) AS fact FROM ${settledTable}${whereSql([...narrowed, `NOT ${renewed}`])}`,
    `SELECT argMax(tuple(${values}), tuple(${order})) AS fact FROM (${both}) GROUP BY ${key}`,
  ].join(' UNION ALL ')
}

interface Shelves {
  readonly near: string
  /** Left out: it has not what is needed. */
  readonly past?: string | undefined
  /** Columns as the tables call them. */
  readonly columns: string
  readonly date: string
  /** First and last day that are needed; null: no bound. */
  readonly days: readonly [number | null, number | null]
  readonly where: readonly string[]
}

/** Settled rows: a month of days that are long over is one piece of a table, later days are a piece each. */
const settledFrom = (
  { near, past, columns, date, days: [first, last], where }: Shelves,
  { question, parameters }: Place['statement'],
): Pick<Selection, 'from' | 'where'> => {
  const until = question.unsettled?.pastUntil
  if (past === undefined || until === undefined) return { from: near, where }
  const boundary = dayNumber(until)
  if (first !== null && first > boundary) return { from: near, where }
  if (last !== null && last <= boundary) return { from: past, where }
  const bound = parameters.bind('date', until)
  const both = [
    `SELECT ${columns} FROM ${past}${whereSql([...where, `${date} <= ${bound}`])}`,
    `SELECT ${columns} FROM ${near}${whereSql([...where, `${date} > ${bound}`])}`,
  ]
  return { from: `(${both.join(' UNION ALL ')}) AS settled_rows`, where: [] }
}

const pastOf = ({ past }: AnySource, names: readonly string[]): string | undefined => {
  const columns: readonly string[] | undefined = past?.columns
  return names.every((name) => columns?.includes(name)) ? past?.table : undefined
}

/** Rows that are there once are read as they are; the others are reduced first, with each fact in a tuple. */
const readRows = (
  source: AnySource,
  reduced: Reduced,
  place: Place,
): Omit<Selection, 'slice' | 'isJoined'> => {
  const { names, narrowed, days } = reduced
  const { parameters, question } = place.statement
  const { settledTable } = source
  const isSettled = settledTable !== undefined && question.unsettled?.days.length === 0
  const isFlat = source.isUnique === true || isSettled
  const shelves = {
    near: place.cells?.cells.table ?? settledTable ?? source.table,
    past: place.cells === undefined ? pastOf(source, names) : undefined,
    ...{ columns: sqlNames(source, names), date: sqlName(source, source.localDate), where: narrowed, days },
  }
  const table = () =>
    place.statement.table(
      settledTable !== undefined && question.unsettled !== undefined
        ? latestOfSettled(source, reduced, { settledTable, unsettled: question.unsettled, parameters })
        : latestOfAll(source, reduced),
    )
  const read = isFlat ? settledFrom(shelves, place.statement) : { from: table(), where: [] }
  const columns = names.map((name, index): [string, string] => {
    const type = source.columns[name]?.type ?? 'integer'
    return [name, readColumn(isFlat ? sqlName(source, name) : `fact.${index + 1}`, type)]
  })
  return { ...read, columns: new Map(columns) }
}

/** The dates of a relation as conditions. */
const withinDays = (date: string, days: ReturnType<typeof readDays>, parameters: Parameters): string[] => [
  ...(days[0] === null ? [] : [`${date} >= ${parameters.bind('integer', days[0])}`]),
  ...(days[1] === null ? [] : [`${date} <= ${parameters.bind('integer', days[1])}`]),
]

/** The rows of a roll-up in place of those of the facts. */
export const rolledUpSql = (
  { rollUp, rows }: { rollUp: RollUp; rows: RowsRelation },
  place: Place,
): Selection => {
  const { source, table, past } = rollUp
  const columns = rollUpColumns(rollUp)
  const { parameters } = place.statement
  const days = readDays(rows, place)
  const date = columns.get(source.localDate) ?? columnSql(source.localDate)
  const sql = sqlName(source, source.localDate)
  const shelves = {
    ...{ near: table, past, columns: sqlNames(source, rollUp.columns), date: sql, days },
    where: boundSql({ column: sql }, days, parameters),
  }
  const read = settledFrom(shelves, place.statement)
  return {
    ...{ from: read.from, columns, isJoined: false, slice: null },
    where: [...read.where, ...withinDays(date, days, parameters)],
  }
}

/**
 * One row per entity, its latest report. Repeated and late reports fall away here, before anything is counted. Only
 * then is it asked on which date it lies: its reports may lie on two.
 */
export const rowsSql = (relation: RowsRelation, needed: ReadonlySet<string>, place: Place): Selection => {
  const { source } = relation
  const { parameters } = place.statement
  const traffic = source.traffic[relation.traffic ?? place.metric.traffic].node
  const narrow = place.narrow?.names.every((name) => name in source.columns) ? place.narrow : undefined
  const all = [...needed, ...columnsOf(traffic), source.localDate, ...(narrow?.names ?? [])]
  const names = [...new Set(all)].sort()
  const days = readDays(relation, place)
  // What is there once lies on its date and on no other.
  const slack = source.isUnique === true ? 0 : entityDays
  const narrowed = [
    ...(place.cells === undefined ? [] : [ofCut(place.cells, place)]),
    ...scopeSql(source, relation, place),
    ...boundSql({ column: sqlName(source, source.localDate), slack }, days, parameters),
  ]
  const read = readRows(source, { names, narrowed, days }, place)
  const date = read.columns.get(source.localDate) ?? columnSql(source.localDate)
  const kept = [
    toSql(traffic, { parameters, columns: read.columns }),
    ...(slack === 0 ? [] : withinDays(date, days, parameters)),
    ...(narrow === undefined
      ? []
      : [narrow.among(narrow.names.map((name) => read.columns.get(name) ?? columnSql(name)))]),
  ]
  return { ...read, where: [...read.where, ...kept], isJoined: false, slice: null }
}

const rowsBelow = (relation: Relation): RowsRelation | null => {
  if (relation.kind === 'rows') return relation
  return relation.kind === 'derive' || relation.kind === 'where' ? rowsBelow(relation.from) : null
}

/**
 * A query of the keys of a table that occur in the period at all, and perhaps more. null: they are not known without
 * reducing all reports, or the table is not made of all that was before.
 */
export const keysInPeriod = ({ by, from }: GroupRelation, place: Place): string | null => {
  const rows = rowsBelow(from)
  const { question, parameters } = place.statement
  if (rows === null || rows.before !== 'all' || question.unsettled?.days.length !== 0) return null
  const { source } = rows
  if (source.settledTable === undefined || !by.every((name) => name in source.columns)) return null
  const period: RowsRelation = { ...rows, before: 0, after: 0 }
  const days = readDays(period, place)
  const date = sqlName(source, source.localDate)
  const where = boundSql({ column: date }, days, parameters)
  const columns = sqlNames(source, by)
  const shelves = { near: source.settledTable, past: pastOf(source, by), columns, date, days, where }
  const read = settledFrom(shelves, place.statement)
  const keys = by.map((name) => readColumn(sqlName(source, name), source.columns[name]?.type ?? 'text'))
  return `SELECT ${keys.join(', ')} FROM ${read.from}${whereSql(read.where)}`
}

interface Wanted {
  readonly where: readonly string[]
  readonly days: readonly [number | null, number | null]
}

/** Where the facts of a source are: all reports, or the settled table and the reports that it may not know yet. */
const rowsOf = (source: AnySource, { where, days }: Wanted, statement: Place['statement']): string => {
  const { settledTable, table } = source
  const { parameters, question } = statement
  const { unsettled } = question
  if (settledTable === undefined || unsettled === undefined) return `${table}${whereSql(where)}`
  const names = [source.receivedAt, source.localDate]
  const columns = sqlNames(source, names)
  if (unsettled.days.length === 0) {
    const date = sqlName(source, source.localDate)
    const shelves = { near: settledTable, past: pastOf(source, names), columns, date, days, where }
    const settled = settledFrom(shelves, statement)
    return `${settled.from}${whereSql(settled.where)}`
  }
  const settled = `SELECT ${columns} FROM ${settledTable}${whereSql(where)}`
  const fresh = freshReports(source, unsettled, parameters)
  return `(${settled} UNION ALL SELECT ${columns} FROM ${table}${whereSql([...where, fresh])})`
}

/** When the newest fact of a source came in, for the whole question; of a question by day also for each day. */
export const newestSql = (source: AnySource, place: Place): string => {
  const { question, parameters } = place.statement
  const rows: RowsRelation = {
    kind: 'rows',
    source,
    traffic: null,
    before: 0,
    after: 0,
    acrossPosts: false,
  }
  const date = sqlName(source, source.localDate)
  const within = isAllTime(question)
    ? []
    : [
        `${date} >= ${parameters.bind('date', question.from)}`,
        `${date} <= ${parameters.bind('date', question.to)}`,
      ]
  const where = [...scopeSql(source, rows, place), ...within]
  const received = `toUnixTimestamp64Milli(max(${sqlName(source, source.receivedAt)}))`
  // Cells were made in one go with their rows, and are fewer.
  const cells = question.scope.kind === 'client' ? cellsOf(source) : null
  const [cut] = cells?.cuts ?? []
  // The maximum of no rows is 1970 in ClickHouse, not NULL, so the count says whether there are any.
  const days = readDays(rows, place)
  const from =
    cells === null || cut === undefined
      ? `FROM ${rowsOf(source, { where, days }, place.statement)}`
      : `FROM ${cells.table}${whereSql([ofCut({ cut }, place), ...where])}`
  const newest = `[toString(count()), toString(${received}), toString(max(${date}))] AS cells`
  const [slice, by] = question.by === 'day' ? [`toString(${date})`, ' GROUP BY slice'] : [`''`, '']
  return `SELECT 'newest:${source.id}' AS part, ${slice} AS slice, ${newest} ${from}${by}`
}
