import type { Node, Writing } from '../expression.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'

/** A row of a table: every column a number, a text, a truth value or a list. */
export type Row = Readonly<Record<string, unknown>>

const clocks = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Weekday and hour in a zone; formatters are dear to make, and there are some four hundred zones. */
const clockIn = (ms: number, zone: string): { readonly weekday: number; readonly hour: number } => {
  const known =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone === '' ? 'UTC' : zone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    })
  clocks.set(zone, known)
  const parts = new Map(known.formatToParts(ms).map(({ type, value }) => [type, value]))
  return { weekday: weekdays.indexOf(parts.get('weekday') ?? ''), hour: Number(parts.get('hour')) }
}

const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : [])

const countSpaced = (sorted: readonly number[], gap: number): number => {
  let counted = 0
  let last: number | null = null
  for (const moment of sorted) {
    if (last !== null && moment < last + gap) continue
    counted += 1
    last = moment
  }
  return counted
}

const write = (value: unknown, as: Writing): string => {
  if (as === 'date') return dateOf(Number(value))
  if (as === 'month') return dateOf(Number(value)).slice(0, 7)
  if (as === 'hour') return String(value).padStart(2, '0')
  if (as === 'id') return String(value)
  const hour = Number(value) % 24
  return `${(Number(value) - hour) / 24 + 1}-${String(hour).padStart(2, '0')}`
}

const compute = (operator: 'plus' | 'minus' | 'times' | 'quotient', left: number, right: number): number => {
  if (operator === 'plus') return left + right
  if (operator === 'minus') return left - right
  if (operator === 'times') return left * right
  return right === 0 ? 0 : Math.trunc(left / right)
}

const element = (list: unknown, place: number, isText: boolean): number | string => {
  const found: unknown = Array.isArray(list) ? list[place - 1] : undefined
  if (isText) return typeof found === 'string' ? found : ''
  return typeof found === 'number' ? found : 0
}

/** What a question knows, for expressions. */
const knownOf = (question: Question) => ({
  fromDay: dayNumber(question.from),
  toDay: dayNumber(question.to),
  settledDay: dayNumber(question.settled),
  untilMs: question.untilMs,
})

/** The value of an expression for one row, in nothing but TypeScript. */
export const evaluate = (node: Node, row: Row, question: Question): unknown => {
  const value = (part: Node): unknown => evaluate(part, row, question)
  const number = (part: Node): number => Number(value(part))
  switch (node.kind) {
    case 'column':
      return row[node.name]
    case 'literal':
      return node.value
    case 'given':
      return knownOf(question)[node.name]
    case 'bin':
      return row['bin']
    case 'compare': {
      if (node.operator === 'eq') return value(node.left) === value(node.right)
      const [left, right] = [number(node.left), number(node.right)]
      if (node.operator === 'lt') return left < right
      if (node.operator === 'lte') return left <= right
      return node.operator === 'gt' ? left > right : left >= right
    }
    case 'arithmetic':
      return compute(node.operator, number(node.left), number(node.right))
    case 'all':
      return node.of.every((part) => value(part) === true)
    case 'any':
      return node.of.some((part) => value(part) === true)
    case 'not':
      return value(node.of) !== true
    case 'choose':
      return value(node.when) === true ? value(node.yields) : value(node.otherwise)
    case 'within': {
      const [from, to] = [number(node.from), number(node.to)]
      return numbers(value(node.list)).filter((one) => from <= one && one <= to).length
    }
    case 'size': {
      const list = value(node.list)
      return Array.isArray(list) ? list.length : 0
    }
    case 'element':
      return element(
        value(node.list),
        node.place,
        node.list.kind === 'column' && node.list.type === 'text_list',
      )
    case 'spaced':
      return countSpaced(numbers(value(node.list)), node.gap)
    case 'local_hour':
      return clockIn(number(node.time), String(value(node.zone))).hour
    case 'local_weekday':
      return clockIn(number(node.time), String(value(node.zone))).weekday
    case 'written':
      return write(value(node.of), node.as)
  }
}
