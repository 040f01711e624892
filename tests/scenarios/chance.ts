/** Numbers that look random and can be repeated from a seed. */
export interface Chance {
  /** From 0 up to, not including, `below`. */
  integer(below: number): number
  pick<T>(from: readonly T[]): T
  /** A UUIDv7 of this moment. */
  uuid(): string
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

export const seededChance = (seed: number): Chance => {
  let state = seed >>> 0
  // Mulberry32: small, and good enough to spread kills over a run.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return {
    integer,
    pick: (from) => {
      const chosen = from[integer(from.length)]
      if (chosen === undefined) throw new Error('there is nothing to choose from')
      return chosen
    },
    uuid: () => {
      const time = hex(Date.now(), 12)
      const tail = hex(integer(2 ** 24), 6) + hex(integer(2 ** 24), 6)
      const variant = hex(0x8000 + integer(0x4000), 4)
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(integer(0x1000), 3)}-${variant}-${tail}`
    },
  }
}
