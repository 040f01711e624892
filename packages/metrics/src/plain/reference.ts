import type { Metric } from '../metric.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'
import { referenceTables, type Reference, type ReferenceRow } from '../reference.ts'

const dayMs = 86_400_000

/** Every day that a slice is about, the first one first; a trailing window looks back on more. */
const daysOf = (slice: string, question: Question, window: Metric['window']): readonly string[] => {
  const all: string[] = []
  for (let day = dayNumber(question.from); day <= dayNumber(question.to); day += 1) all.push(dateOf(day))
  const own = all.filter((date) => {
    if (question.by === 'day') return date === slice
    if (question.by === 'week') return Date.parse(date) - Date.parse(slice) < 7 * dayMs && date >= slice
    return true
  })
  const last = own.at(-1)
  if (window.kind !== 'trailing' || last === undefined) return own
  return Array.from({ length: window.days }, (_, back) => dateOf(dayNumber(last) - back)).reverse()
}

const amount = (row: ReferenceRow, { sum }: Reference): number =>
  row.times * (sum === null ? 1 : Number(row.cells[sum]))

const added = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

const daysInMonth = (date: string): number =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()

/** Day by day: the month's amounts, each by the length of that month. */
const byMonth = (rows: readonly ReferenceRow[], of: Reference, days: readonly string[]): number | null => {
  const used = days.map((day) => rows.filter(({ date }) => date.slice(0, 7) === day.slice(0, 7)))
  if (used.some((month) => month.length === 0)) return null
  return added(
    used.map((month) => added(month.map((row) => amount(row, of))) / daysInMonth(month[0]?.date ?? '')),
  )
}

const newest = (rows: readonly ReferenceRow[], of: Reference, days: readonly string[]): number | null => {
  const last = days.at(-1) ?? ''
  const oldest = dateOf(dayNumber(last) - referenceTables[of.table].usableDays)
  const [date] = rows
    .map((row) => row.date)
    .filter((one) => one <= last && one >= oldest)
    .toSorted()
    .reverse()
  return date === undefined
    ? null
    : added(rows.filter((row) => row.date === date).map((row) => amount(row, of)))
}

/** What a table from outside says in a slice, a second time. */
export const plainReference = (
  of: Reference,
  slice: string,
  { question, window }: { readonly question: Question; readonly window: Metric['window'] },
): number | null => {
  const table = question.reference?.[of.table]
  if (table === undefined) return null
  const days = daysOf(slice, question, window)
  const hasWords = (row: ReferenceRow) =>
    Object.keys(of.where).every((name) => of.where[name]?.includes(String(row.cells[name])))
  const wanted = question.by === 'country' ? slice : '*'
  const rows = table.filter((row) => hasWords(row) && (row.cells['country'] ?? wanted) === wanted)
  switch (of.read) {
    case 'latest':
      return newest(rows, of, days)
    case 'monthly':
      return byMonth(rows, of, days)
    case 'sampled':
    case 'daily': {
      const read = of.read === 'daily' ? rows : table
      const has = (day: string) => read.some(({ date }) => date === day)
      const isThere = of.read === 'daily' ? days.every(has) : days.some(has)
      const counted = rows.filter(({ date }) => days.includes(date))
      return isThere ? added(counted.map((row) => amount(row, of))) : null
    }
  }
}

/** Slices of a number that no fact is in. */
export const plainDates = ({ from, to, by }: Question): readonly string[] => {
  if (by !== 'day' && by !== 'week') return []
  const slices = new Set<string>()
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const weekday = new Date(day * dayMs).getUTCDay()
    slices.add(dateOf(by === 'day' ? day : day - ((weekday + 6) % 7)))
  }
  return [...slices]
}
