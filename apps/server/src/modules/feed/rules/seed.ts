/** The seed of a page: of one place of one scroll, always the same (FNV-1a). */
export const seedOf = (feedId: string, position: number): number => {
  let hash = 0x811c9dc5
  for (const letter of `${feedId}:${position}`)
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
