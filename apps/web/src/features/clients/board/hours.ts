import type { Measured } from '#features/numbers'

const hoursInDay = 24
/** A time to post or go live is a stretch of hours, not one hour. */
const stretchHours = 3
/** Below so many order lines nothing is said. */
export const leastLines = 60
/** How much more than its part of the day a stretch must hold to be called a peak. */
const peakFactor = 1.5

export interface HourOfSales {
  readonly hour: number
  readonly netGmvMicro: number
  readonly lines: number
}

/** The hours of the shop's day; one without an order line has none. */
export const salesHours = (measured: Measured): HourOfSales[] => {
  const rows = new Map(measured.get('sales_net_gmv')?.rows.map((row) => [Number(row.slice), row]))
  return Array.from({ length: hoursInDay }, (_, hour) => {
    const row = rows.get(hour)
    const value = row?.value
    return { hour, netGmvMicro: typeof value === 'number' ? value : 0, lines: row?.sampleSize ?? 0 }
  })
}

export type HoursFinding =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'even' }
  | { readonly kind: 'peak'; readonly fromHour: number; readonly toHour: number; readonly share: number }

/** When most is bought, by order lines: one dear order makes no peak. The end is exclusive and may be past midnight. */
export const hoursFinding = (hours: readonly HourOfSales[]): HoursFinding => {
  const total = hours.reduce((sum, { lines }) => sum + lines, 0)
  if (total < leastLines) return { kind: 'too_little' }
  const stretches = hours.map((_, hour) =>
    Array.from({ length: stretchHours }, (_, ahead) => hours[(hour + ahead) % hoursInDay]?.lines ?? 0).reduce(
      (sum, lines) => sum + lines,
      0,
    ),
  )
  const most = Math.max(...stretches)
  const share = most / total
  if (share < (peakFactor * stretchHours) / hoursInDay) return { kind: 'even' }
  const fromHour = stretches.indexOf(most)
  return { kind: 'peak', fromHour, toHour: (fromHour + stretchHours) % hoursInDay, share }
}
