import type { Catalogue } from './catalogue.ts'
import { place } from './hash.ts'
import { sittingMs, type Histories } from './histories.ts'
import type { Rates } from './rates.ts'

/** A video before somebody, who may watch it or not. */
export interface Meeting {
  readonly person: number
  readonly video: number
  /** Where it is shown: a page, a tab. */
  readonly surface: number
  readonly atMs: number
  /** Hour of the day where the person is, 0 … 23. */
  readonly hour: number
}

/** What rates are counted of: keys of a meeting, and how many usual sightings they start with. */
export interface RateFamily {
  readonly name: string
  readonly halfLifeMs: number
  readonly strength: number
  keyOf(meeting: Meeting, catalogue: Catalogue): number
}

const hourMs = 3_600_000

/** Seconds at which videos begin to be watched otherwise. */
const durationEdges = [7, 10, 14, 20, 30, 45, 60, 80, 110, 150, 200, 300].map((seconds) => seconds * 1000)
const countEdges = [1, 2, 4, 8, 16, 32, 64, 256, 1024]
const gapEdges = [3, 10, 30, 60, 300, 1800, 6 * 3600, 24 * 3600].map((seconds) => seconds * 1000)
const closenessEdges = [0.001, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 5]
const closestEdges = [0.001, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.3]
const meanEdges = [0.001, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2]

/** How many edges a value has reached. */
export const bucketOf = (value: number, edges: readonly number[]): number => {
  let bucket = 0
  while (bucket < edges.length && value >= (edges[bucket] ?? 0)) bucket += 1
  return bucket
}

export const durationBucket = (durationMs: number): number => bucketOf(durationMs, durationEdges)

const hours = (count: number): number => count * hourMs

/** Whoever and whatever has a rate of its own. The first two are also taken together. */
export const rateFamilies: readonly RateFamily[] = [
  { name: 'person', halfLifeMs: hours(72), strength: 5, keyOf: ({ person }) => place(1, person) },
  { name: 'video', halfLifeMs: hours(48), strength: 5, keyOf: ({ video }) => place(2, video) },
  {
    ...{ name: 'person and topic', halfLifeMs: hours(96), strength: 3 },
    keyOf: ({ person, video }, of) => place(3, person, of.topic(video)),
  },
  {
    ...{ name: 'author', halfLifeMs: hours(72), strength: 5 },
    keyOf: ({ video }, of) => place(4, of.author(video)),
  },
  {
    ...{ name: 'video and surface', halfLifeMs: hours(48), strength: 5 },
    keyOf: ({ video, surface }) => place(5, video, surface),
  },
  {
    ...{ name: 'person and surface', halfLifeMs: hours(72), strength: 4 },
    keyOf: ({ person, surface }) => place(6, person, surface),
  },
  {
    ...{ name: 'topic and surface', halfLifeMs: hours(48), strength: 10 },
    keyOf: ({ video, surface }, of) => place(7, of.topic(video), surface),
  },
  {
    ...{ name: 'person and duration', halfLifeMs: hours(96), strength: 3 },
    keyOf: ({ person, video }, of) => place(8, person, durationBucket(of.durationMs(video)) >> 1),
  },
  {
    name: 'person, over months',
    halfLifeMs: hours(1440),
    strength: 5,
    keyOf: ({ person }) => place(9, person),
  },
  {
    ...{ name: 'person and author', halfLifeMs: hours(720), strength: 2 },
    keyOf: ({ person, video }, of) => place(10, person, of.author(video)),
  },
  {
    ...{ name: 'person, topic and surface', halfLifeMs: hours(240), strength: 3 },
    keyOf: ({ person, video, surface }, of) => place(11, person, of.topic(video) * 64 + surface),
  },
]

/** The numbers of the fields: places of one field never mean another. Never given to something else. */
const fields = {
  constant: 0,
  plain: 1,
  crossed: 20,
  kinds: 40,
  attributes: 60,
  rates: 100,
  ratePairs: 180,
  counts: 240,
  history: 260,
  last: 280,
} as const

/** Roughly how many features a meeting has; a longer list is cut. */
const mostFeatures = 192
const ratesPerLogit = 6

const logit = (share: number): number => Math.log(share / (1 - share))
const rounded = (share: number, steps: number): number => Math.round(logit(share) * steps)

/** What meetings are described by. */
export interface Known {
  readonly catalogue: Catalogue
  readonly histories: Histories
  /** One for each family. */
  readonly rates: readonly Rates[]
  /** The usual share of each head. */
  readonly usual: readonly number[]
  /** A power of two. */
  readonly places: number
}

