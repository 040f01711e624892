import type { MeasuredMetric, MetricDefinition } from '@busker/contract'

/** Viewers who came in one week, and the share of them that was there on each day after. */
export interface Cohort {
  readonly week: string
  readonly viewers: number
  /** By day after the first; shorter than others while days are still open. */
  readonly shares: readonly number[]
}

/** Days after the first that the table shows. */
export const shownDays = [1, 3, 7, 14, 21, 28] as const
const leastViewers = 30
const mostCohorts = 10
/** Closer than this a difference is chance or care for nothing. */
const noticeable = 0.02
const firstWeek = 7

/** The definition of a curve of returns that an account can ask for week by week. */
export const cohortDefinition = (
  definitions: ReadonlyMap<string, MetricDefinition> | undefined,
): MetricDefinition | undefined =>
  [...(definitions?.values() ?? [])].find(
    ({ family, shape, scopes, slices, missing }) =>
      family === 'retention' &&
      shape === 'curve' &&
      scopes.includes('author') &&
      slices.includes('week') &&
      missing === null,
  )

/** The latest cohorts, the newest first. Weeks in which nobody came, or of which no day is settled, are left out. */
export const cohortsOf = (measured: MeasuredMetric | undefined): Cohort[] =>
  (measured?.rows ?? [])
    .flatMap(({ slice, value, sampleSize }) =>
      Array.isArray(value) && sampleSize > 0 ? [{ week: slice, viewers: sampleSize, shares: value }] : [],
    )
    .toSorted((one, other) => (one.week < other.week ? 1 : -1))
    .slice(0, mostCohorts)

export type CohortAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'more' | 'fewer' | 'same'; readonly share: number }

/** Whether the newest viewers whose first week is over come back more than those before. */
export const cohortAdvice = (cohorts: readonly Cohort[]): CohortAdvice => {
  const told = cohorts.filter(({ viewers, shares }) => viewers >= leastViewers && shares.length > firstWeek)
  const [newest, ...earlier] = told.map(({ viewers, shares }) => ({ viewers, share: shares[firstWeek] ?? 0 }))
  if (newest === undefined || earlier.length === 0) return { kind: 'too_little' }
  const all = earlier.reduce((sum, { viewers }) => sum + viewers, 0)
  const before = earlier.reduce((sum, { viewers, share }) => sum + viewers * share, 0) / all
  const { share } = newest
  if (Math.abs(share - before) < noticeable) return { kind: 'same', share }
  return { kind: share > before ? 'more' : 'fewer', share }
}
