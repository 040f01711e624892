import type { MeasuredMetric } from '@busker/contract'

/** People who came for the first time in the same day or week. */
export interface Cohort {
  readonly name: string
  readonly size: number
  /** The share that was active on each day after; the later days are not over for a young cohort. */
  readonly shares: readonly number[]
}

/** Cohorts of which at least the first day is settled. */
export const cohortsOf = (metric: MeasuredMetric | undefined): Cohort[] =>
  (metric?.rows ?? []).flatMap(({ slice, value, sampleSize }) =>
    Array.isArray(value) ? [{ name: slice, size: sampleSize, shares: value }] : [],
  )

export type RetentionFinding =
  | { readonly kind: 'too_early' }
  | { readonly kind: 'returned'; readonly day: number; readonly share: number }

const milestones = [30, 7, 1] as const

/** How many came back on the latest day that people speak of. The mean weighs each cohort by its people. */
export const retentionFinding = (mean: readonly number[] | null): RetentionFinding => {
  for (const day of milestones) {
    const share = mean?.[day]
    if (share !== undefined) return { kind: 'returned', day, share }
  }
  return { kind: 'too_early' }
}
