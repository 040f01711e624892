import type { Metric } from '../metric.ts'
import { allTime, dateOf, dayNumber, type Question } from '../question.ts'
import { sliceDefinition } from '../slice.ts'
import type { AnySource } from '../source.ts'
import type { GroupRelation, Relation, RowsRelation } from '../relation.ts'
import { aggregateRows } from './aggregate.ts'
import { evaluate, type Row } from './expression.ts'

/** Stored facts by the id of their source, as they came in: repeated, out of order, several reports of one entity. */
export type FactSets = Readonly<Record<string, readonly Row[]>>

/** What every step needs to know. */
export interface Given {
  readonly facts: FactSets
  readonly question: Question
  readonly metric: Pick<Metric, 'window' | 'traffic'>
}

type Of<Kind extends Relation['kind']> = Extract<Relation, { kind: Kind }>

const noId = '00000000-0000-0000-0000-000000000000'

/** A fact as a row of a table: dates as days, nothing null. */
const rowOf = (source: AnySource, fact: Row): Row =>
  Object.fromEntries(
    Object.entries(source.columns).map(([name, { type }]) => {
      const value = fact[name]
      if (type === 'date') return [name, dayNumber(String(value))]
      if (type === 'optional_uuid') return [name, value ?? noId]
      if (type === 'optional_integer') return [name, value ?? -1]
      return [name, value]
    }),
  )

const isLater = (one: Row, other: Row, order: readonly string[]): boolean => {
  for (const name of order) {
    if (one[name] !== other[name]) return Number(one[name]) > Number(other[name])
  }
  return false
}

const latestOf = (source: AnySource, facts: readonly Row[]): readonly Row[] => {
  const latest = new Map<string, Row>()
  for (const fact of facts) {
    const key = JSON.stringify(source.latest.key.map((name) => fact[name]))
    const known = latest.get(key)
    if (known === undefined || isLater(fact, known, source.latest.order)) latest.set(key, fact)
  }
  return [...latest.values()]
}

const isInScope = (relation: RowsRelation, fact: Row, { scope }: Question): boolean => {
  const { postId, authorId } = relation.source.scope
  if (scope.kind === 'platform' || relation.everywhere === true) return true
  if (scope.kind === 'client') return fact[relation.source.scope.clientId ?? ''] === scope.clientId
  if (scope.kind === 'post' && !relation.acrossPosts && postId !== undefined)
    return (
      fact[postId] === scope.postId &&
      (scope.version === undefined || fact[relation.source.scope.version ?? ''] === scope.version)
    )
  const isOwn = scope.authorId === undefined || authorId === undefined || fact[authorId] === scope.authorId
  if (scope.kind === 'post' || scope.postIds === undefined || postId === undefined) return isOwn
  return isOwn && (relation.acrossPosts || scope.postIds.includes(String(fact[postId])))
}

const rows = (relation: RowsRelation, given: Given): readonly Row[] => {
  const { source } = relation
  const { question, metric } = given
  const { window } = metric
  const before = relation.before ?? (window.kind === 'trailing' ? window.days - 1 : 0)
  const after = relation.after ?? (window.kind === 'cohort' ? window.days : 0)
  const isUnbounded = question.from === allTime.from && question.to === allTime.to
  const first = isUnbounded || before === 'all' ? -Infinity : dayNumber(question.from) - before
  const last = isUnbounded ? Infinity : dayNumber(question.to) + after
  const traffic = source.traffic[relation.traffic ?? metric.traffic].node
  const inScope = (given.facts[source.id] ?? []).filter((fact) => isInScope(relation, fact, question))
  return latestOf(source, inScope)
    .map((fact) => rowOf(source, fact))
    .filter((row) => evaluate(traffic, row, question) === true)
    .filter((row) => Number(row[source.localDate]) >= first && Number(row[source.localDate]) <= last)
}

const mondayOf = (day: number): number => {
  // Sunday is 0 in JavaScript, and the last day of its week here.
  const weekday = new Date(day * 86_400_000).getUTCDay()
  return day - ((weekday + 6) % 7)
}

const withSlice = (from: Relation, given: Given): readonly Row[] => {
  const { by } = given.question
  if (by === undefined || by === 'day' || by === 'week') {
    return tableRows(from, given).map((row) => ({ ...row, slice: '' }))
  }
  const { prepare, text } = sliceDefinition(by)
  const node = text()
  return tableRows(prepare?.(from) ?? from, given).map((row) => ({
    ...row,
    slice: evaluate(node, row, given.question),
  }))
}

