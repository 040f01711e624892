import { dayNumber } from '../question.ts'
import type { GroupRelation, Relation } from '../relation.ts'
import { aggregateSql, isOfSet } from './aggregate-sql.ts'
import { aggregateColumns, columnsOf } from './columns.ts'
import { cellsBelow, neededOf } from './cells-sql.ts'
import { columnSql, toSql } from './expression-sql.ts'
import { rollUpOf } from './roll-up-sql.ts'
import { keysInPeriod, rolledUpSql, rowsSql } from './rows-sql.ts'
import { called, named, sourceSql, tableOf, termsOf, type Selection } from './selection.ts'
import type { Place } from './statement.ts'
import { inWindow, slicePlan } from './window-sql.ts'

type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>

/** Whether the rows of a relation belong to slices. */
export const isSliced = (relation: Relation): boolean => {
  if (relation.kind === 'window') return true
  return relation.kind === 'rows' ? false : isSliced(relation.from)
}

const sliceKey = ({ slice }: Selection): readonly string[] => (slice === null ? [] : ['slice'])

const without = (needed: ReadonlySet<string>, names: readonly string[]): Set<string> =>
  new Set([...needed].filter((name) => !names.includes(name)))

const whereSql = (relation: Of<'where'>, needed: ReadonlySet<string>, place: Place): Selection => {
  const rolledUp = place.asSet === true ? rollUpOf(relation, needed, place) : null
  if (rolledUp !== null) return rolledUpSql(rolledUp, place)
  const from = tableSql(relation.from, new Set([...needed, ...columnsOf(relation.condition)]), place)
  return { ...from, where: [...from.where, toSql(relation.condition, termsOf(from, place))] }
}

const deriveSql = (relation: Of<'derive'>, needed: ReadonlySet<string>, place: Place): Selection => {
  const made = Object.entries(relation.columns).filter(([name]) => needed.has(name))
  const kept = without(needed, Object.keys(relation.columns))
  const read = new Set([...kept, ...made.flatMap(([, node]) => columnsOf(node))])
  const from = tableSql(relation.from, read, place)
  const terms = termsOf(from, place)
  const derived = made.map(([name, node]): [string, string] => [name, toSql(node, terms)])
  return { ...from, columns: new Map([...from.columns, ...derived]) }
}

/** What is joined to something is first given a name, so that a SELECT has one join. */
const unjoined = (from: Selection, needed: ReadonlySet<string>, place: Place): Selection =>
  from.isJoined ? named(from, needed, place) : from

/** The table of which each row tells the first day of something, below columns that are only computed. */
const firstDays = (relation: Relation, date: string): GroupRelation | null => {
  if (relation.kind === 'derive' || relation.kind === 'where') return firstDays(relation.from, date)
  if (relation.kind !== 'group') return null
  const first = relation.columns[date]
  const isFirst = first?.kind === 'least' && first.of.kind === 'column' && first.of.name === 'localDate'
  return isFirst ? relation : null
}

/** A window of so many days holds few of all facts. */
const fewDays = 8

/**
 * What began in the window was there in the window: who asks for few days need not make the table of all that ever began,
 * only of what these days have. More would not fit into memory.
 */
const ofWindow = (relation: Of<'window'>, place: Place): Place => {
  const { question } = place.statement
  const table = firstDays(relation.from, relation.date)
  const isShort = dayNumber(question.to) - dayNumber(question.from) < fewDays
  // A trailing window begins before the days that are asked for.
  const isTrailing = place.metric.window.kind === 'trailing'
  if (table === null || !isShort || isTrailing || question.scope.kind !== 'platform') return place
  const keys = keysInPeriod(table, place)
  if (keys === null) return place
  return { ...place, narrow: { names: table.by, among: (columns) => `(${columns.join(', ')}) IN (${keys})` } }
}

const windowedSql = (relation: Of<'window'>, needed: ReadonlySet<string>, outer: Place): Selection => {
  const place = ofWindow(relation, outer)
  const { from, needs, text } = slicePlan(relation.from, place.statement.question.by)
  const read = new Set([...without(needed, ['daysBefore']), ...needs, relation.date])
  const table = unjoined(tableSql(from, read, place), read, place)
  return inWindow({ from: table, date: relation.date, text }, place)
}

const groupSql = (relation: GroupRelation, needed: ReadonlySet<string>, outer: Place): Selection => {
  const { among, narrow, ...rest } = outer
  const own = among === undefined ? narrow : { names: relation.by, among }
  const place =
    own !== undefined && own.names.every((one) => relation.by.includes(one)) ? { ...rest, narrow: own } : rest
  const made = Object.entries(relation.columns).filter(([name]) => needed.has(name))
  const read = new Set([...relation.by, ...made.flatMap(([, aggregate]) => aggregateColumns(aggregate))])
  const aggregates = made.map(([, aggregate]) => aggregate)
  const { cells, ...rowsPlace } = place
  const inPlace =
    cells?.isApart === true ? cells : cellsBelow(relation.from, { aggregates, by: relation.by }, rowsPlace)
  const below = inPlace === null ? rowsPlace : { ...rowsPlace, cells: inPlace }
  const from = tableSql(relation.from, neededOf(read, inPlace), {
    ...below,
    asSet: aggregates.every(isOfSet),
  })
  const terms = termsOf(from, below)
  const key = [
    ...relation.by.map((name) => called(from.columns.get(name) ?? columnSql(name), columnSql(name))),
    ...(from.slice === null ? [] : [called(from.slice, 'slice')]),
  ]
  const columns = made.map(([name, aggregate]) => {
    const sql = aggregateSql(aggregate, terms)
    // Inside a table all integers have 64 bits.
    return `${aggregate.kind === 'sum' ? `toInt64(${sql})` : sql} AS ${columnSql(name)}`
  })
  const by = [...relation.by.map(columnSql), ...sliceKey(from)]
  const name = place.statement.table(
    `SELECT ${[...key, ...columns].join(', ')} ${sourceSql(from)} GROUP BY ${by.join(', ')}`,
  )
  return tableOf(name, {
    columns: [...relation.by, ...made.map(([column]) => column)],
    isSliced: from.slice !== null,
  })
}

