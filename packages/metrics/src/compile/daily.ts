import type { MetricAnswer } from '../answer.ts'
import type { Given, Node } from '../expression.ts'
import type { Metric } from '../metric.ts'
import { anyQuestion, type Question } from '../question.ts'
import type { GroupRelation, Relation } from '../relation.ts'
import { planOf, type AggregateValue } from './plan.ts'

/**
 * Numbers that are made of days: what a metric adds up over a period is the sum of what it adds up on each day. So the
 * days that can change no more need not be read again.
 */

/** What the engine answered for the aggregates of a metric on one day, in the order of the definition. */
export type DayParts = readonly (string | null)[]

type Window = Metric['window']

const addable: ReadonlySet<AggregateValue['of']['kind']> = new Set(['count', 'sum', 'bins', 'curve'])

/** The rows of a table that is looked up reach as far as the definition says, not as far as the question. */
const isBounded = (relation: Relation): boolean => {
  if (relation.kind === 'rows') return relation.before !== null && relation.after !== null
  if (relation.kind === 'lookup') return isBounded(relation.from) && isBounded(relation.table)
  return isBounded(relation.from)
}

/** Whether facts of the day after the last one are read, too: the first of several facts may be told by a later date. */
const isReadOn = (relation: Relation, window: Window): boolean => {
  if (relation.kind === 'rows') return (relation.after ?? (window.kind === 'cohort' ? window.days : 0)) >= 1
  if (relation.kind === 'lookup') return isReadOn(relation.from, window) && isBounded(relation.table)
  return isReadOn(relation.from, window)
}

const isLeastDate = ({ columns }: GroupRelation): boolean =>
  Object.values(columns).every(
    (one) => one.kind === 'least' && one.of.kind === 'column' && one.of.name === 'localDate',
  )

/** Whether each row that gets into the window lies on one day and is the same whatever other days are asked for. */
const isOfOneDay = (relation: Relation, window: Window): boolean => {
  switch (relation.kind) {
    case 'rows':
      return true
    case 'where':
    case 'derive':
    case 'expand':
      return isOfOneDay(relation.from, window)
    case 'lookup':
      return isOfOneDay(relation.from, window) && isBounded(relation.table)
    case 'group': {
      const isWhole =
        relation.by.includes('localDate') || isLeastDate(relation) || isReadOn(relation.from, window)
      return isWhole && isOfOneDay(relation.from, window)
    }
    case 'window':
    case 'sessions':
      return false
  }
}

const dateOfWindow = (relation: Relation): string | null => {
  if (relation.kind === 'window') return relation.date
  return relation.kind === 'rows' ? null : dateOfWindow(relation.from)
}

/** Whether no row is made of rows of several days of the window. */
const keepsDays = (relation: Relation, window: Window): boolean => {
  switch (relation.kind) {
    case 'window':
      return isOfOneDay(relation.from, window)
    case 'where':
    case 'derive':
    case 'expand':
      return keepsDays(relation.from, window)
    case 'lookup':
      return keepsDays(relation.from, window) && isBounded(relation.table)
    case 'group':
      return relation.by.includes(dateOfWindow(relation) ?? '') && keepsDays(relation.from, window)
    case 'rows':
    case 'sessions':
      return false
  }
}

/** What a row may not know: which days are asked for. What is settled it may, because that is never taken back. */
const ofPeriod: ReadonlySet<Given> = new Set<Given>(['fromDay', 'toDay', 'untilMs'])
const ofClock: ReadonlySet<Given> = new Set<Given>(['settledDay', 'untilMs'])

const reads = (part: unknown, names: ReadonlySet<Given>): boolean => {
  if (Array.isArray(part)) return part.some((one) => reads(one, names))
  if (typeof part !== 'object' || part === null) return false
  // Checked boundary: relations and aggregates are data, and only a node of this kind has these names.
  const { kind, name } = part as Partial<Extract<Node, { kind: 'given' }>>
  if (kind === 'given') return name !== undefined && names.has(name)
  return Object.entries(part).some(([key, inner]) => key !== 'source' && reads(inner, names))
}

const daily = new WeakMap<Metric, boolean>()

const findDaily = (metric: Metric): boolean => {
  if (metric.measure === null || metric.window.kind === 'trailing') return false
  const { aggregates } = planOf(metric, anyQuestion)
  return (
    aggregates.length > 0 &&
    aggregates.every(
      ({ over, of }) =>
        addable.has(of.kind) && keepsDays(over, metric.window) && !reads([over, of], ofPeriod),
    )
  )
}

/**
 * Whether a number of a period follows from what the engine answers day by day.
 *
 * @example isDaily(hookRate) // true: views past the hook and views are counted
 */
export const isDaily = (metric: Metric): boolean => {
  const found = daily.get(metric) ?? findDaily(metric)
  daily.set(metric, found)
  return found
}

const timeless = new WeakMap<Metric, boolean>()

/**
 * Whether a number of a period follows from the facts alone, whenever it is asked for.
 *
 * @example isTimeless(netGmv) // true; retention knows which cohorts are over
 */
export const isTimeless = (metric: Metric): boolean => {
  const found =
    timeless.get(metric) ??
    (metric.measure !== null &&
      metric.window.kind === 'period' &&
      !planOf(metric, anyQuestion).aggregates.some(({ over, of }) => reads([over, of], ofClock)))
  timeless.set(metric, found)
  return found
}

const binsOf = (text: string): readonly number[] => {
  const bins: unknown = JSON.parse(text)
  return Array.isArray(bins) ? bins.map(Number) : []
}

const sumOf = (left: string | null, right: string | null): string | null => {
  if (left === null || right === null) return left ?? right
  if (!left.startsWith('[')) return String(BigInt(left) + BigInt(right))
  // Bins are counts of rows, which a number holds.
  const [one, other] = [binsOf(left), binsOf(right)]
  const length = Math.max(one.length, other.length)
  return JSON.stringify(Array.from({ length }, (_, bin) => (one[bin] ?? 0) + (other[bin] ?? 0)))
}

/** The answer of a daily metric, as a whole or day by day, out of its days. */
export const answerOfDays = (
  metric: Metric,
  question: Question,
  days: ReadonlyMap<string, DayParts>,
): MetricAnswer => {
  const { aggregates, answer } = planOf(metric, question)
  const row = (slice: string, parts: DayParts) =>
    answer(slice, (aggregate) => parts[aggregates.indexOf(aggregate)] ?? null)
  if (question.by === 'day') {
    return {
      metricId: metric.id,
      rows: [...days.keys()].sort().map((day) => row(day, days.get(day) ?? [])),
    }
  }
  const whole = aggregates.map((_, index) =>
    [...days.values()].reduce<string | null>((sum, parts) => sumOf(sum, parts[index] ?? null), null),
  )
  return { metricId: metric.id, rows: [row('', whole)] }
}
