import type { GroupRelation, Relation } from '../relation.ts'
import { aggregateSql } from './aggregate-sql.ts'
import { aggregateColumns, columnsOf } from './columns.ts'
import { columnSql, toSql } from './expression-sql.ts'
import { rowsSql } from './rows-sql.ts'
import type { Place } from './statement.ts'
import { slicePlan, windowSql } from './window-sql.ts'

type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>

/** Whether the rows of a relation belong to slices. */
export const isSliced = (relation: Relation): boolean => {
  if (relation.kind === 'window') return true
  return relation.kind === 'rows' ? false : isSliced(relation.from)
}

const sliceColumn = (relation: Relation): readonly string[] => (isSliced(relation) ? ['slice'] : [])

/** A list of columns to select; a table without any column is not possible. */
const select = (columns: readonly string[]): string =>
  columns.length === 0 ? '1 AS nothing' : columns.join(', ')

const without = (needed: ReadonlySet<string>, names: readonly string[]): Set<string> =>
  new Set([...needed].filter((name) => !names.includes(name)))

const whereSql = (relation: Of<'where'>, needed: ReadonlySet<string>, place: Place): string => {
  const from = tableSql(relation.from, new Set([...needed, ...columnsOf(relation.condition)]), place)
  const columns = [...[...needed].map(columnSql), ...sliceColumn(relation)]
  const condition = toSql(relation.condition, place.statement.parameters)
  return place.statement.table(`SELECT ${select(columns)} FROM ${from} WHERE ${condition}`)
}

const deriveSql = (relation: Of<'derive'>, needed: ReadonlySet<string>, place: Place): string => {
  const made = Object.entries(relation.columns).filter(([name]) => needed.has(name))
  const kept = without(needed, Object.keys(relation.columns))
  const read = new Set([...kept, ...made.flatMap(([, node]) => columnsOf(node))])
  const from = tableSql(relation.from, read, place)
  const columns = [
    ...[...kept].map(columnSql),
    ...made.map(([name, node]) => `${toSql(node, place.statement.parameters)} AS ${columnSql(name)}`),
    ...sliceColumn(relation),
  ]
  return place.statement.table(`SELECT ${select(columns)} FROM ${from}`)
}

const windowedSql = (relation: Of<'window'>, needed: ReadonlySet<string>, place: Place): string => {
  const { from, needs, text } = slicePlan(relation.from, place.statement.question.by)
  const kept = without(needed, ['daysBefore'])
  const table = tableSql(from, new Set([...kept, ...needs, relation.date]), place)
  const columns = [...new Set([...kept, relation.date])].map(columnSql)
  return place.statement.table(windowSql({ from: table, date: relation.date, columns, text }, place))
}

const groupSql = (relation: GroupRelation, needed: ReadonlySet<string>, place: Place): string => {
  const { parameters } = place.statement
  const made = Object.entries(relation.columns).filter(([name]) => needed.has(name))
  const read = new Set([...relation.by, ...made.flatMap(([, aggregate]) => aggregateColumns(aggregate))])
  const from = tableSql(relation.from, read, place)
  const key = [...relation.by.map(columnSql), ...sliceColumn(relation)]
  const columns = made.map(([name, aggregate]) => {
    const sql = aggregateSql(aggregate, parameters)
    // Inside a table all integers have 64 bits.
    return `${aggregate.kind === 'sum' ? `toInt64(${sql})` : sql} AS ${columnSql(name)}`
  })
  return place.statement.table(
    `SELECT ${[...key, ...columns].join(', ')} FROM ${from} GROUP BY ${key.join(', ')}`,
  )
}

/**
 * A left join to a table whose key is unique and named whole, so it never multiplies rows. What is not found is not
 * null and not a zero that looks like a fact: the column `found` says it.
 */
