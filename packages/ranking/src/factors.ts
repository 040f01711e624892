import { mix } from './hash.ts'
import type { StateReader, StateWriter } from './state.ts'

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
  #vectors: Float32Array
  #squares: Float32Array
  /** Of the features that many examples share. */
  readonly #shared: Float64Array
  readonly #sharedOwn: Float64Array
  /** Of all features of the example that was scored last. */
  readonly #sums: Float64Array

  constructor(settings: FactorsSettings) {
    const { heads, places, size } = settings
    if ((places & (places - 1)) !== 0) throw new RangeError('places are a power of two')
    this.#settings = settings
    const length = heads * places * size
    this.#vectors = new Float32Array(length)
    for (let at = 0; at < length; at += 1)
      this.#vectors[at] = (mix(at + 0x51ed270b) / 2 ** 32 - 0.5) * 2 * startSpread
    this.#squares = new Float32Array(length)
    this.#shared = new Float64Array(heads * size)
    this.#sums = new Float64Array(heads * size)
    this.#sharedOwn = new Float64Array(heads)
  }

  get bytes(): number {
    return this.#vectors.byteLength + this.#squares.byteLength
  }

  /** Says which features the examples that are scored next have in common. */
  share(features: Int32Array): void {
    this.#shared.fill(0)
    this.#sharedOwn.fill(0)
    this.#sum(features, this.#shared, this.#sharedOwn)
  }

  /** What all pairs of the shared features and these add to the score of each head. */
  score(features: Int32Array, into: Float64Array): void {
    const { heads, size } = this.#settings
    const sums = this.#sums
    sums.set(this.#shared)
    into.set(this.#sharedOwn)
    this.#sum(features, sums, into)
    for (let head = 0, cell = 0; head < heads; head += 1) {
      let squares = 0
      for (const end = cell + size; cell < end; cell += 1) squares += (sums[cell] ?? 0) ** 2
      into[head] = (into[head] ?? 0) + squares / 2
    }
  }

  /** What two features mean together, for each head. */
  pair(one: number, other: number, into: Float64Array): void {
    const { heads, size } = this.#settings
    const [first, second] = [this.#from(one), this.#from(other)]
    for (let head = 0, cell = 0; head < heads; head += 1) {
      let product = 0
      for (const end = cell + size; cell < end; cell += 1)
        product += (this.#vectors[first + cell] ?? 0) * (this.#vectors[second + cell] ?? 0)
      into[head] = product
    }
  }

  /** A step against the slope of the loss by the score of each head; all these features were scored last. */
  learn(features: Int32Array, slopes: Float64Array): void {
    const { heads, size, rate, l2 } = this.#settings
    const [vectors, squares, sums] = [this.#vectors, this.#squares, this.#sums]
    for (let at = 0; at < features.length; at += 1) {
      const from = this.#from(features[at] ?? 0)
      for (let head = 0; head < heads; head += 1) {
        const slope = slopes[head] ?? 0
        if (slope === 0) continue
        for (let cell = head * size; cell < (head + 1) * size; cell += 1) {
          const value = vectors[from + cell] ?? 0
          const step = slope * ((sums[cell] ?? 0) - value) + l2 * value
          const square = (squares[from + cell] ?? 0) + step * step
          squares[from + cell] = square
          vectors[from + cell] = value - (rate * step) / Math.sqrt(1e-3 + square)
        }
      }
    }
  }

  save(into: StateWriter): void {
    into.add('vectors', this.#vectors)
    into.add('squares', this.#squares)
  }

  load(from: StateReader): void {
    const { heads, places, size } = this.#settings
    this.#vectors = from.take('vectors', 'Float32Array', heads * places * size)
    this.#squares = from.take('squares', 'Float32Array', heads * places * size)
  }

  #from(feature: number): number {
    const { heads, places, size } = this.#settings
    return (feature & (places - 1)) * heads * size
  }

  /** Adds vectors, and takes what each of them means with itself from the scores. */
  #sum(features: Int32Array, sums: Float64Array, scores: Float64Array): void {
    const { heads, size } = this.#settings
    const vectors = this.#vectors
    for (let at = 0; at < features.length; at += 1) {
      const from = this.#from(features[at] ?? 0)
      for (let head = 0, cell = 0; head < heads; head += 1) {
        let squares = 0
        for (const end = cell + size; cell < end; cell += 1) {
          const value = vectors[from + cell] ?? 0
          sums[cell] = (sums[cell] ?? 0) + value
          squares += value * value
        }
        scores[head] = (scores[head] ?? 0) - squares / 2
      }
    }
  }
}
