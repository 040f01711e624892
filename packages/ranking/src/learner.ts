import type { Catalogue } from './catalogue.ts'
import { Factors } from './factors.ts'
import { personKeys, rateFamilies, videoKeys, type Meeting, type Moment } from './families.ts'
import { Describer, mostHeads, pairedPlaces, pairedTerms } from './features.ts'
import { Ftrl, sigmoid } from './ftrl.ts'
import { Histories } from './histories.ts'
import { Opening } from './opening.ts'
import { Quantile } from './quantile.ts'
import { Rates } from './rates.ts'
import { StateError, type StateReader, type StateWriter } from './state.ts'

/** Something that may come of a meeting, and what is known of it before anybody watched. */
export interface Head {
  readonly name: string
  /** How often it usually comes, 0 … 1. */
  readonly usual: number
  /** Rate of learning: rare heads need a higher one. */
  readonly alpha: number
}

export interface LearnerSettings {
  /** The first one says that a video held somebody. At most 12. */
  readonly heads: readonly [Head, ...Head[]]
  /** The first so many heads have rates among the features; left out: all. */
  readonly rated?: number
  /** A power of two. */
  readonly places: number
  /** Length of the vectors of pairs; left out: 8, and 0: pairs of features say nothing of their own. */
  readonly pairSize?: number
  /** Videos that are kept as watched by the same people, of each video; left out: 64. */
  readonly neighbours?: number
}

export interface Outcome {
  /** 0 or 1 for each head; -1: not told. */
  readonly labels: ArrayLike<number>
  /** Left out: not told. */
  readonly watchedSeconds?: number
}

