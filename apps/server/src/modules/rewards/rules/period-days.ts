import { assert } from '#platform/assert'

const dayMs = 86_400_000

const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/** @example daysAfter('2026-11-30', 2) // '2026-12-02' */
export const daysAfter = (day: string, days: number): string => dayOf(startOf(day) + days * dayMs)

/** Whole UTC days, both included. */
export interface PeriodDays {
  readonly periodId: string
  readonly from: string
  readonly to: string
}

const monthOf = (day: string): PeriodDays => {
  const from = `${day.slice(0, 7)}-01`
  const next = `${daysAfter(from, 31).slice(0, 7)}-01`
  return { periodId: day.slice(0, 7), from, to: daysAfter(next, -1) }
}

/** ISO 8601: a week begins on Monday and is of the year in which its Thursday lies. */
const weekOf = (day: string): PeriodDays => {
  const weekday = (new Date(startOf(day)).getUTCDay() + 6) % 7
  const from = daysAfter(day, -weekday)
  const year = daysAfter(from, 3).slice(0, 4)
  const first = daysAfter(`${year}-01-04`, -((new Date(startOf(`${year}-01-04`)).getUTCDay() + 6) % 7))
  const week = (startOf(from) - startOf(first)) / (7 * dayMs) + 1
  return { periodId: `${year}-W${String(week).padStart(2, '0')}`, from, to: daysAfter(from, 6) }
}

/** The month or week that a day lies in. @example periodOf('2026-11-23', 'week').periodId // '2026-W48' */
export const periodOf = (day: string, kind: 'month' | 'week'): PeriodDays => {
  const period = kind === 'month' ? monthOf(day) : weekOf(day)
  assert(period.from <= day && day <= period.to, 'a day lies in its period')
  return period
}

/** When a period begins and ends (without), in milliseconds. */
export const spanOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  fromMs: startOf(from),
  untilMs: startOf(to) + dayMs,
})
