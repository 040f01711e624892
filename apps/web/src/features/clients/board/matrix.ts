import { slicesOf, valueAt } from '@busker/metrics/client-board'
import type { Measured } from '#features/numbers'

/** A video among the others by how its advertising stops people and makes them click. */
export interface MatrixPoint {
  readonly videoId: string
  readonly hook: number
  readonly clickRate: number
  /** About: what it cost, by the price of a thousand. */
  readonly impressions: number
  readonly quadrant: Quadrant
}

/** Strong in both, in one of them, or in none. */
export type Quadrant = 'both' | 'hook_only' | 'click_only' | 'neither'

/** The client's own averages: what is beyond both is better than usual. */
export interface Middle {
  readonly hook: number
  readonly clickRate: number
}

export interface Matrix {
  readonly middle: Middle | null
  /** The most seen first. */
  readonly points: readonly MatrixPoint[]
  /** Videos with too few impressions to stand anywhere. */
  readonly tooFew: number
}

/** With fewer impressions a click rate of a few per cent is chance. */
export const leastImpressions = 1000

const quadrantOf = (one: Middle, middle: Middle): Quadrant => {
  const hooks = one.hook >= middle.hook
  if (one.clickRate >= middle.clickRate) return hooks ? 'both' : 'click_only'
  return hooks ? 'hook_only' : 'neither'
}

/** Cost over the price of one; 0 where either is not known. */
const countByPrice = (spentMicro: number | null, priceMicro: number | null): number =>
  spentMicro === null || priceMicro === null || priceMicro <= 0 ? 0 : Math.round(spentMicro / priceMicro)

interface Seen extends Middle {
  readonly videoId: string
  readonly impressions: number
}

const weighted = (points: readonly Seen[], of: (point: Seen) => number): number => {
  const impressions = points.reduce((sum, point) => sum + point.impressions, 0)
  return points.reduce((sum, point) => sum + of(point) * point.impressions, 0) / impressions
}

export const matrixOf = (measured: Measured): Matrix => {
  const known = slicesOf(measured).flatMap((videoId): Seen[] => {
    const hook = valueAt(measured, 'sales_ad_hook', videoId)
    const clickRate = valueAt(measured, 'sales_ad_click_rate', videoId)
    if (videoId === '' || hook === null || clickRate === null) return []
    const perMille = valueAt(measured, 'sales_ad_cost_per_mille', videoId)
    const spent = valueAt(measured, 'sales_ad_spend', videoId)
    const impressions = countByPrice(spent, perMille === null ? null : perMille / 1000)
    return [{ videoId, hook, clickRate, impressions }]
  })
  const seen = known.filter(({ impressions }) => impressions >= leastImpressions)
  if (seen.length === 0) return { middle: null, points: [], tooFew: known.length }
  const middle = {
    hook: weighted(seen, ({ hook }) => hook),
    clickRate: weighted(seen, (one) => one.clickRate),
  }
  const points = seen
    .map((point) => ({ ...point, quadrant: quadrantOf(point, middle) }))
    .toSorted((one, other) => other.impressions - one.impressions)
  return { middle, points, tooFew: known.length - seen.length }
}