/**
 * Describes meetings as places of hashed features. Describing changes nothing that is known.
 */
export class Describer {
  readonly #known: Known
  readonly #list = new Int32Array(mostFeatures)
  readonly #shares: Float64Array
  #size = 0

  constructor(known: Known) {
    this.#known = known
    this.#shares = new Float64Array(rateFamilies.length * known.usual.length)
  }

  /** The places of one meeting, valid until the next is described. */
  describe(meeting: Meeting): Int32Array {
    this.#size = 0
    this.#addTraits(meeting)
    this.#addRates(meeting)
    this.#addHistory(meeting)
    this.#addLast(meeting)
    return this.#list.subarray(0, this.#size)
  }

  #add(field: number, first = 0, second = 0): void {
    if (this.#size === mostFeatures) return
    this.#list[this.#size] = place(field, first, second) & (this.#known.places - 1)
    this.#size += 1
  }

  #addTraits({ person, video, surface, hour }: Meeting): void {
    const { catalogue } = this.#known
    const [author, topic] = [catalogue.author(video), catalogue.topic(video)]
    const [sound, duration] = [catalogue.sound(video), durationBucket(catalogue.durationMs(video))]
    this.#add(fields.constant)
    for (const [at, value] of [person, video, author, topic, sound, surface, hour, duration].entries())
      this.#add(fields.plain + at, value)
    const crossed = [
      ...[person, surface, person, topic, person, author, person, duration, video, surface],
      ...[topic, surface, duration, surface, author, surface, surface, hour, duration, topic],
    ]
    for (let at = 0; at < crossed.length; at += 2)
      this.#add(fields.crossed + at / 2, crossed[at] ?? 0, crossed[at + 1] ?? 0)
    for (let which = 0; which < catalogue.kinds; which += 1)
      this.#add(fields.kinds + which, catalogue.kind(video, which), surface)
    for (let which = 0; which < catalogue.attributes; which += 1)
      this.#add(fields.attributes + which, catalogue.attribute(person, which))
    if (catalogue.attributes > 0) this.#add(fields.attributes - 1, catalogue.attribute(person, 0), surface)
  }

  #addRates(meeting: Meeting): void {
    const { catalogue, rates, usual } = this.#known
    for (const [at, family] of rateFamilies.entries()) {
      const own = rates[at]
      if (own === undefined) continue
      const place = own.find(family.keyOf(meeting, catalogue))
      const found = { at: place, left: own.left(place, meeting.atMs) }
      for (const [head, share] of usual.entries()) {
        const value = own.share(found, head, { share, strength: family.strength })
        this.#shares[at * usual.length + head] = value
        this.#add(fields.rates + at * usual.length + head, rounded(value, ratesPerLogit))
      }
      if (at < 2) this.#add(fields.counts + at, bucketOf(found.left * own.sum(place, 0), countEdges))
    }
    // How somebody watches and how something is watched, together.
    for (const head of usual.keys()) {
      const [person, video] = [this.#shares[head] ?? 0.5, this.#shares[usual.length + head] ?? 0.5]
      this.#add(fields.ratePairs + head, rounded(person, 3), rounded(video, 3) + 100 * meeting.surface)
    }
  }

  #addHistory({ person, video, surface, atMs }: Meeting): void {
    const { histories } = this.#known
    const held = histories.heldBy(person)
    const { sum, most } = histories.closeness(person, video, atMs)
    this.#add(fields.history, bucketOf(held, countEdges))
    this.#add(fields.history + 1, histories.hasSeen(person, video) ? 1 : 0, surface)
    this.#add(fields.history + 2, bucketOf(sum, closenessEdges))
    this.#add(fields.history + 3, bucketOf(most, closestEdges))
    this.#add(fields.history + 4, bucketOf(sum / Math.sqrt(held + 1), meanEdges), surface)
  }

  #addLast({ person, video, surface, atMs }: Meeting): void {
    const { histories, catalogue } = this.#known
    const last = histories.last(person)
    if (last === null) return this.#add(fields.last, -1)
    const gap = bucketOf(atMs - last.atMs, gapEdges)
    this.#add(fields.last, gap, surface)
    let came = 0
    for (const outcome of last.outcomes) came = came * 2 + (outcome >= 0.5 ? 1 : 0)
    this.#add(fields.last + 1, came, gap)
    if (atMs - last.atMs >= sittingMs) return
    this.#add(fields.last + 2, bucketOf(last.inRow, countEdges))
    this.#add(fields.last + 3, catalogue.topic(last.video), catalogue.topic(video))
    this.#add(fields.last + 4, last.video === video ? 1 : 0)
  }
}