const lookupSql = (relation: Of<'lookup'>, needed: ReadonlySet<string>, place: Place): string => {
  if (isSliced(relation.table)) throw new TypeError('a table that is looked up belongs to no slice')
  const keys = Object.entries(relation.on)
  const whole =
    relation.table.by.every((name) => name in relation.on) && keys.length === relation.table.by.length
  if (!whole) throw new TypeError('a look-up must name the whole key')
  const { parameters } = place.statement
  const looked = Object.keys(relation.table.columns).filter((name) => needed.has(name))
  const kept = without(needed, [...Object.keys(relation.table.columns), relation.found])
  const from = tableSql(
    relation.from,
    new Set([...kept, ...keys.flatMap(([, node]) => columnsOf(node))]),
    place,
  )
  const table = tableSql(relation.table, new Set(looked), place)
  const right = [
    ...keys.map(([name], index) => `${columnSql(name)} AS key_${index}`),
    ...looked.map(columnSql),
    `true AS ${columnSql(relation.found)}`,
  ]
  const on = keys.map(([, node], index) => `${toSql(node, parameters)} = key_${index}`).join(' AND ')
  const columns = [
    ...[...kept, ...looked].map(columnSql),
    columnSql(relation.found),
    ...sliceColumn(relation),
  ]
  return place.statement.table(
    `SELECT ${columns.join(', ')} FROM ${from} LEFT JOIN (SELECT ${right.join(', ')} FROM ${table}) AS looked_up ON ${on}`,
  )
}

const expandSql = (relation: Of<'expand'>, needed: ReadonlySet<string>, place: Place): string => {
  const kept = without(needed, [relation.as])
  const from = tableSql(relation.from, new Set([...kept, relation.list]), place)
  const columns = [...[...kept].map(columnSql), columnSql(relation.as), ...sliceColumn(relation)]
  return place.statement.table(
    `SELECT ${columns.join(', ')} FROM ${from} ARRAY JOIN ${columnSql(relation.list)} AS ${columnSql(relation.as)}`,
  )
}

/** A walk over the sorted rows of each key: the portable form, without the engine's own session functions. */
const sessionsSql = (relation: Of<'sessions'>, needed: ReadonlySet<string>, place: Place): string => {
  const { parameters } = place.statement
  const kept = [...without(needed, [relation.as, relation.by])]
  const from = tableSql(relation.from, new Set([...kept, relation.by, relation.time]), place)
  const key = [columnSql(relation.by), ...sliceColumn(relation)]
  const members = [relation.time, ...kept].map(columnSql).join(', ')
  const gap = parameters.bind('integer', relation.gapMs)
  const maximum = parameters.bind('integer', relation.maximumMs)
  const begins = `moment - walk.2 >= ${gap} OR moment - walk.1 >= ${maximum}`
  const step = `if(${begins}, (moment, moment, arrayPushBack(walk.3, moment)), (walk.1, moment, arrayPushBack(walk.3, walk.1)))`
  const start = '(toInt64(-4611686018427387904), toInt64(-4611686018427387904), emptyArrayInt64())'
  const walked = place.statement.table(
    `SELECT ${key.join(', ')}, arraySort(member -> member.1, groupArray(tuple(${members}))) AS members, arrayFold((walk, moment) -> ${step}, arrayMap(member -> member.1, members), ${start}).3 AS starts FROM ${from} GROUP BY ${key.join(', ')}`,
  )
  const columns = [
    ...key,
    ...kept.map((name, index) => `one.${index + 2} AS ${columnSql(name)}`),
    `began AS ${columnSql(relation.as)}`,
  ]
  return place.statement.table(
    `SELECT ${columns.join(', ')} FROM ${walked} ARRAY JOIN members AS one, starts AS began`,
  )
}

/** A relation with the columns that are needed of it, as a named table of the query. */
export const tableSql = (relation: Relation, needed: ReadonlySet<string>, place: Place): string => {
  switch (relation.kind) {
    case 'rows':
      return rowsSql(relation, needed, place)
    case 'where':
      return whereSql(relation, needed, place)
    case 'derive':
      return deriveSql(relation, needed, place)
    case 'window':
      return windowedSql(relation, needed, place)
    case 'group':
      return groupSql(relation, needed, place)
    case 'lookup':
      return lookupSql(relation, needed, place)
    case 'expand':
      return expandSql(relation, needed, place)
    case 'sessions':
      return sessionsSql(relation, needed, place)
  }
}
