import type { MeasuredMetric } from '@busker/contract'
import { numberAt } from './cells.ts'

export const trendMetrics = ['trend_velocity', 'trend_acceleration', 'trend_creators'] as const

export interface Trend {
  readonly tag: string
  /** How far above its own usual hour it is, in units of chance. */
  readonly velocity: number
  readonly acceleration: number | null
  readonly creators: number
  /** Far enough, and by enough people, to be no accident and no campaign. */
  readonly isTrend: boolean
}

const leastVelocity = 4
const leastCreators = 20
const mostShown = 20

/** Tags by velocity, the fastest first. */
export const trendsOf = (measured: ReadonlyMap<string, MeasuredMetric>): Trend[] =>
  (measured.get('trend_velocity')?.rows ?? [])
    .flatMap(({ slice, value }) => (typeof value === 'number' ? [{ tag: slice, velocity: value }] : []))
    .toSorted((one, other) => other.velocity - one.velocity || (one.tag < other.tag ? -1 : 1))
    .slice(0, mostShown)
    .map(({ tag, velocity }) => {
      const creators = numberAt(measured.get('trend_creators'), tag) ?? 0
      return {
        ...{ tag, velocity, creators },
        acceleration: numberAt(measured.get('trend_acceleration'), tag),
        isTrend: velocity >= leastVelocity && creators >= leastCreators,
      }
    })

export type TrendFinding =
  | { readonly kind: 'empty' | 'quiet' }
  | { readonly kind: 'trending'; readonly tag: string; readonly count: number }
  | { readonly kind: 'rising'; readonly tag: string }

export const trendFinding = (trends: readonly Trend[]): TrendFinding => {
  const trending = trends.filter(({ isTrend }) => isTrend)
  const [first] = trending
  if (first) return { kind: 'trending', tag: first.tag, count: trending.length }
  const [fastest] = trends
  if (!fastest) return { kind: 'empty' }
  // Below 2 it is no more than the usual up and down.
  return fastest.velocity >= 2 ? { kind: 'rising', tag: fastest.tag } : { kind: 'quiet' }
}