/** The days of the period that look back on a day. */
const anchorsOf = (day: number, days: number, { from, to, by }: Question): readonly number[] => {
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const all = Array.from({ length: days }, (_, ahead) => day + ahead)
  if (by !== 'day' && by !== 'week') return all.filter((anchor) => anchor === last)
  const inPeriod = all.filter((anchor) => anchor >= first && anchor <= last)
  return by === 'day'
    ? inPeriod
    : inPeriod.filter((anchor) => anchor === last || anchor - mondayOf(anchor) === 6)
}

const window = (relation: Of<'window'>, given: Given): readonly Row[] => {
  const { question, metric } = given
  const { by } = question
  const dated = (row: Row, day: number, daysBefore: number): Row => {
    if (by === 'day') return { ...row, daysBefore, slice: dateOf(day) }
    return by === 'week' ? { ...row, daysBefore, slice: dateOf(mondayOf(day)) } : { ...row, daysBefore }
  }
  const { window: kind } = metric
  return withSlice(relation.from, given).flatMap((row) => {
    const day = Number(row[relation.date])
    if (kind.kind === 'trailing') {
      return anchorsOf(day, kind.days, question).map((anchor) => dated(row, anchor, anchor - day))
    }
    return day >= dayNumber(question.from) && day <= dayNumber(question.to) ? [dated(row, day, 0)] : []
  })
}

const group = (relation: GroupRelation, given: Given): readonly Row[] => {
  const all = tableRows(relation.from, given)
  const keyOf = (row: Row) => JSON.stringify([...relation.by.map((name) => row[name]), row['slice']])
  return [...Map.groupBy(all, keyOf).values()].map((members) => {
    const [one = {}] = members
    const key = relation.by.map((name) => [name, one[name]])
    const slice = 'slice' in one ? [['slice', one['slice']]] : []
    const made = Object.entries(relation.columns).map(([name, aggregate]) => [
      name,
      aggregateRows(aggregate, members, given.question),
    ])
    return Object.fromEntries([...key, ...slice, ...made])
  })
}

const emptyOf = (aggregate: GroupRelation['columns'][string] | undefined): unknown => {
  if (aggregate?.kind === 'list') return []
  if (aggregate?.kind !== 'newest' || aggregate.of.kind !== 'column') return 0
  if (aggregate.of.type === 'text_list') return []
  return aggregate.of.type === 'uuid' ? noId : aggregate.of.type === 'text' ? '' : 0
}

const lookup = (relation: Of<'lookup'>, given: Given): readonly Row[] => {
  const { table, on, found } = relation
  const byKey = new Map(
    group(table, given).map((row) => [JSON.stringify(table.by.map((name) => row[name])), row]),
  )
  return tableRows(relation.from, given).map((row) => {
    const key = table.by.map((name) => {
      const node = on[name]
      return node === undefined ? null : evaluate(node, row, given.question)
    })
    const match = byKey.get(JSON.stringify(key))
    const columns = Object.keys(table.columns).map((name) => [
      name,
      match === undefined ? emptyOf(table.columns[name]) : match[name],
    ])
    return { ...row, ...Object.fromEntries(columns), [found]: match !== undefined }
  })
}

const expand = (relation: Of<'expand'>, given: Given): readonly Row[] =>
  tableRows(relation.from, given).flatMap((row) => {
    const list = row[relation.list]
    return Array.isArray(list) ? list.map((item: unknown) => ({ ...row, [relation.as]: item })) : []
  })

const sessions = (relation: Of<'sessions'>, given: Given): readonly Row[] => {
  const { by, time, gapMs, maximumMs, as } = relation
  const all = tableRows(relation.from, given)
  return [...Map.groupBy(all, (row) => JSON.stringify([row[by], row['slice']])).values()].flatMap(
    (members) => {
      let began = -Infinity
      let last = -Infinity
      return members
        .toSorted((a, b) => Number(a[time]) - Number(b[time]))
        .map((row) => {
          const moment = Number(row[time])
          if (moment - last >= gapMs || moment - began >= maximumMs) began = moment
          last = moment
          return { ...row, [as]: began }
        })
    },
  )
}

/** The rows of a relation, made step by step from arrays. */
export const tableRows = (relation: Relation, given: Given): readonly Row[] => {
  switch (relation.kind) {
    case 'rows':
      return rows(relation, given)
    case 'where':
      return tableRows(relation.from, given).filter(
        (row) => evaluate(relation.condition, row, given.question) === true,
      )
    case 'derive':
      return tableRows(relation.from, given).map((row) => {
        const made = Object.entries(relation.columns).map(([name, node]) => [
          name,
          evaluate(node, row, given.question),
        ])
        return { ...row, ...Object.fromEntries(made) }
      })
    case 'window':
      return window(relation, given)
    case 'group':
      return group(relation, given)
    case 'lookup':
      return lookup(relation, given)
    case 'expand':
      return expand(relation, given)
    case 'sessions':
      return sessions(relation, given)
  }
}
