import type { Catalogue } from './catalogue.ts'
import {
  bucketOf,
  durationBucket,
  personFamilies,
  personFamily,
  personKeys,
  rateFamilies,
  videoFamily,
  videoKeys,
  type Facts,
  type Moment,
} from './families.ts'
import { place } from './hash.ts'
import { sittingMs, type Histories } from './histories.ts'
import type { Rates } from './rates.ts'
import { terms, type Term } from './recommender/page.ts'

const countEdges = [1, 2, 4, 8, 16, 32, 64, 256, 1024]
const gapEdges = [3, 10, 30, 60, 300, 1800, 6 * 3600, 24 * 3600].map((seconds) => seconds * 1000)
const ageEdges = [1, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160].map((hours) => hours * 3_600_000)
const closenessEdges = [0.001, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 5]
const closestEdges = [0.001, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.3]
const meanEdges = [0.001, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2]

export const mostHeads = 12

/** The numbers of the fields: places of one field never mean another. Never given to something else. */
const fields = {
  constant: 0,
  plain: 1,
  crossed: 20,
  kinds: 40,
  attributes: 60,
  rates: 100,
  ratePairs: 240,
  counts: 260,
  history: 280,
  last: 300,
  following: 320,
  age: 330,
} as const

/** The index of each term: what a feature belongs to in an explanation. */
export const termAt = Object.fromEntries(terms.map((term, at) => [term, at])) as Readonly<
  Record<Term, number>
>

/** Person, surface, video, author, topic, sound and duration: where they stand in a description with so many shared features. */
export const pairedPlaces = (shared: number): readonly number[] => [
  ...[1, 2],
  ...[shared, shared + 1, shared + 2, shared + 3, shared + 4],
]

/**
 * The term of what a person's or a surface's vector and that of the other feature say together, in the order of
 * `pairedPlaces`: with the person, and without.
 */
export const pairedTerms = {
  withPerson: (['habits', 'habits', 'video', 'creator', 'topic', 'kin', 'length'] as const).map(
    (term) => termAt[term],
  ),
  without: (['habits', 'moment', 'video', 'kin', 'kin', 'kin', 'length'] as const).map(
    (term) => termAt[term],
  ),
}

/** Roughly how many features a meeting has; a longer list is cut. */
const mostFeatures = 256
const ratesPerLogit = 6

const logit = (share: number): number => Math.log(share / (1 - share))
const rounded = (share: number, steps: number): number => Math.round(logit(share) * steps)

/** What meetings are described by. */
export interface Known {
  readonly catalogue: Catalogue
  readonly histories: Histories
  /** One for each family. */
  readonly rates: readonly Rates[]
  /** The usual share of each head that has rates. */
  readonly usual: readonly number[]
  /** A power of two. */
  readonly places: number
}

const noMoment: Moment = { person: 0, surface: 0, atMs: 0, hour: 0 }

/**
 * Describes meetings as places of hashed features, and to which term each feature belongs. What depends on the person, the
 * surface and the hour alone comes first and is described once for all videos. Describing changes nothing that is known.
 */
export class Describer {
  readonly #known: Known
  readonly #list = new Int32Array(mostFeatures)
  readonly #terms = new Uint8Array(mostFeatures)
  /** Views of the first so many features, made once. */
  readonly #lists: (Int32Array | undefined)[] = []
  readonly #groups: (Uint8Array | undefined)[] = []
  readonly #keys = new Uint32Array(rateFamilies.length)
  readonly #shares: Float64Array
  readonly #termsOfRates = Uint8Array.from(rateFamilies, ({ term }) => termAt[term])
  #moment = noMoment
  #term = 0
  #isGathered = false
  #heldBy = 0
  /** What was watched in this sitting last; -1: nothing. */
  #lastVideo = -1
  #shared = 0
  #size = 0

  constructor(known: Known) {
    this.#known = known
    this.#shares = new Float64Array(rateFamilies.length * known.usual.length)
  }

