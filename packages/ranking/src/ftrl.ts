import type { StateReader, StateWriter } from './state.ts'

/**
 * Several logistic regressions over the same hashed features, learned one example after another: FTRL-proximal with rates
 * for each coordinate (McMahan et al., Ad Click Prediction, 2013). The heads lie side by side, so an example of all heads
 * costs one walk over its features. Weights lie ready beside what they follow from: foretelling only adds.
 */

export interface FtrlSettings {
  /** Labels that are foretold at once. */
  readonly heads: number
  /** Places of features: a power of two. */
  readonly places: number
  /** Rate of learning of each head, and how soon it falls. */
  readonly alpha: readonly number[]
  readonly beta: number
  /** What has told less than this stays 0. */
  readonly l1: number
  readonly l2: number
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/**
 * Foretells and learns. Features are places below `places`, each with the value 1; the same place twice counts twice.
 *
 * @example
 * const ftrl = new Ftrl(settings)
 * ftrl.foretell(features, chances)
 * ftrl.learn(features, labels)
 */
export class Ftrl {
  readonly settings: FtrlSettings
  #z: Float32Array
  #n: Float32Array
  readonly #weight: Float32Array
  readonly #slope: Float64Array

  constructor(settings: FtrlSettings) {
    const { heads, places } = settings
    if ((places & (places - 1)) !== 0) throw new RangeError('places are a power of two')
    this.settings = settings
    this.#z = new Float32Array(heads * places)
    this.#n = new Float32Array(heads * places)
    this.#weight = new Float32Array(heads * places)
    this.#slope = new Float64Array(heads)
  }

  get bytes(): number {
    return this.#z.byteLength + this.#n.byteLength + this.#weight.byteLength
  }

  /** The weight of a feature for a head: what it adds to the score. */
  weight(feature: number, head: number): number {
    return this.#weight[feature * this.settings.heads + head] ?? 0
  }

  /** Adds the weights of the features from this one on to the score of each head: the logarithm of the odds. */
  addScores(features: Int32Array, from: number, into: Float64Array): void {
    const { heads } = this.settings
    const weights = this.#weight
    for (let at = from; at < features.length; at += 1) {
      const base = (features[at] ?? 0) * heads
      for (let head = 0; head < heads; head += 1) into[head] = (into[head] ?? 0) + (weights[base + head] ?? 0)
    }
  }

  /** Chances, one for each head. `beside`: what another model adds to the score of each head. */
  foretell(features: Int32Array, into: Float64Array, beside?: Float64Array): void {
    into.fill(0)
    this.addScores(features, 0, into)
    for (let head = 0; head < this.settings.heads; head += 1)
      into[head] = sigmoid((into[head] ?? 0) + (beside?.[head] ?? 0))
  }

  /**
   * A step towards what came: labels of 0 or 1, one for each head; -1: this head is not told. Answers the slope of the
   * loss by the score of each head, valid until the next step.
   */
  learn(features: Int32Array, labels: ArrayLike<number>, beside?: Float64Array): Float64Array {
    const { heads } = this.settings
    const slope = this.#slope
    this.foretell(features, slope, beside)
    for (let head = 0; head < heads; head += 1) {
      const label = labels[head] ?? -1
      slope[head] = label < 0 ? 0 : (slope[head] ?? 0) - label
    }
    for (let at = 0; at < features.length; at += 1) {
      const base = (features[at] ?? 0) * heads
      for (let head = 0; head < heads; head += 1) {
        const gradient = slope[head] ?? 0
        if (gradient !== 0) this.#step(base + head, head, gradient)
      }
    }
    return slope
  }

  save(into: StateWriter): void {
    into.add('z', this.#z)
    into.add('n', this.#n)
  }

  load(from: StateReader): void {
    const { heads, places } = this.settings
    this.#z = from.take('z', 'Float32Array', heads * places)
    this.#n = from.take('n', 'Float32Array', heads * places)
    for (let place = 0, cell = 0; place < places; place += 1)
      for (let head = 0; head < heads; head += 1, cell += 1) this.#weight[cell] = this.#weightOf(cell, head)
  }

  #step(cell: number, head: number, gradient: number): void {
    const before = this.#n[cell] ?? 0
    const after = Math.fround(before + gradient * gradient)
    const sigma = (Math.sqrt(after) - Math.sqrt(before)) / (this.settings.alpha[head] ?? 0)
    this.#z[cell] = (this.#z[cell] ?? 0) + gradient - sigma * (this.#weight[cell] ?? 0)
    this.#n[cell] = after
    this.#weight[cell] = this.#weightOf(cell, head)
  }

  /** Follows from what is stored alone, so a state that was read again goes on as the one that was written. */
  #weightOf(cell: number, head: number): number {
    const { alpha, beta, l1, l2 } = this.settings
    const z = this.#z[cell] ?? 0
    if (z <= l1 && z >= -l1) return 0
    return -(z - (z > 0 ? l1 : -l1)) / ((beta + Math.sqrt(this.#n[cell] ?? 0)) / (alpha[head] ?? 0) + l2)
  }
}