/** What of the table is needed: rows for few keys, or those that rows here can find, whose key has the same columns. */
const lookedUpPlace = ({ isFew, on }: Of<'lookup'>, outer: Place, among: Place['among'] & {}): Place => {
  const { narrow, ...place } = outer
  if (isFew === true) return { ...place, among }
  const isKept = narrow?.names.every((name) => {
    const value = on[name]
    return value?.kind === 'column' && value.name === name
  })
  return isKept === true && narrow !== undefined ? { ...place, narrow } : place
}

/**
 * A left join to a table whose key is unique and named whole, so it never multiplies rows. What is not found is not
 * null and not a zero that looks like a fact: the column `found` says it.
 */
const lookupSql = (relation: Of<'lookup'>, needed: ReadonlySet<string>, place: Place): Selection => {
  if (isSliced(relation.table)) throw new TypeError('a table that is looked up belongs to no slice')
  const keys = Object.entries(relation.on)
  const whole =
    relation.table.by.every((name) => name in relation.on) && keys.length === relation.table.by.length
  if (!whole) throw new TypeError('a look-up must name the whole key')
  const looked = Object.keys(relation.table.columns).filter((name) => needed.has(name))
  const kept = without(needed, [...Object.keys(relation.table.columns), relation.found])
  const read = new Set([...kept, ...keys.flatMap(([, node]) => columnsOf(node))])
  const left = tableSql(relation.from, read, place)
  const from = relation.isFew === true ? named(left, read, place) : unjoined(left, read, place)
  const among = (columns: readonly string[]): string => {
    const values = keys.map(([, node]) => toSql(node, termsOf(from, place))).join(', ')
    return `(${columns.join(', ')}) IN (SELECT ${values} FROM ${from.from})`
  }
  const table = tableSql(relation.table, new Set(looked), lookedUpPlace(relation, place, among))
  const right = [
    ...keys.map(([name], index) => `${columnSql(name)} AS key_${index}`),
    ...looked.map(columnSql),
    `true AS ${columnSql(relation.found)}`,
  ]
  const terms = termsOf(from, place)
  const on = keys.map(([, node], index) => `${toSql(node, terms)} = key_${index}`).join(' AND ')
  const found = [...looked, relation.found].map((name): [string, string] => [name, columnSql(name)])
  return {
    ...from,
    from: `${from.from} LEFT JOIN (SELECT ${right.join(', ')} FROM ${table.from}) AS looked_up ON ${on}`,
    isJoined: true,
    columns: new Map([...from.columns, ...found]),
  }
}

const expandSql = (relation: Of<'expand'>, needed: ReadonlySet<string>, place: Place): Selection => {
  const read = new Set([...without(needed, [relation.as]), relation.list])
  const from = unjoined(tableSql(relation.from, read, place), read, place)
  const list = from.columns.get(relation.list) ?? columnSql(relation.list)
  const one = columnSql(relation.as)
  return {
    ...from,
    from: `${from.from} ARRAY JOIN ${list} AS ${one}`,
    isJoined: true,
    columns: new Map([...from.columns, [relation.as, one]]),
  }
}

/** A walk over the sorted rows of each key: the portable form, without the engine's own session functions. */
const sessionsSql = (relation: Of<'sessions'>, needed: ReadonlySet<string>, place: Place): Selection => {
  const { parameters } = place.statement
  const kept = [...without(needed, [relation.as, relation.by])]
  const read = new Set([...kept, relation.by, relation.time])
  const { narrow: _, ...whole } = place
  const from = named(tableSql(relation.from, read, { ...whole, asSet: false }), read, place)
  const key = [columnSql(relation.by), ...sliceKey(from)]
  const members = [relation.time, ...kept].map(columnSql).join(', ')
  const gap = parameters.bind('integer', relation.gapMs)
  const maximum = parameters.bind('integer', relation.maximumMs)
  const begins = `moment - walk.2 >= ${gap} OR moment - walk.1 >= ${maximum}`
  const step = `if(${begins}, (moment, moment, arrayPushBack(walk.3, moment)), (walk.1, moment, arrayPushBack(walk.3, walk.1)))`
  const start = '(toInt64(-4611686018427387904), toInt64(-4611686018427387904), emptyArrayInt64())'
  const walked = place.statement.table(
    `SELECT ${key.join(', ')}, arraySort(member -> member.1, groupArray(tuple(${members}))) AS members, arrayFold((walk, moment) -> ${step}, arrayMap(member -> member.1, members), ${start}).3 AS starts FROM ${from.from} GROUP BY ${key.join(', ')}`,
  )
  const columns = kept.map((name, index): [string, string] => [name, `one.${index + 2}`])
  return {
    from: `${walked} ARRAY JOIN members AS one, starts AS began`,
    isJoined: true,
    where: [],
    columns: new Map([...columns, [relation.by, columnSql(relation.by)], [relation.as, 'began']]),
    slice: from.slice,
  }
}

/** A relation with the columns that are needed of it. */
export const tableSql = (relation: Relation, needed: ReadonlySet<string>, place: Place): Selection => {
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