  /**
   * What all meetings of this moment share; always as many features, valid until the next moment. `many`: many videos come,
   * so it is worth while to look at all that held the person at once.
   */
  open(moment: Moment, { many }: { readonly many: boolean }): Int32Array {
    this.#moment = moment
    this.#isGathered = many
    if (many) this.#known.histories.gather(moment.person, moment.atMs)
    this.#size = 0
    this.#addPerson(moment)
    this.#addPersonRates(moment)
    this.#addLast(moment)
    this.#shared = this.#size
    return this.#listed()
  }

  /** All features of the meeting with this video, those of the moment first; valid until the next is described. */
  describe(video: number, facts: Facts): Int32Array {
    this.#size = this.#shared
    this.#addTraits(video)
    this.#addRates(video)
    this.#addHistory(video)
    this.#addFacts(video, facts)
    return this.#listed()
  }

  /** The index of the term of each feature of what was described last. */
  get groups(): Uint8Array {
    const size = this.#size
    return (this.#groups[size] ??= this.#terms.subarray(0, size))
  }

  #listed(): Int32Array {
    const size = this.#size
    return (this.#lists[size] ??= this.#list.subarray(0, size))
  }

  /** A feature of the term that was named last. */
  #add(field: number, first: number, second: number): void {
    const at = this.#size
    if (at === mostFeatures) return
    this.#list[at] = place(field, first, second) & (this.#known.places - 1)
    this.#terms[at] = this.#term
    this.#size = at + 1
  }

