import type { Catalogue } from './catalogue.ts'
import { Describer, rateFamilies, type Meeting } from './features.ts'
import { Factors } from './factors.ts'
import { Ftrl, ftrlStateOf } from './ftrl.ts'
import { Histories } from './histories.ts'
import { Quantile } from './quantile.ts'
import { Rates } from './rates.ts'

/** Something that may come of a meeting, and what is known of it before anybody watched. */
export interface Head {
  readonly name: string
  /** How often it usually comes, 0 … 1. */
  readonly usual: number
  /** Rate of learning: rare heads need a higher one. */
  readonly alpha: number
}

export interface LearnerSettings {
  /** The first one says that a video held somebody. */
  readonly heads: readonly [Head, ...Head[]]
  /** A power of two. */
  readonly places: number
}

export interface Outcome {
  /** 0 or 1 for each head; -1: not told. */
  readonly labels: ArrayLike<number>
  /** Left out: not told. */
  readonly watchedSeconds?: number
}

/** Person, video, author, topic, sound, surface and duration stand there in a description. */
const pairedPlaces = [1, 2, 3, 4, 5, 6, 8]

/** Vectors of pairs: 8 MB for a head. */
const factorPlaces = 1 << 17

/** Learns no more from longer watches than from this one. */
export const longestWatchSeconds = 600

/**
 * Foretells what comes of meetings and learns from what came: rates that fade, who watches what together, and linear
 * models over all of it. Foretelling leaves no trace, so the same meetings in the same order make the same state.
 *
 * @example
 * const learner = new Learner(settings, catalogue)
 * const features = Int32Array.from(learner.describe(meeting))
 * learner.foretell(features, chances)
 * learner.learn(features, meeting, { labels, watchedSeconds })
 */
export class Learner {
  readonly settings: LearnerSettings
  readonly #ftrl: Ftrl
  readonly #factors: Factors
  readonly #beside: Float64Array
  readonly #seconds: Quantile
  readonly #describer: Describer
  readonly #histories = new Histories()
  readonly #rates: readonly Rates[]
  readonly #catalogue: Catalogue

  constructor(settings: LearnerSettings, catalogue: Catalogue) {
    const { heads, places } = settings
    this.settings = settings
    this.#catalogue = catalogue
    this.#rates = rateFamilies.map(({ halfLifeMs }) => new Rates({ outcomes: heads.length, halfLifeMs }))
    this.#describer = new Describer({
      ...{ catalogue, places, histories: this.#histories, rates: this.#rates },
      usual: heads.map(({ usual }) => usual),
    })
    const alphas = heads.map(({ alpha }) => alpha)
    const ftrl = { heads: heads.length, places, alpha: alphas, beta: 1, l1: 0.3, l2: 0 }
    this.#ftrl = new Ftrl(ftrl, ftrlStateOf(ftrl))
    this.#factors = new Factors({ heads: heads.length, places: factorPlaces, size: 8, rate: 0.02, l2: 0.001 })
    this.#beside = new Float64Array(heads.length)
    this.#seconds = new Quantile({ places, quantile: 0.5, rate: 0.03 })
  }

  /** The features of a meeting as they are now; valid until the next is described. */
  describe(meeting: Meeting): Int32Array {
    return this.#describer.describe(meeting)
  }

  /** The chance of each head. */
  foretell(features: ArrayLike<number>, into: Float64Array): void {
    this.#factors.score(this.#paired(features), this.#beside)
    this.#ftrl.foretell(features, into, this.#beside)
  }

  /** How long it is watched, in the middle of all cases. */
  foretellSeconds(features: ArrayLike<number>): number {
    return this.#seconds.foretell(features)
  }

  /** Learns from a meeting as it was described when it was foretold. */
  learn(features: ArrayLike<number>, meeting: Meeting, outcome: Outcome): void {
    const paired = this.#paired(features)
    this.#factors.score(paired, this.#beside)
    const slopes = this.#ftrl.learn(features, outcome.labels, this.#beside)
    this.#factors.learn(paired, slopes)
    const { watchedSeconds } = outcome
    if (watchedSeconds !== undefined)
      this.#seconds.learn(features, Math.min(watchedSeconds, longestWatchSeconds))
    this.#count(meeting, outcome)
  }

  /** What is not told counts as usual. */
  #count(meeting: Meeting, { labels }: Outcome): void {
    const outcomes = this.settings.heads.map(({ usual }, head) => {
      const label = labels[head] ?? -1
      return label < 0 ? usual : label
    })
    for (const [at, family] of rateFamilies.entries())
      this.#rates[at]?.add(family.keyOf(meeting, this.#catalogue), meeting.atMs, outcomes)
    this.#histories.add(meeting, { outcomes, held: (labels[0] ?? 0) === 1 })
  }

  /** Who meets what: the features whose pairs are learned, too. They are described first. */
  #paired(features: ArrayLike<number>): Int32Array {
    return Int32Array.from(pairedPlaces, (at) => features[at] ?? 0)
  }
}
