export type CourseFinding =
  | { readonly kind: 'empty' }
  | { readonly kind: 'begun'; readonly total: number }
  /** How much more, or less, there was in the second half of the time than in the first. */
  | { readonly kind: 'rose' | 'fell' | 'steady'; readonly share: number }

const noticeable = 0.02

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Compares the second half of a time with its first; of an odd number of steps the middle one is in neither. */
export const courseFinding = (values: readonly number[]): CourseFinding => {
  const half = Math.floor(values.length / 2)
  const [before, after] = [total(values.slice(0, half)), total(values.slice(values.length - half))]
  if (total(values) === 0) return { kind: 'empty' }
  if (before === 0) return { kind: 'begun', total: total(values) }
  const share = after / before - 1
  if (Math.abs(share) < noticeable) return { kind: 'steady', share }
  return share > 0 ? { kind: 'rose', share } : { kind: 'fell', share: -share }
}