/** Neighbours of a video that are kept if nothing else is said. */
const usualNeighbours = 64
/** Length of the vectors of pairs if nothing else is said: 8 MB for a head. */
const usualPairSize = 8
const factorPlaces = 1 << 17
/** A person and a surface are shared by all videos that are looked at together. */
const pairedShared = 2

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
  readonly #seconds: Quantile
  readonly #describer: Describer
  readonly #opening: Opening
  /** What people watched, and what goes together. Told by the learner alone. */
  readonly histories: Histories
  readonly #rates: readonly Rates[]
  readonly #catalogue: Catalogue
  readonly #beside: Float64Array
  readonly #scores: Float64Array
  readonly #outcomes: Float64Array
  readonly #pairedPlaces: readonly number[]
  readonly #paired: Int32Array
  readonly #keys = new Uint32Array(rateFamilies.length)

  constructor(settings: LearnerSettings, catalogue: Catalogue) {
    const { heads, places, rated = heads.length, pairSize = usualPairSize } = settings
    if (heads.length > mostHeads) throw new RangeError(`at most ${mostHeads} heads`)
    this.settings = settings
    this.#catalogue = catalogue
    this.histories = new Histories(settings.neighbours ?? usualNeighbours)
    this.#rates = rateFamilies.map(({ halfLifeMs }) => new Rates({ outcomes: rated, halfLifeMs }))
    this.#describer = new Describer({
      ...{ catalogue, places, histories: this.histories, rates: this.#rates },
      usual: heads.slice(0, rated).map(({ usual }) => usual),
    })
    const alpha = heads.map((head) => head.alpha)
    this.#ftrl = new Ftrl({ heads: heads.length, places, alpha, beta: 1, l1: 0.3, l2: 0 })
    this.#factors = new Factors({
      heads: heads.length,
      places: factorPlaces,
      size: pairSize,
      rate: 0.02,
      l2: 0.001,
    })
    this.#seconds = new Quantile({ places, quantile: 0.5, rate: 0.03 })
    this.#beside = new Float64Array(heads.length)
    this.#scores = new Float64Array(heads.length)
    this.#outcomes = new Float64Array(heads.length)
    const shared = this.#describer.open({ person: 0, surface: 0, atMs: 0, hour: 0 }, { many: false }).length
    this.#pairedPlaces = pairedPlaces(shared)
    this.#paired = new Int32Array(this.#pairedPlaces.length)
    this.#opening = new Opening({
      ...{ describer: this.#describer, ftrl: this.#ftrl, factors: this.#factors, seconds: this.#seconds },
      ...{ shared, heads: heads.length },
    })
  }

  /**
   * Looks at many videos before one person at one moment: what depends on the moment alone is computed once. Valid until
   * another moment is opened or anything else is asked of the learner.
   */
  openFor(moment: Moment): Opening {
    this.#opening.open(moment)
    return this.#opening
  }

  /** The features of a meeting as they are now; valid until the next is described. */
  describe(meeting: Meeting): Int32Array {
    this.#describer.open(meeting, { many: false })
    return this.#describer.describe(meeting.video, meeting)
  }

  /** The index of the term of each feature that was described last. */
  get groups(): Uint8Array {
    return this.#describer.groups
  }

  /** The logarithm of the odds of each head. */
  score(features: Int32Array, into: Float64Array): void {
    this.#scoreBeside(features)
    into.fill(0)
    this.#ftrl.addScores(features, 0, into)
    for (let head = 0; head < into.length; head += 1)
      into[head] = (into[head] ?? 0) + (this.#beside[head] ?? 0)
  }

  /** The chance of each head. */
  foretell(features: Int32Array, into: Float64Array): void {
    this.score(features, into)
    for (let head = 0; head < into.length; head += 1) into[head] = sigmoid(into[head] ?? 0)
  }

  /** How long it is watched, in the middle of all cases. */
  foretellSeconds(features: Int32Array): number {
    return this.#seconds.valueOf(this.#seconds.sum(features, 0))
  }

  /**
   * What each term adds to the score of each head, `into[term * heads + head]` with the terms in their order: without the
   * term the score would be so much lower. The sums over all terms are the score.
   */
  explain(features: Int32Array, groups: Uint8Array, into: Float64Array): void {
    const heads = this.settings.heads.length
    into.fill(0)
    for (let at = 0; at < features.length; at += 1) {
      const from = (groups[at] ?? 0) * heads
      for (let head = 0; head < heads; head += 1)
        into[from + head] = (into[from + head] ?? 0) + this.#ftrl.weight(features[at] ?? 0, head)
    }
    const paired = this.#pairedOf(features)
    for (let one = 0; one < paired.length; one += 1)
      for (let other = one + 1; other < paired.length; other += 1) {
        this.#factors.pair(paired[one] ?? 0, paired[other] ?? 0, this.#scores)
        const from = ((one === 0 ? pairedTerms.withPerson : pairedTerms.without)[other] ?? 0) * heads
        for (let head = 0; head < heads; head += 1)
          into[from + head] = (into[from + head] ?? 0) + (this.#scores[head] ?? 0)
      }
  }

  /** Learns from a meeting as it was described when it was foretold. */
  learn(features: Int32Array, meeting: Meeting, outcome: Outcome): void {
    this.#scoreBeside(features)
    const slopes = this.#ftrl.learn(features, outcome.labels, this.#beside)
    this.#factors.learn(this.#paired, slopes)
    const { watchedSeconds } = outcome
    if (watchedSeconds !== undefined)
      this.#seconds.learn(features, Math.min(watchedSeconds, longestWatchSeconds))
    this.#count(meeting, outcome)
  }

  /** Tells labels of a meeting that was learned before: those that were not known then. It is no further sighting. */
  amend(features: Int32Array, meeting: Meeting, labels: ArrayLike<number>): void {
    this.#scoreBeside(features)
    const slopes = this.#ftrl.learn(features, labels, this.#beside)
    this.#factors.learn(this.#paired, slopes)
    if (labels[0] === 1) this.histories.hold(meeting)
  }

  /**
   * Tells again, of somebody who was forgotten in between, what was learned before: it counts for the person alone, and not
   * once more for the video.
   */
  remember(meeting: Meeting, outcome: Outcome): void {
    const outcomes = this.#outcomesOf(outcome)
    this.#keysOf(meeting)
    for (const [at, rates] of this.#rates.entries())
      if (rateFamilies[at]?.of !== 'video') rates.add(this.#keys[at] ?? 0, meeting.atMs, outcomes)
    this.histories.remember(meeting, { outcomes, held: (outcome.labels[0] ?? 0) === 1 })
  }

  /**
   * What somebody watched is gone. What was learned of their number otherwise lies among that of others and stays, so
   * whoever begins anew gets a number that nobody had.
   */
  forget(person: number): void {
    this.histories.forget(person)
  }

  /** Bytes by what they are for. */
  get bytes(): Readonly<Record<'weights' | 'rates' | 'people' | 'neighbours', number>> {
    const { people, videos } = this.histories.bytes
    const rates = this.#rates.reduce((sum, { bytes }) => sum + bytes, 0)
    return {
      weights: this.#ftrl.bytes + this.#factors.bytes + this.#seconds.bytes,
      rates,
      people,
      neighbours: videos,
    }
  }

  save(into: StateWriter): void {
    into.addText('shape', this.#shape)
    for (const [name, part] of this.#parts) part.save(into.within(name))
  }

  /** Goes on as the learner that was saved would have; of other settings it throws StateError. */
  load(from: StateReader): void {
    if (from.takeText('shape') !== this.#shape)
      throw new StateError('the state was learned with other settings: it cannot be used with these')
    for (const [name, part] of this.#parts) part.load(from.within(name))
  }

  get #parts(): (readonly [string, Pick<Rates, 'save' | 'load'>])[] {
    return [
      ['ftrl', this.#ftrl],
      ['factors', this.#factors],
      ['seconds', this.#seconds],
      ['histories', this.histories],
      ...this.#rates.map((rates, at) => [`rates.${at}`, rates] as const),
    ]
  }

  /** What must be the same for the numbers to mean the same. */
  get #shape(): string {
    const { heads, places, rated = heads.length, neighbours = usualNeighbours } = this.settings
    const { pairSize = usualPairSize } = this.settings
    const families = rateFamilies.map(({ name, halfLifeMs }) => [name, halfLifeMs])
    const { kinds, attributes } = this.#catalogue
    return JSON.stringify([
      heads,
      places,
      rated,
      neighbours,
      factorPlaces,
      pairSize,
      kinds,
      attributes,
      families,
    ])
  }

  #scoreBeside(features: Int32Array): void {
    const paired = this.#pairedOf(features)
    this.#factors.share(paired.subarray(0, pairedShared))
    this.#factors.score(paired.subarray(pairedShared), this.#beside)
  }

  /** What is not told counts as usual. */
  #outcomesOf({ labels }: Outcome): Float64Array {
    for (const [head, { usual }] of this.settings.heads.entries()) {
      const label = labels[head] ?? -1
      this.#outcomes[head] = label < 0 ? usual : label
    }
    return this.#outcomes
  }

  #keysOf(meeting: Meeting): void {
    personKeys(meeting, this.#keys)
    videoKeys(meeting, { video: meeting.video, of: this.#catalogue }, this.#keys)
  }

  #count(meeting: Meeting, outcome: Outcome): void {
    const outcomes = this.#outcomesOf(outcome)
    this.#keysOf(meeting)
    for (const [at, rates] of this.#rates.entries()) rates.add(this.#keys[at] ?? 0, meeting.atMs, outcomes)
    this.histories.add(meeting, { outcomes, held: (outcome.labels[0] ?? 0) === 1 })
  }

  /** Who meets what: the features whose pairs are learned, too. */
  #pairedOf(features: Int32Array): Int32Array {
    for (const [at, place] of this.#pairedPlaces.entries()) this.#paired[at] = features[place] ?? 0
    return this.#paired
  }
}
