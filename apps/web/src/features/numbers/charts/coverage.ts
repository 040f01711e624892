import type { MeasuredMetric } from '@busker/contract'
import { intervalOf, rowAt, type Interval } from './cells.ts'

export interface VersionCoverage {
  readonly version: string
  readonly share: number
  readonly interval: Interval | null
  readonly size: number
}

const mostShown = 12

/** Versions of the app with the most people behind them, the lowest coverage first. */
export const coverageByVersion = (metric: MeasuredMetric | undefined): VersionCoverage[] =>
  (metric?.rows ?? [])
    .flatMap((row) =>
      typeof row.value === 'number'
        ? [{ version: row.slice, share: row.value, interval: intervalOf(row), size: row.sampleSize }]
        : [],
    )
    .toSorted((one, other) => other.size - one.size)
    .slice(0, mostShown)
    .toSorted((one, other) => one.share - other.share)

/** Below this the other numbers are too low to be compared with earlier ones. */
const leastCoverage = 0.9

export type CoverageFinding =
  | { readonly kind: 'empty' }
  | { readonly kind: 'even'; readonly share: number }
  /** One version reports surely less than all together. */
  | { readonly kind: 'gap'; readonly version: string; readonly share: number; readonly whole: number }

export const coverageFinding = (
  versions: readonly VersionCoverage[],
  whole: MeasuredMetric | undefined,
): CoverageFinding => {
  const share = rowAt(whole, '')?.value
  if (typeof share !== 'number') return { kind: 'empty' }
  const gap = versions.find(({ interval }) => interval !== null && interval[1] < share)
  return gap ? { kind: 'gap', version: gap.version, share: gap.share, whole: share } : { kind: 'even', share }
}

/** The share of watchers that is surely not counted; null: coverage is good enough, or not known. */
export const coverageLoss = (whole: MeasuredMetric | undefined): number | null => {
  const high = intervalOf(rowAt(whole, ''))?.[1]
  return high === undefined || high >= leastCoverage ? null : 1 - high
}
