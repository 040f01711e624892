import { Neighbours } from './neighbours.ts'
import { grown, Rings } from './rings.ts'
import { Scratch } from './scratch.ts'
import type { StateReader, StateWriter } from './state.ts'
import { Top } from './top.ts'

/** What somebody watched last: as much as the next choice needs. */
export interface LastWatch {
  readonly atMs: number
  readonly video: number
  /** What came of it: a bit for each head, the first one highest. */
  readonly came: number
  /** Videos in a row without a long break. */
  readonly inRow: number
}

/** How close a video is to those that held somebody: the sum over them, the closest, and which that is (-1: none). */
export interface Closeness {
  readonly sum: number
  readonly most: number
  readonly closest: number
}

export interface Watch {
  readonly person: number
  readonly video: number
  readonly atMs: number
}

/** What came of a watch; `held`: it was watched because it was liked. */
export interface WatchOutcome {
  readonly outcomes?: ArrayLike<number>
  readonly held: boolean
}

const mostHeld = 60
const mostSeen = 2000
/** Only the last ones say what goes together with the next. */
const pairedWith = 30
/** After such a break a new sitting begins. */
export const sittingMs = 30 * 60_000
const pairHalfLifeMs = 30 * 86_400_000

/** Of a person: the video watched last and one more, what came of it, and watches in a row. */
const lastWidth = 3

/**
 * What people watched, and which videos are watched by the same people: item-item counts that grow with each watch
 * (cosine with a prior; Sarwar et al., 2001). People and videos are small whole numbers.
 */
export class Histories {
  readonly #neighbours: Neighbours
  readonly #held = new Rings({ together: 15, most: mostHeld })
  readonly #seen = new Rings({ together: 31, most: mostSeen })
  #last = new Int32Array(1024 * lastWidth)
  #lastMs = new Float64Array(1024)
  readonly #closeness = { sum: 0, most: 0, closest: -1 }
  readonly #some = new Int32Array(mostHeld)
  readonly #recent = new Int32Array(pairedWith)
  readonly #all = new Int32Array(mostSeen)
  readonly #row: { readonly videos: Int32Array; readonly together: Float64Array }
  readonly #near: Scratch
  readonly #nearRows: Int32Array
  readonly #nearVideo: Int32Array
  readonly #nearSum: Float64Array
  readonly #nearMost: Float64Array
  readonly #nearClosest: Int32Array
  readonly #nearSeen = new Scratch(mostSeen)
  #nearSize = 0
  #unit = 1

  /** @param most - neighbours that are kept of each video */
  constructor(most: number) {
    this.#neighbours = new Neighbours({ most, halfLifeMs: pairHalfLifeMs })
    this.#row = { videos: new Int32Array(most), together: new Float64Array(most) }
    this.#near = new Scratch(mostHeld * most)
    const { capacity } = this.#near
    this.#nearRows = new Int32Array(mostHeld * most)
    this.#nearVideo = new Int32Array(capacity)
    this.#nearSum = new Float64Array(capacity)
    this.#nearMost = new Float64Array(capacity)
    this.#nearClosest = new Int32Array(capacity)
  }

