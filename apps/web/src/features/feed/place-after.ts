/** Where the current slide is after some were taken out: it, or what has come into its place. */
export const placeAfter = (before: readonly string[], after: readonly string[], current: number): number => {
  const left = new Set(after)
  return current - before.slice(0, current).filter((id) => !left.has(id)).length
}
