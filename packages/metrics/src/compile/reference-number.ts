import type { Metric } from '../metric.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'
import { referenceTables, type Reference, type ReferenceRow } from '../reference.ts'

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

const daysWithin = (one: Span, other: Span): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from) + 1)

/** What the fitting lines of each day add up to. */
type Totals = ReadonlyMap<number, number>

const add = ({ sum, where }: Reference, rows: readonly ReferenceRow[], country: string): Totals => {
  const totals = new Map<number, number>()
  const wanted = Object.entries(where)
  for (const { date, times, cells } of rows) {
    const isThere =
      (cells['country'] ?? country) === country &&
      wanted.every(([name, words]) => words.includes(String(cells[name])))
    if (!isThere) continue
    const day = dayNumber(date)
    totals.set(day, (totals.get(day) ?? 0) + times * (sum === null ? 1 : Number(cells[sum] ?? 0)))
  }
  return totals
}

/** A version of a table is read again and again, slice by slice and board by board, and never changes. */
const known = new WeakMap<readonly ReferenceRow[], Map<string, Totals>>()

const totalsOf = (reference: Reference, rows: readonly ReferenceRow[], country: string): Totals => {
  const ofRows = known.get(rows) ?? new Map<string, Totals>()
  known.set(rows, ofRows)
  const key = JSON.stringify([reference.sum, reference.where, country])
  const totals = ofRows.get(key) ?? add(reference, rows, country)
  ofRows.set(key, totals)
  return totals
}

const within = (totals: Totals, span: Span): readonly number[] =>
  [...totals].filter(([day]) => day >= span.from && day <= span.to).map(([, total]) => total)

const summed = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

const latest = (totals: Totals, to: number, usableDays: number): number | null => {
  const newest = Math.max(...[...totals.keys()].filter((day) => day <= to && to - day <= usableDays))
  return totals.get(newest) ?? null
}

const monthly = (totals: Totals, span: Span): number | null => {
  const parts = [...totals].map(([first, total]) => {
    const next = new Date(`${dateOf(first)}T00:00:00Z`)
    next.setUTCMonth(next.getUTCMonth() + 1)
    const month = { from: first, to: dayNumber(next.toISOString().slice(0, 10)) - 1 }
    return { days: daysWithin(month, span), share: total / (month.to - month.from + 1) }
  })
  const covered = summed(parts.map(({ days }) => days))
  return covered === span.to - span.from + 1 ? summed(parts.map(({ days, share }) => days * share)) : null
}

/** What a table says in one place; null: it is not there, or says nothing about it. */
export const referenceNumber = (reference: Reference, spot: Spot): number | null => {
  const { question, slice } = spot
  const rows = question.reference?.[reference.table]
  if (rows === undefined) return null
  const span = spanOf(spot)
  const totals = totalsOf(reference, rows, question.by === 'country' ? slice : '*')
  switch (reference.read) {
    case 'latest':
      return latest(totals, span.to, referenceTables[reference.table].usableDays)
    case 'monthly':
      return monthly(totals, span)
    case 'sampled': {
      const all = totalsOf({ ...reference, sum: null, where: {} }, rows, '*')
      return within(all, span).length === 0 ? null : summed(within(totals, span))
    }
    case 'daily': {
      const days = within(totals, span)
      return days.length === span.to - span.from + 1 ? summed(days) : null
    }
  }
}

/** Slices of a number that stands on no facts: the days or weeks asked about. */
export const datesAsked = ({ from, to, by }: Question): readonly string[] => {
  if (by !== 'day' && by !== 'week') return []
  const first = dayNumber(from)
  const days = Array.from({ length: dayNumber(to) - first + 1 }, (_, index) => first + index)
  // Day 0 of the count was a Thursday.
  return [...new Set(by === 'day' ? days : days.map((day) => day - ((day + 3) % 7)))].map(dateOf)
}
