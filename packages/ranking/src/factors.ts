import { mix } from './hash.ts'

/**
 * A factorisation machine of the second order (Rendle, 2010) for several heads: what two features mean together, of pairs
 * that were never seen together, too. Learned by AdaGrad beside a linear model, which carries the rest of the score.
 */
export interface FactorsSettings {
  readonly heads: number
  /** Places of features: a power of two. */
  readonly places: number
  /** Length of the vector of a feature. */
  readonly size: number
  readonly rate: number
  /** Pulls vectors back to 0. */
  readonly l2: number
}

/** Vectors begin with noise, or their products would stay 0. */
const startSpread = 0.05

export class Factors {
  readonly #settings: FactorsSettings
  readonly #vectors: Float32Array
  readonly #squares: Float32Array
  readonly #sums: Float64Array

  constructor(settings: FactorsSettings) {
    const { heads, places, size } = settings
    this.#settings = settings
    const length = heads * places * size
    this.#vectors = Float32Array.from(
      { length },
      (_, at) => (mix(at + 0x51ed270b) / 2 ** 32 - 0.5) * 2 * startSpread,
    )
    this.#squares = new Float32Array(length)
    this.#sums = new Float64Array(heads * size)
  }

  /** What all pairs of these features add to the score of each head. */
  score(features: ArrayLike<number>, into: Float64Array): void {
    const { heads, places, size } = this.#settings
    const [vectors, sums] = [this.#vectors, this.#sums]
    const width = heads * size
    sums.fill(0)
    into.fill(0)
    for (let at = 0; at < features.length; at += 1) {
      const from = ((features[at] ?? 0) & (places - 1)) * width
      for (let cell = 0; cell < width; cell += 1) {
        const value = vectors[from + cell] ?? 0
        const head = Math.floor(cell / size)
        sums[cell] = (sums[cell] ?? 0) + value
        into[head] = (into[head] ?? 0) - (value * value) / 2
      }
    }
    for (let cell = 0; cell < width; cell += 1) {
      const head = Math.floor(cell / size)
      into[head] = (into[head] ?? 0) + (sums[cell] ?? 0) ** 2 / 2
    }
  }

  /** A step against the slope of the loss by the score of each head; `score` must have been asked of these features last. */
  learn(features: ArrayLike<number>, slopes: ArrayLike<number>): void {
    const { heads, places, size, rate, l2 } = this.#settings
    const [vectors, squares, sums] = [this.#vectors, this.#squares, this.#sums]
    const width = heads * size
    for (let at = 0; at < features.length; at += 1) {
      const from = ((features[at] ?? 0) & (places - 1)) * width
      for (let cell = 0; cell < width; cell += 1) {
        const slope = slopes[Math.floor(cell / size)] ?? 0
        if (slope === 0) continue
        const value = vectors[from + cell] ?? 0
        const step = slope * ((sums[cell] ?? 0) - value) + l2 * value
        const square = (squares[from + cell] ?? 0) + step * step
        squares[from + cell] = square
        vectors[from + cell] = value - (rate * step) / Math.sqrt(1e-3 + square)
      }
    }
  }
}
