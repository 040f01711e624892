import type { Measured } from '#features/numbers'
import { lastDays, type Period } from '#shared/period'

const dayMs = 86_400_000

/** What is offered, in whole weeks, so that each weekday counts as often. */
export const offeredDays = [7, 28, 84, 364] as const
export type OfferedDays = (typeof offeredDays)[number]
/** As far as may be asked at once. */
const mostDays = 400

/** Where to look for the newest day: files may be dated by a shop whose day has begun already. */
export const searchPeriod = (nowMs: number): Period => lastDays(mostDays, nowMs + 2 * dayMs)

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

/** A tenth of the days may be without an order: a shop that has just begun, or a quiet weekend. */
const mayMiss = 0.1

/** Whether the files reach back over the period before, so that a change is one and not the beginning of the files. */
export const isBeforeTold = ({ from, to }: Period, oldest: string): boolean => {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  return Date.parse(oldest) <= Date.parse(from) - days * (1 - mayMiss) * dayMs
}

/** So many days up to the newest one that the files tell of. */
export const periodUpTo = (newest: string, days: number): Period => lastDays(days, Date.parse(newest) + dayMs)
