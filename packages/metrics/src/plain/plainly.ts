import type { MetricAnswer, SliceAnswer } from '../answer.ts'
import type { Aggregate } from '../aggregate.ts'
import type { Metric } from '../metric.ts'
import type { Question } from '../question.ts'
import type { Value } from '../value.ts'
import { aggregateRows } from './aggregate.ts'
import { evaluate, type Row } from './expression.ts'
import { plainDates, plainReference } from './reference.ts'
import { meanDistanceOf, type Pair } from './share-trees.ts'
import { tableRows, type FactSets, type Given } from './table.ts'

type Result = number | readonly number[] | null
type AggregateValue = Extract<Value, { kind: 'aggregate' }>
type ReferenceValue = Extract<Value, { kind: 'reference' }>
/** The rows of a table that lie in one slice; for a table from outside what it says there. */
interface Here {
  readonly rowsOf: (value: AggregateValue) => readonly Row[]
  readonly outside: (value: ReferenceValue) => number | null
}

/** Attributes of viewers; their small cells are not shown. */
const sensitive: readonly string[] = ['country', 'device', 'local_hour', 'weekday_hour']

const alwaysNumber: readonly Aggregate['kind'][] = ['count', 'sum', 'distinct']

const aggregateResult = ({ of }: AggregateValue, rows: readonly Row[], question: Question): Result => {
  const fitting = rows.filter((row) => evaluate(of.where, row, question) === true)
  if (fitting.length === 0 && !alwaysNumber.includes(of.kind)) return null
  const result = aggregateRows(of, fitting, question)
  if (typeof result === 'number') return result
  return Array.isArray(result) ? result.map(Number) : null
}

const pairsIn = (of: Aggregate, rows: readonly Row[], question: Question): readonly Pair[] => {
  if (of.kind !== 'edges') return []
  return rows.map((row) => ({
    tree: String(evaluate(of.tree, row, question)),
    parent: String(evaluate(of.parent, row, question)),
    child: String(evaluate(of.child, row, question)),
  }))
}

const both = (one: Result, other: Result, compute: (one: number, other: number) => number): Result =>
  typeof one === 'number' && typeof other === 'number' ? compute(one, other) : null

const divided = (numerator: Result, denominator: Result): Result => {
  if (numerator === null || denominator === null) return null
  if (typeof denominator === 'number') {
    if (denominator === 0) return null
    return typeof numerator === 'number' ? numerator / denominator : numerator.map((one) => one / denominator)
  }
  if (typeof numerator === 'number') return null
  const shares: number[] = []
  for (const [bin, part] of numerator.entries()) {
    const whole = denominator[bin] ?? 0
    if (whole === 0) break
    shares.push(part / whole)
  }
  return shares.length === 0 ? null : shares
}

const result = (value: Value, here: Here, question: Question): Result => {
  const of = (part: Value): Result => result(part, here, question)
  const { rowsOf } = here
  switch (value.kind) {
    case 'aggregate':
      return aggregateResult(value, rowsOf(value), question)
    case 'reference':
      return here.outside(value)
    case 'quotient':
      return divided(of(value.numerator), of(value.denominator))
    case 'plus':
      return both(of(value.left), of(value.right), (a, b) => a + b)
    case 'minus':
      return both(of(value.left), of(value.right), (a, b) => a - b)
    case 'times':
      return both(of(value.left), of(value.right), (a, b) => a * b)
    case 'scaled':
      return both(of(value.of), value.by, (a, b) => a / b)
    case 'root':
      return both(of(value.of), 0, (a, least) => (a > least ? a ** 0.5 : least))
    case 'velocity': {
      const before = value.before.map((part) => Number(of(part)))
      const weight = value.weights.reduce((a, b) => a + b)
      const expected = before.reduce((sum, one, at) => sum + one * Number(value.weights[at]), 0) / weight
      return both(of(value.now), expected, (now, then) => 2 * (Math.sqrt(now) - Math.sqrt(then)))
    }
    case 'mean_distance': {
      const parts = value.edges.flatMap(partsOf)
      return meanDistanceOf(
        parts.flatMap(({ over, of }) => pairsIn(of, rowsOf({ kind: 'aggregate', over, of }), question)),
      )
    }
  }
}

