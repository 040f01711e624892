import type { DateOrder } from '../headers/format.ts'
import { isNothing } from './amount.ts'
import { monthOfName } from './month-names.ts'

/** What a date cell says before it is decided whether day or month comes first. */
export type DateParts =
  | { readonly shape: 'none' }
  | { readonly shape: 'bad' }
  /** Year, month and day are clear. */
  | { readonly shape: 'clear'; readonly day: string; readonly time: string }
  /** Two numbers before a year. */
  | {
      readonly shape: 'numbers'
      readonly first: number
      readonly second: number
      readonly year: number
      readonly time: string
    }
  /** A name of a month and no year. */
  | { readonly shape: 'yearless'; readonly month: number; readonly day: number }

const none: DateParts = { shape: 'none' }
const bad: DateParts = { shape: 'bad' }

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** `YYYY-MM-DD`, or null when there is no such day. */
export const dayOf = (year: number, month: number, day: number): string | null => {
  if (year < 2010 || year > 2099 || month < 1 || month > 12 || day < 1) return null
  const length = month === 2 && !isLeap(year) ? 28 : (monthLengths[month - 1] ?? 0)
  return day > length ? null : `${year}-${two(month)}-${two(day)}`
}

const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\S.*))?$/
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,]+(\S.*))?$/
const clockTime =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|\(?UTC[+-]?\d{0,2}(?::?\d{2})?\)?)?$/

/** `HH:MM:SS`; null: no time of a day. Without one it is midnight. */
const timeOf = (text: string | undefined): string | null => {
  if (text === undefined) return ''
  const found = clockTime.exec(text.trim())
  if (found === null) return null
  const [, hours = '', minutes = '', seconds = '0', half] = found
  let hour = Number(hours)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return `${two(hour)}:${minutes}:${two(Number(seconds))}`
}

const clear = (numbers: readonly [number, number, number], rest: string | undefined): DateParts => {
  const day = dayOf(...numbers)
  const time = timeOf(rest)
  return day === null || time === null ? bad : { shape: 'clear', day, time }
}

/** `August 9`, `18 tháng Sáu`, `9 de agosto`, `8月9日`, with or without a year. */
const named = (text: string): DateParts => {
  const japanese = /^(\d{1,2})月(\d{1,2})日$/.exec(text)
  if (japanese !== null) return yearless(Number(japanese[1]), Number(japanese[2]))
  const vietnamese = /^(\d{1,2}) tháng (\d{1,2})$/i.exec(text)
  if (vietnamese !== null) return yearless(Number(vietnamese[2]), Number(vietnamese[1]))
  const numbers = [...text.matchAll(/\d+/g)].map((found) => found[0])
  const words = text
    .replaceAll(/\d+(st|nd|rd|th)?\b|[,.]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(de|del|di|of)$/i.test(word))
  const month = monthOfName(words.join(' '))
  if (month === null) return bad
  const day = numbers.find((digits) => digits.length <= 2)
  const year = numbers.find((digits) => digits.length === 4)
  if (day === undefined || numbers.length > 2) return bad
  return year === undefined
    ? yearless(month, Number(day))
    : clear([Number(year), month, Number(day)], undefined)
}

const yearless = (month: number, day: number): DateParts =>
  dayOf(2024, month, day) === null ? bad : { shape: 'yearless', month, day }

/** Takes a date cell apart. */
export const dateParts = (given: string): DateParts => {
  const text = given.length > 60 ? '' : given
  if (given !== '' && text === '') return bad
  const first = yearFirst.exec(text)
  if (first !== null) return clear([Number(first[1]), Number(first[2]), Number(first[3])], first[4])
  const last = yearLast.exec(text)
  if (last !== null) {
    const time = timeOf(last[5])
    const [one, other, year] = [Number(last[1]), Number(last[3]), Number(last[4])]
    const exists = dayOf(year, one, other) !== null || dayOf(year, other, one) !== null
    if (time === null || !exists) return bad
    return { shape: 'numbers', first: one, second: other, year, time }
  }
  if (isNothing(text)) return none
  return /\p{L}/u.test(text) && /\d/.test(text) ? named(text) : bad
}

export interface DateContext {
  readonly order: DateOrder | null
  /** `YYYY-MM-DD`: dates without a year lie on it or in the year before it. */
  readonly exportedOn: string | null
}

