/**
 * Several logistic regressions over the same hashed features, learned one example after another: FTRL-proximal with rates
 * for each coordinate (McMahan et al., Ad Click Prediction, 2013). The heads lie side by side, so an example of all heads
 * costs one walk over its features.
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

/** State that can lie in shared memory: one writer, readers see each number before or after a step. */
export interface FtrlState {
  readonly z: Float32Array
  readonly n: Float32Array
}

export const ftrlStateOf = ({ heads, places }: Pick<FtrlSettings, 'heads' | 'places'>): FtrlState => {
  const make = (): Float32Array =>
    new Float32Array(new SharedArrayBuffer(heads * places * Float32Array.BYTES_PER_ELEMENT))
  return { z: make(), n: make() }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/**
 * Foretells and learns. Features are places below `places`, each with the value 1; the same place twice counts twice.
 *
 * @example
 * const ftrl = new Ftrl(settings, ftrlStateOf(settings))
 * ftrl.foretell(features, chances)
 * ftrl.learn(features, labels)
 */
export class Ftrl {
  readonly settings: FtrlSettings
  readonly state: FtrlState
  readonly #score: Float64Array
  readonly #slope: Float64Array

  constructor(settings: FtrlSettings, state: FtrlState) {
    const { places } = settings
    if ((places & (places - 1)) !== 0) throw new RangeError('places are a power of two')
    this.settings = settings
    this.state = state
    this.#score = new Float64Array(settings.heads)
    this.#slope = new Float64Array(settings.heads)
  }

  /** The weight of a feature for a head: what it adds to the score. */
  weight(feature: number, head: number): number {
    const { heads, alpha, beta, l1, l2 } = this.settings
    const at = feature * heads + head
    const z = this.state.z[at] ?? 0
    if (z <= l1 && z >= -l1) return 0
    const n = this.state.n[at] ?? 0
    return -(z - (z > 0 ? l1 : -l1)) / ((beta + Math.sqrt(n)) / (alpha[head] ?? 0) + l2)
  }

  /** Sums of weights, one for each head: the logarithm of the odds. */
  score(features: ArrayLike<number>, into: Float64Array): void {
    const { heads } = this.settings
    for (let head = 0; head < heads; head += 1) {
      let sum = 0
      for (let at = 0; at < features.length; at += 1) sum += this.weight(features[at] ?? 0, head)
      into[head] = sum
    }
  }

  /** Chances, one for each head. `beside`: what another model adds to the score of each head. */
  foretell(features: ArrayLike<number>, into: Float64Array, beside?: ArrayLike<number>): void {
    this.score(features, into)
    for (let head = 0; head < this.settings.heads; head += 1)
      into[head] = sigmoid((into[head] ?? 0) + (beside?.[head] ?? 0))
  }

  /**
   * A step towards what came: labels of 0 or 1, one for each head; -1: this head is not told. Answers the slope of the
   * loss by the score of each head, valid until the next step.
   */
  learn(features: ArrayLike<number>, labels: ArrayLike<number>, beside?: ArrayLike<number>): Float64Array {
    this.foretell(features, this.#score, beside)
    const { heads, alpha } = this.settings
    const { z, n } = this.state
    for (let head = 0; head < heads; head += 1) {
      const label = labels[head] ?? -1
      const rate = alpha[head] ?? 0
      const gradient = label < 0 ? 0 : (this.#score[head] ?? 0) - label
      this.#slope[head] = gradient
      if (gradient === 0) continue
      const squared = gradient * gradient
      for (let at = 0; at < features.length; at += 1) {
        const feature = features[at] ?? 0
        const cell = feature * heads + head
        const before = n[cell] ?? 0
        const own = this.weight(feature, head)
        const sigma = (Math.sqrt(before + squared) - Math.sqrt(before)) / rate
        z[cell] = (z[cell] ?? 0) + gradient - sigma * own
        n[cell] = before + squared
      }
    }
    return this.#slope
  }
}
