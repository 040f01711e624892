export type ActiveDaysFinding =
  | { readonly kind: 'empty' }
  /** Half of the people came on so many days or fewer, and this share on half of the days or more. */
  | { readonly kind: 'spread'; readonly median: number; readonly habitual: number }

/** What the numbers of people with 1, 2, … active days say. */
export const activeDaysFinding = (persons: readonly number[]): ActiveDaysFinding => {
  const all = persons.reduce((sum, count) => sum + count, 0)
  if (all === 0) return { kind: 'empty' }
  let counted = 0
  const median = persons.findIndex((count) => {
    counted += count
    return counted * 2 >= all
  })
  const half = persons.length / 2
  const often = persons.reduce((sum, count, index) => sum + (index + 1 >= half ? count : 0), 0)
  return { kind: 'spread', median: median + 1, habitual: often / all }
}
