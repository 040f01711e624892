/** A seeded random source: the same seed paints the same picture on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  between(low: number, high: number): number
}

/** Mulberry32: 32 bits of state, even enough for pictures and tunes. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, between: (low, high) => low + (high - low) * next() }
}

const tableSize = 256
const table = (() => {
  const random = randomOf(20_261_122)
  return Float32Array.from({ length: tableSize * tableSize }, () => random.next())
})()
const at = (x: number, y: number): number => table[((y & 255) << 8) | (x & 255)] ?? 0
const ease = (t: number): number => t * t * (3 - 2 * t)

/** Smooth value noise in [0, 1]; repeats every 256 units. */
export const noise = (x: number, y: number): number => {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const across = ease(x - left)
  const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * across
  const lower = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * across
  return upper + (lower - upper) * ease(y - top)
}

/** Four octaves of noise, in [0, 1]. */
export const cloud = (x: number, y: number): number =>
  (noise(x, y) * 8 +
    noise(x * 2 + 17, y * 2 + 5) * 4 +
    noise(x * 4 + 31, y * 4 + 11) * 2 +
    noise(x * 8, y * 8)) /
  15