  /** Constant, person and surface stand first: `pairedPlaces` says so. */
  #addPerson({ person, surface, hour }: Moment): void {
    const { catalogue } = this.#known
    this.#term = termAt.moment
    this.#add(fields.constant, 0, 0)
    this.#term = termAt.habits
    this.#add(fields.plain, person, 0)
    this.#term = termAt.moment
    this.#add(fields.plain + 1, surface, 0)
    this.#add(fields.plain + 2, hour, 0)
    this.#add(fields.crossed, surface, hour)
    this.#term = termAt.habits
    this.#add(fields.crossed + 1, person, surface)
    for (let which = 0; which < catalogue.attributes; which += 1)
      this.#add(fields.attributes + which, catalogue.attribute(person, which), 0)
    if (catalogue.attributes > 0) this.#add(fields.attributes - 1, catalogue.attribute(person, 0), surface)
  }

  #addPersonRates(moment: Moment): void {
    personKeys(moment, this.#keys)
    for (let family = 0; family < personFamilies; family += 1) this.#addRatesOf(family)
    this.#heldBy = this.#known.histories.heldBy(moment.person)
    this.#term = termAt.habits
    this.#add(fields.history, bucketOf(this.#heldBy, countEdges), 0)
  }

  #addLast({ person, surface, atMs }: Moment): void {
    const last = this.#known.histories.last(person)
    const gapMs = last === null ? Number.POSITIVE_INFINITY : atMs - last.atMs
    const gap = last === null ? -1 : bucketOf(gapMs, gapEdges)
    this.#lastVideo = last !== null && gapMs < sittingMs ? last.video : -1
    this.#term = termAt.moment
    this.#add(fields.last, gap, surface)
    this.#add(fields.last + 1, last === null ? -1 : last.came, gap)
    this.#add(fields.last + 2, last === null || gapMs >= sittingMs ? -1 : bucketOf(last.inRow, countEdges), 0)
  }

  /** Video, author, topic, sound and duration stand first: `pairedPlaces` says so. */
  #addTraits(video: number): void {
    const { catalogue } = this.#known
    const { person, surface } = this.#moment
    const [author, topic] = [catalogue.author(video), catalogue.topic(video)]
    const duration = durationBucket(catalogue.durationMs(video))
    this.#term = termAt.video
    this.#add(fields.plain + 3, video, 0)
    this.#term = termAt.kin
    this.#add(fields.plain + 4, author, 0)
    this.#add(fields.plain + 5, topic, 0)
    this.#add(fields.plain + 6, catalogue.sound(video), 0)
    this.#term = termAt.length
    this.#add(fields.plain + 7, duration, 0)
    this.#add(fields.crossed + 2, person, duration)
    this.#add(fields.crossed + 3, duration, surface)
    this.#add(fields.crossed + 4, duration, topic)
    this.#term = termAt.topic
    this.#add(fields.crossed + 5, person, topic)
    this.#term = termAt.creator
    this.#add(fields.crossed + 6, person, author)
    this.#term = termAt.video
    this.#add(fields.crossed + 7, video, surface)
    this.#term = termAt.kin
    this.#add(fields.crossed + 8, topic, surface)
    this.#add(fields.crossed + 9, author, surface)
    for (let which = 0; which < catalogue.kinds; which += 1)
      this.#add(fields.kinds + which, catalogue.kind(video, which), surface)
  }

  #addRates(video: number): void {
    const { catalogue, usual } = this.#known
    videoKeys(this.#moment, { video, of: catalogue }, this.#keys)
    for (let family = personFamilies; family < rateFamilies.length; family += 1) this.#addRatesOf(family)
    // How somebody watches and how something is watched, together.
    this.#term = termAt.video
    for (let head = 0; head < usual.length; head += 1) {
      const own = this.#shares[personFamily * usual.length + head] ?? 0.5
      const other = this.#shares[videoFamily * usual.length + head] ?? 0.5
      this.#add(fields.ratePairs + head, rounded(own, 3), rounded(other, 3) + 100 * this.#moment.surface)
    }
  }

  #addRatesOf(family: number): void {
    const { rates, usual } = this.#known
    const own = rates[family]
    if (own === undefined) return
    own.find(this.#keys[family] ?? 0)
    const left = own.left(this.#moment.atMs)
    const seen = left * own.sum(0)
    const strength = rateFamilies[family]?.strength ?? 1
    this.#term = this.#termsOfRates[family] ?? 0
    for (let head = 0; head < usual.length; head += 1) {
      const share = (left * own.sum(head + 1) + (usual[head] ?? 0) * strength) / (seen + strength)
      this.#shares[family * usual.length + head] = share
      this.#add(fields.rates + family * mostHeads + head, rounded(share, ratesPerLogit), 0)
    }
    if (family === personFamily || family === videoFamily)
      this.#add(fields.counts + family, bucketOf(seen, countEdges), 0)
  }

  #addHistory(video: number): void {
    const { histories } = this.#known
    const { person, surface, atMs } = this.#moment
    const { sum, most } = this.#isGathered
      ? histories.closenessOfGathered(video)
      : histories.closeness(person, video, atMs)
    const isSeen = this.#isGathered ? histories.hasGatheredSeen(video) : histories.hasSeen(person, video)
    this.#term = termAt.similar
    this.#add(fields.history + 1, isSeen ? 1 : 0, surface)
    this.#add(fields.history + 2, bucketOf(sum, closenessEdges), 0)
    this.#add(fields.history + 3, bucketOf(most, closestEdges), 0)
    this.#add(fields.history + 4, bucketOf(sum / Math.sqrt(this.#heldBy + 1), meanEdges), surface)
  }

  /** What not every meeting has: it stands last. */
  #addFacts(video: number, { following, ageMs }: Facts): void {
    const { catalogue } = this.#known
    const topic = catalogue.topic(video)
    if (this.#lastVideo >= 0) {
      this.#term = termAt.moment
      this.#add(fields.last + 3, catalogue.topic(this.#lastVideo), topic)
      this.#add(fields.last + 4, this.#lastVideo === video ? 1 : 0, 0)
    }
    if (following !== undefined) {
      this.#term = termAt.following
      this.#add(fields.following, following ? 1 : 0, this.#moment.surface)
    }
    if (ageMs === undefined) return
    const age = bucketOf(ageMs, ageEdges)
    this.#term = termAt.freshness
    this.#add(fields.age, age, 0)
    this.#add(fields.age + 1, age, topic)
  }
}
