import type { Factors } from './factors.ts'
import type { Facts, Moment } from './families.ts'
import type { Describer } from './features.ts'
import { sigmoid, type Ftrl } from './ftrl.ts'
import type { Quantile } from './quantile.ts'

export interface OpeningParts {
  readonly describer: Describer
  readonly ftrl: Ftrl
  readonly factors: Factors
  readonly seconds: Quantile
  /** How many features all meetings of a moment share. */
  readonly shared: number
  readonly heads: number
}

const noFacts: Facts = {}

/**
 * Many videos before one person at one moment. What the person, the surface and the hour say is summed up once; a video
 * costs its own features only, and nothing is allocated for it.
 */
export class Opening {
  readonly #parts: OpeningParts
  readonly #sharedScore: Float64Array
  readonly #beside: Float64Array
  readonly #pairedOfMoment = new Int32Array(2)
  readonly #pairedOfVideo = new Int32Array(5)
  #sharedSum = 0
  #features: Int32Array = new Int32Array(0)

  constructor(parts: OpeningParts) {
    this.#parts = parts
    this.#sharedScore = new Float64Array(parts.heads)
    this.#beside = new Float64Array(parts.heads)
  }

  /** Used by the learner. */
  open(moment: Moment): void {
    const { describer, ftrl, factors, seconds } = this.#parts
    const features = describer.open(moment, { many: true })
    this.#sharedScore.fill(0)
    ftrl.addScores(features, 0, this.#sharedScore)
    this.#sharedSum = seconds.sum(features, 0)
    for (let at = 0; at < 2; at += 1) this.#pairedOfMoment[at] = features[at + 1] ?? 0
    factors.share(this.#pairedOfMoment)
  }

  /** The features of the meeting with this video, as `Learner.describe` gives them; valid until the next is described. */
  describe(video: number, facts = noFacts): Int32Array {
    this.#features = this.#parts.describer.describe(video, facts)
    return this.#features
  }

  /** The index of the term of each feature that was described last. */
  get groups(): Uint8Array {
    return this.#parts.describer.groups
  }

  /** The logarithm of the odds of each head, of what was described last. */
  score(into: Float64Array): void {
    const { ftrl, factors, shared, heads } = this.#parts
    for (let at = 0; at < 5; at += 1) this.#pairedOfVideo[at] = this.#features[shared + at] ?? 0
    factors.score(this.#pairedOfVideo, this.#beside)
    into.set(this.#sharedScore)
    ftrl.addScores(this.#features, shared, into)
    for (let head = 0; head < heads; head += 1) into[head] = (into[head] ?? 0) + (this.#beside[head] ?? 0)
  }

  /** The chance of each head, of what was described last. */
  foretell(into: Float64Array): void {
    this.score(into)
    for (let head = 0; head < into.length; head += 1) into[head] = sigmoid(into[head] ?? 0)
  }

  /** How long what was described last is watched, in the middle of all cases. */
  foretellSeconds(): number {
    const { seconds, shared } = this.#parts
    return seconds.valueOf(this.#sharedSum + seconds.sum(this.#features, shared))
  }
}
