/** Chance that is the same for the same seed. */
export interface Chance {
  /** From 0 up to, not including, `below`. */
  below(limit: number): number
  happens(share: number): boolean
  pick<Item>(from: readonly Item[]): Item
  /** From 0 up to, including, the amount. */
  upTo(amount: bigint): bigint
}

/** Mulberry32: small and fast, and good enough to spread steps. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    happens: (share) => next() < share,
    pick: (from) => {
      const found = from[below(from.length)]
      if (found === undefined) throw new TypeError('there is something to pick from')
      return found
    },
    upTo: (amount) => (BigInt(below(2 ** 30)) * (amount + 1n)) / 2n ** 30n,
  }
}
