/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each 1. Stops with
 * `most + 1` when it is more than `most`.
 */
export const distance = (one: string, other: string, most: number): number => {
  const [from, to] = [Array.from(one), Array.from(other)]
  if (Math.abs(from.length - to.length) > most) return most + 1
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1]
      const steps = [
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      ]
      const isSwap =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (isSwap) steps.push((before[column - 2] ?? 0) + 1)
      current.push(Math.min(...steps))
    }
    if (Math.min(...current) > most) return most + 1
    before = above
    above = current
  }
  return above[to.length] ?? most + 1
}

const shortest = 4
const longWord = 8
const mostCorrections = 4

/** How many mistakes a word of this length may have. */
const mistakesIn = (word: string): number => {
  const { length } = Array.from(word)
  if (length < shortest) return 0
  return length < longWord ? 1 : 2
}

/** Known words that a typed one may have been meant to be, the nearest first. */
export const corrections = (typed: string, known: readonly string[]): string[] => {
  const most = mistakesIn(typed)
  return known
    .map((word) => ({ word, off: distance(typed, word, most) }))
    .filter(({ off, word }) => off <= most && word !== typed)
    .toSorted((one, other) => one.off - other.off || (one.word < other.word ? -1 : 1))
    .slice(0, mostCorrections)
    .map(({ word }) => word)
}
