import { columnsOf, sqlName } from './columns.ts'
import { columnSql, readColumn, toSql } from './expression-sql.ts'
import { Parameters } from './parameters.ts'
import type { Place } from './statement.ts'
import type { Selection } from './selection.ts'
import { allSources } from '../export-facts.ts'
import { rollUps, type RollUp } from '../roll-up.ts'
import { allTime } from '../question.ts'
import type { Relation, RowsRelation } from '../relation.ts'
import type { AnySource, Source } from '../source.ts'

const readOf = (source: Pick<Source, 'columns'>, name: string): string =>
  readColumn(sqlName(source, name), source.columns[name]?.type ?? 'integer')

/** The rows of one date, `{day:Date}`, for the table of a roll-up. */
export const rollUpSql = ({ source, traffic, condition, columns }: RollUp) => {
  const parameters = new Parameters({
    ...{ scope: { kind: 'platform' }, ...allTime, settled: allTime.to, untilMs: 0 },
  })
  const traffics = source.traffic[traffic].node
  const read = new Set([...columnsOf(condition), ...columnsOf(traffics)])
  const terms = { parameters, columns: new Map([...read].map((name) => [name, readOf(source, name)])) }
  const list = columns.map((name) => sqlName(source, name)).join(', ')
  const where = [
    `${sqlName(source, source.localDate)} = {day:Date}`,
    toSql(traffics, terms),
    toSql(condition, terms),
  ]
  return {
    columns: list,
    sql: `SELECT DISTINCT ${list} FROM ${source.settledTable ?? source.table} WHERE ${where.join(' AND ')}`,
    params: parameters.values,
  }
}

/** A table of days that are long over, and the table that holds the same rows day by day. */
export interface PastTable {
  readonly table: string
  readonly from: string
  readonly columns: string
  readonly date: string
}

const pastTable = (
  source: AnySource,
  { table, from, columns }: { table: string; from: string; columns: readonly string[] },
): PastTable => ({
  ...{ table, from, date: sqlName(source, source.localDate) },
  columns: columns.map((name) => sqlName(source, name)).join(', '),
})

/** Every such table, of facts and of what is rolled up from them. */
export const pastTables = (): readonly PastTable[] => [
  ...allSources().flatMap((source) =>
    source.past === undefined || source.settledTable === undefined
      ? []
      : [pastTable(source, { ...source.past, from: source.settledTable })],
  ),
  ...rollUps().map(({ source, past, table, columns }) =>
    pastTable(source, { table: past, from: table, columns }),
  ),
]

/** The facts below columns that are only computed. null: something else lies between. */
const rowsBelow = (relation: Relation): RowsRelation | null => {
  if (relation.kind === 'rows') return relation
  return relation.kind === 'derive' ? rowsBelow(relation.from) : null
}

/** The roll-up that holds these rows, when nothing is asked of them but what it holds. */
export const rollUpOf = (
  relation: Extract<Relation, { kind: 'where' }>,
  needed: ReadonlySet<string>,
  place: Place,
): { readonly rollUp: RollUp; readonly rows: RowsRelation } | null => {
  const { question } = place.statement
  if (question.scope.kind !== 'platform' || question.unsettled?.days.length !== 0) return null
  const rows = rowsBelow(relation.from)
  if (rows === null) return null
  const condition = JSON.stringify(relation.condition)
  const rollUp = rollUps().find(
    ({ source, traffic, columns, ...one }) =>
      source.id === rows.source.id &&
      traffic === (rows.traffic ?? place.metric.traffic) &&
      JSON.stringify(one.condition) === condition &&
      [...needed].every((name) => columns.includes(name)),
  )
  return rollUp === undefined ? null : { rollUp, rows }
}

/** The columns of a roll-up, as those of its source are read. */
export const rollUpColumns = ({ source, columns }: RollUp): Selection['columns'] =>
  new Map(
    columns.map((name) => [
      name,
      source.columns[name] === undefined ? columnSql(name) : readOf(source, name),
    ]),
  )
