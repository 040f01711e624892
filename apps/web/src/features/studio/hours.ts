import type { MeasuredMetric } from '@busker/contract'

/** Below so many watches past the hook nothing is advised. */
const leastWatches = 30
const hoursInDay = 24
const daysInWeek = 7
/** A time to post is a stretch of hours, not one hour. */
const stretchHours = 3
/** How much more than its part of the day a stretch must hold to be called a peak. */
const peakFactor = 1.5
/** So many standard deviations of chance above a seventh a weekday stands out: of 168 stretches one is always highest. */
const leastDeviations = 4

/** Watches past the hook in one hour of the audience's day; null: of too few people to be shown. */
export type HourCell = number | null

type Row = Pick<MeasuredMetric['rows'][number], 'slice' | 'status' | 'sampleSize'>

const cellsOfDay = (all: readonly Row[]): HourCell[] => {
  const rows = new Map(all.map((row) => [Number(row.slice), row]))
  return Array.from({ length: hoursInDay }, (_, hour) => {
    const row = rows.get(hour)
    if (row === undefined) return 0
    return row.status === 'suppressed' ? null : row.sampleSize
  })
}

/** The cells of a day out of a share by local hour, whose sample is the watches past the hook. An hour without any is 0. */
export const hourCells = (byHour: MeasuredMetric | undefined): HourCell[] => cellsOfDay(byHour?.rows ?? [])

/** The hours of each weekday, Monday first, out of a share by hour of the week: `5-18` is Friday evening. */
export const weekCells = (byHour: MeasuredMetric | undefined): HourCell[][] => {
  const days = Map.groupBy(byHour?.rows ?? [], ({ slice }) => Number(slice.split('-')[0]) - 1)
  return Array.from({ length: daysInWeek }, (_, weekday) => {
    const rows = days.get(weekday)?.map((row) => ({ ...row, slice: row.slice.split('-')[1] ?? '' })) ?? []
    return cellsOfDay(rows)
  })
}

export type HourAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'even' }
  /** From `fromHour` until `toHour` (exclusive, may be past midnight) it is watched most. */
  | { readonly kind: 'peak'; readonly fromHour: number; readonly toHour: number; readonly share: number }

/** The sum of each stretch of hours that begins in one of these, around the end of the list. */
const stretchesOf = (cells: readonly HourCell[]): number[] =>
  cells.map((_, first) =>
    Array.from({ length: stretchHours }, (_, ahead) => cells[(first + ahead) % cells.length] ?? 0).reduce(
      (sum, one) => sum + one,
      0,
    ),
  )

/** When to post: before the three hours that hold most, if they hold clearly more than their part of a day. */
export const hourAdvice = (cells: readonly HourCell[]): HourAdvice => {
  const total = cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0)
  if (total < leastWatches) return { kind: 'too_little' }
  const stretches = stretchesOf(cells)
  const most = Math.max(...stretches)
  const share = most / total
  if (share < (peakFactor * stretchHours) / hoursInDay) return { kind: 'even' }
  const fromHour = stretches.indexOf(most)
  return { kind: 'peak', fromHour, toHour: (fromHour + stretchHours) % hoursInDay, share }
}

/** Three hours of one weekday that are watched most. */
export interface WeekPeak {
  readonly weekday: number
  readonly fromHour: number
  readonly toHour: number
}

/**
 * The three hours of the week that hold most, if their weekday has clearly more of them than a seventh; else null. The
 * hours of all days tell what a seventh is: cells of a weekday that may not be shown are in them.
 */
export const weekPeak = (
  allDays: readonly HourCell[],
  week: readonly (readonly HourCell[])[],
): WeekPeak | null => {
  const stretches = stretchesOf(week.flat())
  const most = Math.max(0, ...stretches)
  if (most < leastWatches) return null
  const first = stretches.indexOf(most)
  const fromHour = first % hoursInDay
  const usual = (stretchesOf(allDays)[fromHour] ?? 0) / daysInWeek
  if ((most - usual) / Math.sqrt(usual) < leastDeviations) return null
  return {
    weekday: Math.floor(first / hoursInDay),
    ...{ fromHour, toHour: (fromHour + stretchHours) % hoursInDay },
  }
}

/** Whether an hour of the week lies in its peak, which may reach into the next day and the next week. */
export const isInWeekPeak = (weekday: number, hour: number, peak: WeekPeak | null): boolean => {
  if (peak === null) return false
  const hoursInWeek = daysInWeek * hoursInDay
  const first = peak.weekday * hoursInDay + peak.fromHour
  return (weekday * hoursInDay + hour - first + hoursInWeek) % hoursInWeek < stretchHours
}

/** Whether an hour lies in a stretch that may go past midnight. */
export const isInPeak = (hour: number, advice: HourAdvice): boolean =>
  advice.kind === 'peak' && (hour - advice.fromHour + hoursInDay) % hoursInDay < stretchHours
