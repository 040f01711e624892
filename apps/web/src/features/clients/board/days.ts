import { lastDays, type Period } from '#shared/period'
import type { Measured } from './numbers.ts'

const dayMs = 86_400_000

/** What is offered, in whole weeks, so that each weekday counts as often. */
export const offeredDays = [7, 28, 84, 364] as const
export type OfferedDays = (typeof offeredDays)[number]
/** As far as may be asked at once. */
const mostDays = 400

/** Where to look for the newest day: files may be dated by a shop whose day has begun already. */
export const searchPeriod = (nowMs: number): Period => lastDays(mostDays, nowMs + 2 * dayMs)

/** What tells which days there are; of the first that has any the newest counts. */
export const datedBy = ['sales_net_gmv', 'sales_ad_spend', 'sales_ad_click_rate'] as const

/** The newest day with an order, without any order the newest with other facts; null: there is nothing. */
export const newestDay = (byDay: Measured): string | null => {
  for (const id of datedBy) {
    const days = (byDay.get(id)?.rows ?? [])
      .filter(({ sampleSize }) => sampleSize > 0)
      .map(({ slice }) => slice)
    const newest = days.toSorted().at(-1)
    if (newest !== undefined) return newest
  }
  return null
}

/** So many days up to the newest one that the files tell of. */
export const periodUpTo = (newest: string, days: number): Period => lastDays(days, Date.parse(newest) + dayMs)
