import type { StateReader, StateWriter } from './state.ts'

/**
 * Foretells a quantile of a number from hashed features: a linear model of the logarithm of one plus it, learned by
 * AdaGrad on the pinball loss (Koenker and Bassett, 1978; Duchi et al., 2011). A quantile of a logarithm is the logarithm
 * of the quantile, so nothing needs to be corrected on the way back.
 */
export interface QuantileSettings {
  /** Places of features: a power of two. */
  readonly places: number
  /** Which quantile, 0 … 1: 0.5 foretells the median. */
  readonly quantile: number
  readonly rate: number
}

export class Quantile {
  readonly #settings: QuantileSettings
  #weight: Float32Array
  #squares: Float32Array

  constructor(settings: QuantileSettings) {
    this.#settings = settings
    this.#weight = new Float32Array(settings.places)
    this.#squares = new Float32Array(settings.places)
  }

  get bytes(): number {
    return this.#weight.byteLength + this.#squares.byteLength
  }

  /** The sum of the weights of the features from this one on. */
  sum(features: Int32Array, from: number): number {
    let sum = 0
    for (let at = from; at < features.length; at += 1) sum += this.#weight[features[at] ?? 0] ?? 0
    return sum
  }

  /** What a sum over all features foretells, in the unit of what was learned; never below 0. */
  valueOf(sum: number): number {
    return Math.max(0, Math.expm1(sum))
  }

  /** @param value - 0 or more */
  learn(features: Int32Array, value: number): void {
    const { quantile, rate } = this.#settings
    const off = Math.log1p(value) - this.sum(features, 0)
    // Smoothed around 0, where the slope would jump.
    const slope = Math.max(-1, Math.min(1, off / 0.2))
    const step = slope > 0 ? quantile * slope : (1 - quantile) * slope
    for (let at = 0; at < features.length; at += 1) {
      const feature = features[at] ?? 0
      const squares = (this.#squares[feature] ?? 0) + step * step
      this.#squares[feature] = squares
      this.#weight[feature] = (this.#weight[feature] ?? 0) + (rate * step) / Math.sqrt(1 + squares)
    }
  }

  save(into: StateWriter): void {
    into.add('weight', this.#weight)
    into.add('squares', this.#squares)
  }

  load(from: StateReader): void {
    this.#weight = from.take('weight', 'Float32Array', this.#settings.places)
    this.#squares = from.take('squares', 'Float32Array', this.#settings.places)
  }
}
