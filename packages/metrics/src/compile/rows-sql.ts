import { allTime, dateOf, dayNumber, type Question } from '../question.ts'
import type { AnySource } from '../source.ts'
import type { RowsRelation } from '../relation.ts'
import { columnsOf } from './columns.ts'
import { columnSql, readColumn, toSql } from './expression-sql.ts'
import type { Parameters } from './parameters.ts'
import type { Place } from './statement.ts'

/** Reports of one entity may lie on several dates; none lives longer than this. */
const entityDays = 2

const sqlName = (source: AnySource, name: string): string => source.columns[name]?.sql ?? name

/** Whose facts: conditions on the raw rows. */
const scopeSql = (source: AnySource, { acrossPosts }: RowsRelation, place: Place): readonly string[] => {
  const { scope } = place.statement.question
  const { parameters } = place.statement
  if (scope.kind === 'platform') return []
  const { postId, authorId } = source.scope
  if (scope.kind === 'post' && !acrossPosts && postId !== undefined) {
    return [`${sqlName(source, postId)} = ${parameters.bind('uuid', scope.postId)}`]
  }
  if (scope.authorId !== undefined && authorId !== undefined) {
    return [`${sqlName(source, authorId)} = ${parameters.bind('text', scope.authorId)}`]
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
  column: string,
  [first, last]: readonly [number | null, number | null],
  parameters: Parameters,
): readonly string[] => {
  const date = (day: number) =>
    parameters.bind('date', dateOf(Math.min(Math.max(day, 0), dayNumber(allTime.to))))
  return [
    ...(first === null ? [] : [`${column} >= ${date(first - entityDays)}`]),
    ...(last === null ? [] : [`${column} <= ${date(last + entityDays)}`]),
  ]
}

/**
 * One row per entity, its latest report. Repeated and late reports fall away here, before anything is counted. Only
 * then is it asked on which date it lies: its reports may lie on two.
 */
export const rowsSql = (relation: RowsRelation, needed: ReadonlySet<string>, place: Place): string => {
  const { source } = relation
  const { parameters } = place.statement
  const traffic = source.traffic[relation.traffic ?? place.metric.traffic].node
  const names = [...new Set([...needed, ...columnsOf(traffic), source.localDate])].sort()
  const days = readDays(relation, place)
  const narrowed = [
    ...scopeSql(source, relation, place),
    ...boundSql(sqlName(source, source.localDate), days, parameters),
  ]
  // argMax skips rows whose value is NULL; inside a tuple a NULL is kept.
  const values = names.map((name) => sqlName(source, name)).join(', ')
  const order = source.latest.order.map((name) => sqlName(source, name)).join(', ')
  const key = source.latest.key.map((name) => sqlName(source, name)).join(', ')
  const where = narrowed.length === 0 ? '' : ` WHERE ${narrowed.join(' AND ')}`
  const latest = place.statement.table(
    `SELECT argMax(tuple(${values}), tuple(${order})) AS fact FROM ${source.table}${where} GROUP BY ${key}`,
  )
  const columns = names.map((name, index) => {
    const type = source.columns[name]?.type ?? 'integer'
    return `${readColumn(`fact.${index + 1}`, type)} AS ${columnSql(name)}`
  })
  const read = place.statement.table(`SELECT ${columns.join(', ')} FROM ${latest}`)
  const date = columnSql(source.localDate)
  const kept = [
    toSql(traffic, parameters),
    ...(days[0] === null ? [] : [`${date} >= ${parameters.bind('integer', days[0])}`]),
    ...(days[1] === null ? [] : [`${date} <= ${parameters.bind('integer', days[1])}`]),
  ]
  return place.statement.table(`SELECT * FROM ${read} WHERE ${kept.join(' AND ')}`)
}

/** When the newest fact of a source came in, for the whole question. */
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
  const narrowed = [...scopeSql(source, rows, place), ...within]
  const where = narrowed.length === 0 ? '' : ` WHERE ${narrowed.join(' AND ')}`
  const received = `toUnixTimestamp64Milli(max(${sqlName(source, source.receivedAt)}))`
  // The maximum of no rows is 1970 in ClickHouse, not NULL, so the count says whether there are any.
  return `SELECT 'newest:${source.id}' AS part, '' AS slice, [toString(count()), toString(${received}), toString(max(${date}))] AS cells FROM ${source.table}${where}`
}
