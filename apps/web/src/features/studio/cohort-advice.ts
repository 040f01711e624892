import type { Cohort } from '#features/numbers'

const leastViewers = 30
/** A smaller difference is chance, or not worth a change. */
const noticeable = 0.02
const firstWeek = 7

export type CohortAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'more' | 'fewer' | 'same'; readonly share: number }

/** Whether the newest viewers whose first week is over come back more than those before. */
export const cohortAdvice = (cohorts: readonly Cohort[]): CohortAdvice => {
  const [newest, ...earlier] = cohorts
    .filter(({ size, shares }) => size >= leastViewers && shares.length > firstWeek)
    .toSorted((one, other) => (one.name < other.name ? 1 : -1))
    .map(({ size, shares }) => ({ size, share: shares[firstWeek] ?? 0 }))
  if (newest === undefined || earlier.length === 0) return { kind: 'too_little' }
  const all = earlier.reduce((sum, { size }) => sum + size, 0)
  const before = earlier.reduce((sum, { size, share }) => sum + size * share, 0) / all
  const { share } = newest
  if (Math.abs(share - before) < noticeable) return { kind: 'same', share }
  return { kind: share > before ? 'more' : 'fewer', share }
}
