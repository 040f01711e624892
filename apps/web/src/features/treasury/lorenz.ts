/** A point of the curve: the poorest so many of a hundred get so many of a hundred of everything. */
export interface LorenzPoint {
  readonly people: number
  readonly share: number
}

const steps = 20
const precision = 1_000_000n

/**
 * The Lorenz curve of amounts, in steps of five of a hundred people, from exact sums. Null: nobody got anything.
 *
 * @example lorenzOf([1n, 1n])?.at(10) // { people: 50, share: 0.5 }
 */
export const lorenzOf = (amounts: readonly bigint[]): LorenzPoint[] | null => {
  const sorted = amounts.toSorted((one, other) => (one < other ? -1 : Number(one > other)))
  const total = sorted.reduce((sum, micro) => sum + micro, 0n)
  if (total <= 0n) return null
  const sums = [0n]
  for (const micro of sorted) sums.push((sums.at(-1) ?? 0n) + micro)
  return Array.from({ length: steps + 1 }, (_, step) => {
    // Between two people the curve is a straight line.
    const place = (sorted.length * step) / steps
    const before = Math.floor(place)
    const [low, high] = [sums[before] ?? 0n, sums[Math.min(before + 1, sorted.length)] ?? total]
    const [from, to] = [Number((low * precision) / total), Number((high * precision) / total)]
    const share = (from + (to - from) * (place - before)) / Number(precision)
    return { people: (100 * step) / steps, share }
  })
}
