import type { Metric } from '../metric.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'
import { referenceTables, type Reference, type ReferenceRow, type ReferenceTable } from '../reference.ts'

/** Where a number from outside is wanted. */
export interface Spot {
  readonly question: Question
  readonly window: Metric['window']
  readonly slice: string
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The days that a slice is about, with those that a trailing window looks back on. */
const spanOf = ({ question, window, slice }: Spot): Span => {
  const [first, last] = [dayNumber(question.from), dayNumber(question.to)]
  const { by } = question
  const begins = by === 'day' || by === 'week' ? dayNumber(slice) : first
  const ends = by === 'day' ? begins : by === 'week' ? Math.min(begins + 6, last) : last
  if (window.kind === 'trailing') return { from: ends - window.days + 1, to: ends }
  return { from: Math.max(begins, first), to: ends }
}

const monthOf = (date: string): Span => {
  const next = new Date(`${date}T00:00:00Z`)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return { from: dayNumber(date), to: dayNumber(next.toISOString().slice(0, 10)) - 1 }
}

const daysWithin = (one: Span, other: Span): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from) + 1)

const cellOf = ({ cells }: ReferenceRow, column: string): number => Number(cells[column] ?? 0)

const total = ({ sum }: Reference, rows: readonly ReferenceRow[]): number =>
  rows.reduce((all, row) => all + row.times * (sum === null ? 1 : cellOf(row, sum)), 0)

const latest = (reference: Reference, rows: readonly ReferenceRow[], span: Span): number | null => {
  const { usableDays } = referenceTables[reference.table]
  const usable = rows.filter(({ date }) => {
    const age = span.to - dayNumber(date)
    return age >= 0 && age <= usableDays
  })
  const newest = usable.reduce((last, { date }) => (date > last ? date : last), '')
  return newest === ''
    ? null
    : total(
        reference,
        usable.filter(({ date }) => date === newest),
      )
}

const monthly = (reference: Reference, rows: readonly ReferenceRow[], span: Span): number | null => {
  const inSpan = rows.filter(({ date }) => daysWithin(monthOf(date), span) > 0)
  const months = new Map(inSpan.map(({ date }) => [date, daysWithin(monthOf(date), span)]))
  const covered = [...months.values()].reduce((sum, days) => sum + days, 0)
  const currencies = new Set(inSpan.map(({ cells }) => cells['currency']))
  if (covered !== span.to - span.from + 1 || currencies.size !== 1) return null
  return inSpan.reduce((sum, row) => {
    const month = monthOf(row.date)
    return sum + (total(reference, [row]) * daysWithin(month, span)) / (month.to - month.from + 1)
  }, 0)
}

/** What a table says in one place; null: it is not there, or says nothing about it. */
export const referenceNumber = (reference: Reference, spot: Spot): number | null => {
  const all = spot.question.reference?.[reference.table]
  if (all === undefined) return null
  const span = spanOf(spot)
  const { columns }: ReferenceTable = referenceTables[reference.table]
  const country = spot.question.by === 'country' ? spot.slice : '*'
  const fitting = all.filter(
    ({ cells }) =>
      (!('country' in columns) || cells['country'] === country) &&
      Object.entries(reference.where).every(([name, words]) => words.includes(String(cells[name]))),
  )
  if (reference.read === 'latest') return latest(reference, fitting, span)
  if (reference.read === 'monthly') return monthly(reference, fitting, span)
  const within = ({ date }: ReferenceRow) => dayNumber(date) >= span.from && dayNumber(date) <= span.to
  const inSpan = fitting.filter(within)
  if (reference.read === 'sampled') return all.some(within) ? total(reference, inSpan) : null
  const days = new Set(inSpan.map(({ date }) => date))
  return days.size === span.to - span.from + 1 ? total(reference, inSpan) : null
}

/** Slices of a number that stands on no facts: the days or weeks asked about. */
export const datesAsked = ({ from, to, by }: Question): readonly string[] => {
  if (by !== 'day' && by !== 'week') return []
  const first = dayNumber(from)
  const days = Array.from({ length: dayNumber(to) - first + 1 }, (_, index) => first + index)
  // Day 0 of the count was a Thursday.
  return [...new Set(by === 'day' ? days : days.map((day) => day - ((day + 3) % 7)))].map(dateOf)
}