export type DateReading =
  | { readonly outcome: 'date'; readonly day: string; readonly moment: string }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'bad' }
  | { readonly outcome: 'ambiguous' }

const reading = (day: string, time: string): DateReading => ({
  outcome: 'date',
  day,
  moment: `${day}T${time === '' ? '00:00:00' : time}`,
})

const ofYearless = (month: number, day: number, exportedOn: string | null): DateReading => {
  if (exportedOn === null) return { outcome: 'ambiguous' }
  const year = Number(exportedOn.slice(0, 4))
  // The 29th of February may lie up to eight years back.
  for (let back = 0; back <= 8; back += 1) {
    const found = dayOf(year - back, month, day)
    if (found !== null && found <= exportedOn) return reading(found, '')
  }
  return { outcome: 'bad' }
}

/** Reads a date with what is known of the whole file. */
export const readDate = (text: string, context: DateContext): DateReading => {
  const parts = dateParts(text)
  switch (parts.shape) {
    case 'none':
      return { outcome: 'none' }
    case 'bad':
      return { outcome: 'bad' }
    case 'clear':
      return reading(parts.day, parts.time)
    case 'yearless':
      return ofYearless(parts.month, parts.day, context.exportedOn)
    case 'numbers': {
      const { first, second, year, time } = parts
      if (context.order === null && first !== second) return { outcome: 'ambiguous' }
      const [day, month] = context.order === 'month_first' ? [second, first] : [first, second]
      const found = dayOf(year, month, day)
      return found === null ? { outcome: 'bad' } : reading(found, time)
    }
  }
}

/** Counts what tells whether day or month comes first, and the greatest moment under either reading. */
export interface DateEvidence {
  dayFirst: number
  monthFirst: number
  undecided: number
  yearless: number
  /** Date cells of a workbook, and dates as text beside them. */
  typed: number
  texts: number
  latest: { clear: string; dayFirst: string; monthFirst: string }
}

export const noEvidence = (): DateEvidence => ({
  dayFirst: 0,
  monthFirst: 0,
  undecided: 0,
  yearless: 0,
  typed: 0,
  texts: 0,
  latest: { clear: '', dayFirst: '', monthFirst: '' },
})

export const gatherEvidence = (
  evidence: DateEvidence,
  text: string,
  more: { readonly isTyped: boolean; readonly isFresh: boolean },
): void => {
  const parts = dateParts(text)
  if (parts.shape === 'none' || parts.shape === 'bad') return
  if (more.isTyped) evidence.typed += 1
  if (parts.shape === 'yearless') evidence.yearless += 1
  const { latest } = evidence
  if (parts.shape === 'clear' && more.isFresh) {
    const moment = `${parts.day}T${parts.time === '' ? '00:00:00' : parts.time}`
    if (moment > latest.clear) latest.clear = moment
  }
  if (parts.shape !== 'numbers') return
  evidence.texts += 1
  if (parts.first > 12) evidence.dayFirst += 1
  else if (parts.second > 12) evidence.monthFirst += 1
  else if (parts.first !== parts.second) evidence.undecided += 1
  if (!more.isFresh) return
  const time = parts.time === '' ? '00:00:00' : parts.time
  const asDay = dayOf(parts.year, parts.second, parts.first)
  const asMonth = dayOf(parts.year, parts.first, parts.second)
  if (asDay !== null && `${asDay}T${time}` > latest.dayFirst) latest.dayFirst = `${asDay}T${time}`
  if (asMonth !== null && `${asMonth}T${time}` > latest.monthFirst) latest.monthFirst = `${asMonth}T${time}`
}

/** What the file itself says about the order; 'mixed' when it contradicts itself, null when it says nothing. */
export const orderOf = (evidence: DateEvidence): DateOrder | 'mixed' | null => {
  const { dayFirst, monthFirst } = evidence
  if (dayFirst === 0 && monthFirst === 0) return null
  const [few, many] = dayFirst < monthFirst ? [dayFirst, monthFirst] : [monthFirst, dayFirst]
  // A few that contradict are damaged lines, which are refused alone.
  if (few * 20 > many && !(few === 1 && many >= 5)) return 'mixed'
  return many === dayFirst ? 'day_first' : 'month_first'
}
