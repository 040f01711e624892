import { dateOf, dayNumber, type Metric, type Question, type SliceId } from '@busker/metrics'

const hourMs = 3_600_000
/** A calendar day is over everywhere on earth when it is over twelve hours west of Greenwich. */
const westernmostMs = 12 * hourMs
const dayMs = 24 * hourMs

/**
 * Whether a number can still change: facts of a local date are accepted until so many days after that date has ended
 * in the last time zone. A number without facts is never final, its first fact may still come.
 */
export const isFinal = (
  newestLocalDate: string | null,
  { afterDays, nowMs }: { readonly afterDays: number; readonly nowMs: number },
): boolean =>
  newestLocalDate !== null &&
  nowMs >= Date.parse(`${newestLocalDate}T00:00:00Z`) + dayMs + westernmostMs + afterDays * dayMs

/** Facts are accepted for 72 hours. */
const acceptedDays = 3

/** The last local date of which no fact can arrive any more. */
export const settledDate = (nowMs: number): string =>
  dateOf(Math.floor((nowMs - westernmostMs) / dayMs) - 1 - acceptedDays)

/** Where the last full hour of a period ends: with its last day in UTC, or with the hour that is over. */
export const lastFullHour = (to: string, nowMs: number): number =>
  Math.min((dayNumber(to) + 1) * dayMs, Math.floor(nowMs / hourMs) * hourMs)

/** The last date that a number of a slice rests on: a cohort is followed for some days after. */
export const lastDateOf = (
  metric: Pick<Metric, 'window'>,
  slice: string,
  { to, by }: { readonly to: Question['to']; readonly by?: SliceId | undefined },
): string => {
  const end = { day: 0, week: 6 }
  const isDate = by === 'day' || by === 'week'
  const last = isDate ? Math.min(dayNumber(slice) + end[by], dayNumber(to)) : dayNumber(to)
  return dateOf(last + (metric.window.kind === 'cohort' ? metric.window.days : 0))
}