  /** Bytes of what is kept of people, and of videos. */
  get bytes(): { readonly people: number; readonly videos: number } {
    const people = this.#held.bytes + this.#seen.bytes + this.#last.byteLength + this.#lastMs.byteLength
    return { people, videos: this.#neighbours.bytes }
  }

  /** The last watch of somebody; null: there was none. */
  last(person: number): LastWatch | null {
    const from = person * lastWidth
    const video = (this.#last[from] ?? 0) - 1
    if (video < 0) return null
    const [came, inRow] = [this.#last[from + 1] ?? 0, this.#last[from + 2] ?? 0]
    return { atMs: this.#lastMs[person] ?? 0, video, came, inRow }
  }

  hasSeen(person: number, video: number): boolean {
    return this.#seen.has(person, video)
  }

  /** How many videos held somebody lately. */
  heldBy(person: number): number {
    return Math.min(mostHeld, this.#held.sizeOf(person))
  }

  /** How close one video is to somebody; valid until the next is asked. */
  closeness(person: number, video: number, nowMs: number): Closeness {
    const near = this.#closeness
    near.sum = 0
    near.most = 0
    near.closest = -1
    const unit = this.#neighbours.unit(nowMs)
    const count = this.#held.copy(person, this.#some)
    for (let at = 0; at < count; at += 1) {
      const other = this.#some[at] ?? 0
      const together = this.#neighbours.together(other, video)
      if (together === 0) continue
      const similar = together / unit / this.#neighbours.spread(other, unit)
      near.sum += similar
      if (similar <= near.most) continue
      near.most = similar
      near.closest = other
    }
    return this.#spread(video, unit)
  }

  /** Looks at somebody once, for many videos that are asked for next. */
  gather(person: number, nowMs: number): void {
    this.#unit = this.#neighbours.unit(nowMs)
    this.#near.clear()
    this.#nearSize = 0
    const held = this.#held.copy(person, this.#some)
    for (let at = 0; at < held; at += 1) this.#gatherAround(this.#some[at] ?? 0)
    this.#nearSeen.clear()
    const seen = this.#seen.copy(person, this.#all)
    for (let at = 0; at < seen; at += 1) this.#nearSeen.put(this.#all[at] ?? 0)
  }

  /** As `closeness`, of whom was gathered. */
  closenessOfGathered(video: number): Closeness {
    const at = this.#near.find(video)
    const near = this.#closeness
    near.sum = at < 0 ? 0 : (this.#nearSum[at] ?? 0)
    near.most = at < 0 ? 0 : (this.#nearMost[at] ?? 0)
    near.closest = at < 0 ? -1 : (this.#nearClosest[at] ?? 0)
    return this.#spread(video, this.#unit)
  }

  hasGatheredSeen(video: number): boolean {
    return this.#nearSeen.find(video) >= 0
  }

  /** The videos closest to what held whoever was gathered, the closest first. */
  nearest(most: number): Int32Array {
    const top = new Top(most)
    for (let each = 0; each < this.#nearSize; each += 1) {
      const at = this.#nearRows[each] ?? 0
      const video = this.#nearVideo[at] ?? 0
      top.offer(video, (this.#nearSum[at] ?? 0) / this.#neighbours.spread(video, this.#unit))
    }
    return top.take()
  }

  /** The videos that were held together with one most often for how often they were held, the closest first. */
  neighbours(video: number, { most, nowMs }: { readonly most: number; readonly nowMs: number }): Int32Array {
    const top = new Top(most)
    const unit = this.#neighbours.unit(nowMs)
    const count = this.#neighbours.copy(video, this.#row)
    for (let at = 0; at < count; at += 1) {
      const other = this.#row.videos[at] ?? 0
      top.offer(other, (this.#row.together[at] ?? 0) / this.#neighbours.spread(other, unit))
    }
    return top.take()
  }

  /** A watch and what came of it. */
  add(watch: Watch, outcome: WatchOutcome): void {
    if (outcome.held) this.#pair(watch)
    this.remember(watch, outcome)
  }

  /** A watch that was told before turned out to have held. */
  hold(watch: Watch): void {
    this.#pair(watch)
    this.#held.push(watch.person, watch.video)
  }

  #pair({ person, video, atMs }: Watch): void {
    const count = this.#held.copy(person, this.#recent)
    this.#neighbours.hold(video, this.#recent.subarray(0, count), atMs)
  }

  /** A watch that was told before for somebody who was forgotten in between: what videos go together stays as it is. */
  remember({ person, video, atMs }: Watch, { outcomes, held }: WatchOutcome): void {
    this.#last = grown(this.#last, (person + 1) * lastWidth)
    this.#lastMs = grown(this.#lastMs, person + 1)
    const from = person * lastWidth
    const isFirst = (this.#last[from] ?? 0) === 0
    const goesOn = !isFirst && atMs - (this.#lastMs[person] ?? 0) < sittingMs
    let came = 0
    for (let head = 0; head < (outcomes?.length ?? 0); head += 1)
      came = came * 2 + ((outcomes?.[head] ?? 0) >= 0.5 ? 1 : 0)
    this.#last[from] = video + 1
    this.#last[from + 1] = came
    this.#last[from + 2] = goesOn ? (this.#last[from + 2] ?? 0) + 1 : 1
    this.#lastMs[person] = atMs
    this.#seen.push(person, video)
    if (held) this.#held.push(person, video)
  }

  /** Nothing is known of a person any more. */
  forget(person: number): void {
    this.#held.drop(person)
    this.#seen.drop(person)
    this.#last.fill(0, person * lastWidth, (person + 1) * lastWidth)
    this.#lastMs.fill(0, person, person + 1)
  }

  save(into: StateWriter): void {
    this.#neighbours.save(into.within('neighbours'))
    this.#held.save(into.within('held'))
    this.#seen.save(into.within('seen'))
    into.add('last', this.#last)
    into.add('lastMs', this.#lastMs)
  }

  load(from: StateReader): void {
    this.#neighbours.load(from.within('neighbours'))
    this.#held.load(from.within('held'))
    this.#seen.load(from.within('seen'))
    this.#last = from.take('last', 'Int32Array')
    this.#lastMs = from.take('lastMs', 'Float64Array')
  }

  #gatherAround(other: number): void {
    const count = this.#neighbours.copy(other, this.#row)
    const spread = this.#neighbours.spread(other, this.#unit)
    for (let each = 0; each < count; each += 1) {
      const video = this.#row.videos[each] ?? 0
      const together = this.#row.together[each] ?? 0
      if (together === 0) continue
      const similar = together / this.#unit / spread
      const put = this.#near.put(video)
      const at = put < 0 ? ~put : put
      if (put < 0) this.#meet(at, video)
      this.#nearSum[at] = (this.#nearSum[at] ?? 0) + similar
      if (similar <= (this.#nearMost[at] ?? 0)) continue
      this.#nearMost[at] = similar
      this.#nearClosest[at] = other
    }
  }

  #meet(at: number, video: number): void {
    this.#nearRows[this.#nearSize] = at
    this.#nearSize += 1
    this.#nearVideo[at] = video
    this.#nearSum[at] = 0
    this.#nearMost[at] = 0
  }

  /** Cosines out of sums. */
  #spread(video: number, unit: number): Closeness {
    const near = this.#closeness
    const spread = this.#neighbours.spread(video, unit)
    near.sum /= spread
    near.most /= spread
    return near
  }
}
