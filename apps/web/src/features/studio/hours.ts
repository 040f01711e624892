import type { MeasuredMetric } from '@busker/contract'

/** Below so many watches past the hook nothing is advised. */
const leastWatches = 30
const hoursInDay = 24
/** A time to post is a stretch of hours, not one hour. */
const stretchHours = 3
/** How much more than its part of the day a stretch must hold to be called a peak. */
const peakFactor = 1.5

/** Watches past the hook in one hour of the audience's day; null: of too few people to be shown. */
export type HourCell = number | null

/** The cells of a day out of a share by local hour, whose sample is the watches past the hook. An hour without any is 0. */
export const hourCells = (byHour: MeasuredMetric | undefined): HourCell[] => {
  const rows = new Map(byHour?.rows.map((row) => [Number(row.slice), row]))
  return Array.from({ length: hoursInDay }, (_, hour) => {
    const row = rows.get(hour)
    if (row === undefined) return 0
    return row.status === 'suppressed' ? null : row.sampleSize
  })
}

export type HourAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'even' }
  /** From `fromHour` until `toHour` (exclusive, may be past midnight) it is watched most. */
  | { readonly kind: 'peak'; readonly fromHour: number; readonly toHour: number; readonly share: number }

/** When to post: before the three hours that hold most, if they hold clearly more than their part of a day. */
export const hourAdvice = (cells: readonly HourCell[]): HourAdvice => {
  const at = (hour: number): number => cells[hour % hoursInDay] ?? 0
  const total = cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0)
  if (total < leastWatches) return { kind: 'too_little' }
  const stretches = cells.map((_, hour) =>
    Array.from({ length: stretchHours }, (_, ahead) => at(hour + ahead)).reduce((sum, one) => sum + one, 0),
  )
  const most = Math.max(...stretches)
  const share = most / total
  if (share < (peakFactor * stretchHours) / hoursInDay) return { kind: 'even' }
  const fromHour = stretches.indexOf(most)
  return { kind: 'peak', fromHour, toHour: (fromHour + stretchHours) % hoursInDay, share }
}

/** Whether an hour lies in a stretch that may go past midnight. */
export const isInPeak = (hour: number, advice: HourAdvice): boolean =>
  advice.kind === 'peak' && (hour - advice.fromHour + hoursInDay) % hoursInDay < stretchHours
