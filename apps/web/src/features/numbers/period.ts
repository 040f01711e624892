import { dateAt, datesOf, lastDays, type Period } from '#shared/period'

export { datesOf, lastDays, type Period }

const dayMs = 86_400_000

/** Lengths that are offered, in whole weeks, so that each weekday counts as often. */
export const periodDays = [7, 28, 84] as const
export type PeriodDays = (typeof periodDays)[number]

const weekMs = 7 * dayMs

/** The last so many whole weeks, from a Monday to a Sunday. */
export const wholeWeeks = (weeks: number, nowMs: number): Period => {
  // 1970-01-01 was a Thursday: three days later, days fall into weeks from Monday.
  const monday = Math.floor((nowMs + 3 * dayMs) / weekMs) * weekMs - 3 * dayMs
  return { from: dateAt(monday - weeks * weekMs), to: dateAt(monday - dayMs) }
}

/** A stretch of time in equal steps. */
export interface Steps {
  readonly by: 'day' | 'week'
  readonly period: Period
}

/** How a time is drawn: days as long as they can be told apart, then whole weeks, of which none is cut short. */
export const stepsOf = (days: PeriodDays, nowMs: number): Steps =>
  days === 84
    ? { by: 'week', period: wholeWeeks(12, nowMs) }
    : { by: 'day', period: days === 7 ? lastDays(14, nowMs) : lastDays(days, nowMs) }

/** The names of all steps: each date, or each Monday. */
export const stepNames = ({ by, period }: Steps): string[] =>
  datesOf(period).filter((_, day) => by === 'day' || day % 7 === 0)

/** With tomorrow as its last day a period holds every local date that has begun anywhere. */
export const tomorrow = (nowMs: number): string => dateAt(nowMs + dayMs)

/** First and last day, as the language writes them. */
export const periodText = ({ from, to }: Period, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(
    Date.parse(from),
    Date.parse(to),
  )
