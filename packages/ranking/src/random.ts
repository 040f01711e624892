/** A source of numbers that gives the same ones for the same seed, on every machine. */
export interface Random {
  /** An integer of 0 … 2³²-1. */
  next(): number
  /** Uniform in [0, 1), of 2³² values. */
  uniform(): number
  /** Uniform integer below `end`. */
  below(end: number): number
  /** Standard normal. */
  normal(): number
  /** Standard Gumbel: the largest of scores with such noise is drawn by softmax of the scores. */
  gumbel(): number
}

const two32 = 4_294_967_296

/** A step of SplitMix32, which spreads seeds that lie close together. */
const splitMix = (state: number): number => {
  let z = (state + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

/**
 * xoshiro128** of Blackman and Vigna (2018).
 *
 * @example const random = seeded(7); random.uniform()
 */
export const seeded = (seed: number): Random => {
  let a = splitMix(seed)
  let b = splitMix(a)
  let c = splitMix(b)
  let d = splitMix(c)
  const next = (): number => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result >>> 0
  }
  const uniform = (): number => next() / two32
  // Never 0, whose logarithm is no number.
  const positive = (): number => (next() + 1) / two32
  return {
    next,
    uniform,
    below: (end) => Math.floor(uniform() * end),
    normal: () => Math.sqrt(-2 * Math.log(positive())) * Math.cos(2 * Math.PI * uniform()),
    gumbel: () => -Math.log(-Math.log((next() + 0.5) / two32)),
  }
}