/** What a number stands on: the denominator of a ratio, and so on down to rows. */
const standsOn = (value: Value): AggregateValue | ReferenceValue => {
  switch (value.kind) {
    case 'aggregate':
    case 'reference':
      return value
    case 'quotient': {
      const below = standsOn(value.denominator)
      if (below.kind === 'aggregate') return below
      const above = standsOn(value.numerator)
      return above.kind === 'aggregate' ? above : below
    }
    case 'plus':
    case 'minus':
    case 'times':
      return standsOn(value.left)
    case 'scaled':
    case 'root':
      return standsOn(value.of)
    case 'velocity':
      return standsOn(value.now)
    case 'mean_distance':
      return standsOn(value.edges[0] ?? value)
  }
}

const partsOf = (value: Value): readonly AggregateValue[] => {
  if (value.kind === 'aggregate') return [value]
  if (value.kind === 'reference') return []
  const parts = Object.values(value).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]))
  return parts
    .filter((part): part is Value => typeof part === 'object' && part !== null && 'kind' in part)
    .flatMap(partsOf)
}

const sampleSize = (basis: AggregateValue, rows: readonly Row[], question: Question): number => {
  const of: Aggregate = basis.of.kind === 'distinct' ? basis.of : { kind: 'count', where: basis.of.where }
  return Number(aggregateRows(of, rows, question))
}

const personsIn = (basis: AggregateValue, rows: readonly Row[], question: Question): number => {
  const fitting = rows.filter((row) => evaluate(basis.of.where, row, question) === true)
  const persons = fitting.map((row) => row['viewerId'] ?? row['personId']).filter((id) => id !== undefined)
  return new Set(persons).size
}

/**
 * The same numbers a second time, from arrays of stored facts: no engine, no SQL, and nothing shared with the compiler
 * but the definitions.
 *
 * @example plainly(views, { view: storedReports }, question).rows[0]?.value
 */
export const plainly = (metric: Metric, facts: FactSets, question: Question): MetricAnswer => {
  const measure = metric.measure?.()
  if (measure === undefined) throw new TypeError(`"${metric.id}" is not fed`)
  const given: Given = { facts, question, metric }
  const parts = [...partsOf(measure.value), ...(measure.waiting ? partsOf(measure.waiting) : [])]
  const tables = new Map<unknown, ReadonlyMap<unknown, readonly Row[]>>()
  for (const { over } of parts) {
    tables.set(over, tables.get(over) ?? Map.groupBy(tableRows(over, given), (row) => row['slice']))
  }
  const found = [...tables.values()].flatMap((bySlice) => [...bySlice.keys()].map(String))
  const slices = [...new Set(tables.size === 0 ? plainDates(question) : found)].sort()
  const answerFor = (slice: string): SliceAnswer => {
    const here: Here = {
      rowsOf: ({ over }) => tables.get(over)?.get(slice) ?? [],
      outside: (value) => plainReference(value, slice, { question, window: metric.window }),
    }
    const { rowsOf } = here
    const basis = standsOn(measure.value)
    const isOutside = basis.kind === 'reference'
    const isSensitive = question.by !== undefined && sensitive.includes(question.by)
    const persons = isOutside ? 0 : personsIn(basis, rowsOf(basis), question)
    if (isSensitive && persons < metric.leastPersons) {
      return { slice, sampleSize: 0, status: 'suppressed', value: null }
    }
    const size = isOutside ? (here.outside(basis) ?? 0) : sampleSize(basis, rowsOf(basis), question)
    const stands = { slice, sampleSize: size }
    const value = result(measure.value, here, question)
    if (value !== null && (typeof value === 'number' || stands.sampleSize > 0)) {
      return { ...stands, status: 'known', value }
    }
    const waiting = measure.waiting ? result(measure.waiting, here, question) : 0
    return { ...stands, status: Number(waiting) > 0 ? 'immature' : 'missing', value: null }
  }
  return { metricId: metric.id, rows: (question.by === undefined ? [''] : slices).map(answerFor) }
}
