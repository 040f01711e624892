import { dateOf, dayNumber, previousPeriod } from '../question.ts'
import type { Measured } from './numbers.ts'

/** Dates `YYYY-MM-DD`, both included. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** What is offered, in whole weeks, so that each weekday counts as often. */
export const boardDays = [7, 28, 84, 364] as const
export type BoardDays = (typeof boardDays)[number]

/** As far as may be asked at once. */
const mostDays = 400
/** Files may be dated by a shop whose day has begun already. */
const aheadDays = 1

/** So many days, the last of them a date. */
export const periodUpTo = (last: string, days: number): Period => ({
  from: dateOf(dayNumber(last) - days + 1),
  to: last,
})

/** Where to look for the newest day. */
export const searchPeriod = (today: string): Period =>
  periodUpTo(dateOf(dayNumber(today) + aheadDays), mostDays)

/** What tells which days there are; the first that has any decides. */
export const datedBy = ['sales_net_gmv', 'sales_ad_spend', 'sales_ad_click_rate'] as const

const daysOf = (byDay: Measured, id: string): string[] =>
  (byDay.get(id)?.rows ?? [])
    .filter(({ sampleSize }) => sampleSize > 0)
    .map(({ slice }) => slice)
    .toSorted()

/** The first and the newest day with an order, without any order those with other facts; null: there is nothing. */
export const toldDays = (byDay: Measured): { readonly oldest: string; readonly newest: string } | null => {
  for (const id of datedBy) {
    const days = daysOf(byDay, id)
    const [oldest, newest] = [days[0], days.at(-1)]
    if (oldest !== undefined && newest !== undefined) return { oldest, newest }
  }
  return null
}

/** A tenth of the days may be without an order: a shop that has just begun, a quiet weekend. */
const mayMiss = 0.1

/** Whether the files reach back over the period before, so that a change is one and not the beginning of the files. */
export const isBeforeTold = (period: Period, oldest: string): boolean => {
  const before = previousPeriod(period)
  const days = dayNumber(before.to) - dayNumber(before.from) + 1
  return dayNumber(oldest) - dayNumber(before.from) <= days * mayMiss
}
