import { place } from './hash.ts'
import { Rates } from './rates.ts'

/** What somebody watched last: as much as the next choice needs. */
export interface LastWatch {
  readonly atMs: number
  readonly video: number
  /** What came of it: a bit for each head, the first one highest. */
  readonly came: number
  /** Videos in a row without a long break. */
  readonly inRow: number
}

interface History {
  /** The last videos that were liked by watching, the oldest first. */
  readonly held: number[]
  readonly seen: Set<number>
  last: LastWatch | null
}

interface Watching {
  readonly person: number
  readonly video: number
  readonly atMs: number
}

interface Came {
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

/** A pair and its mirror are one. */
const pairOf = (one: number, other: number): number =>
  one < other ? place(1, one, other) : place(1, other, one)

/**
 * What people watched, and which videos are watched by the same people: item-item counts that grow with each watch
 * (cosine with a prior; Sarwar et al., 2001).
 */
export class Histories {
  readonly #people = new Map<number, History>()
  readonly #pairs = new Rates({ outcomes: 0, halfLifeMs: pairHalfLifeMs })
  readonly #counts = new Rates({ outcomes: 0, halfLifeMs: pairHalfLifeMs })
  readonly #nothing = new Float32Array(0)

  /** The last watch of somebody; null: there was none. */
  last(person: number): LastWatch | null {
    return this.#people.get(person)?.last ?? null
  }

  hasSeen(person: number, video: number): boolean {
    return this.#people.get(person)?.seen.has(video) ?? false
  }

  /** How many videos held somebody lately. */
  heldBy(person: number): number {
    return this.#people.get(person)?.held.length ?? 0
  }

  /** How close a video is to those that held somebody: the sum over them, and the closest. */
  closeness(person: number, video: number, nowMs: number): { readonly sum: number; readonly most: number } {
    let [sum, most] = [0, 0]
    const own = this.#count(video, nowMs)
    for (const other of this.#people.get(person)?.held ?? []) {
      const at = this.#pairs.find(pairOf(video, other))
      if (at < 0 || other === video) continue
      const together = this.#pairs.left(at, nowMs) * this.#pairs.sum(at, 0)
      const similar = together / Math.sqrt((own + 5) * (this.#count(other, nowMs) + 5))
      sum += similar
      most = Math.max(most, similar)
    }
    return { sum, most }
  }

  /** A watch and what came of it; `held`: it was watched because it was liked. */
  add(watch: Watching, came: Came): void {
    const mine = this.#note(watch, came)
    if (came.held) this.#hold(mine, watch.video, watch.atMs)
  }

  /** A watch that was told before, of a person whose number is new: pairs were counted then. */
  recall(watch: Watching, came: Came): void {
    const mine = this.#note(watch, came)
    if (came.held) this.#keep(mine, watch.video)
  }

  /** A watch that was told before turned out to have held. */
  hold({ person, video, atMs }: Watching): void {
    this.#hold(this.#open(person), video, atMs)
  }

  /** Nothing is known of a person any more. */
  forget(person: number): void {
    this.#people.delete(person)
  }

  #note({ person, video, atMs }: Watching, { outcomes }: Came): History {
    const mine = this.#open(person)
    const { last } = mine
    const goesOn = last !== null && atMs - last.atMs < sittingMs
    let came = 0
    for (let head = 0; head < (outcomes?.length ?? 0); head += 1)
      came = came * 2 + ((outcomes?.[head] ?? 0) >= 0.5 ? 1 : 0)
    mine.last = { atMs, video, came, inRow: goesOn ? last.inRow + 1 : 1 }
    mine.seen.delete(video)
    mine.seen.add(video)
    if (mine.seen.size > mostSeen) for (const oldest of mine.seen.values().take(1)) mine.seen.delete(oldest)
    return mine
  }

  #hold(mine: History, video: number, atMs: number): void {
    this.#counts.add(place(2, video), atMs, this.#nothing)
    for (const other of mine.held.slice(-pairedWith))
      if (other !== video) this.#pairs.add(pairOf(video, other), atMs, this.#nothing)
    this.#keep(mine, video)
  }

  #keep(mine: History, video: number): void {
    mine.held.push(video)
    if (mine.held.length > mostHeld) mine.held.shift()
  }

  #count(video: number, nowMs: number): number {
    const at = this.#counts.find(place(2, video))
    return at < 0 ? 0 : this.#counts.left(at, nowMs) * this.#counts.sum(at, 0)
  }

  #open(person: number): History {
    const mine = this.#people.get(person) ?? { held: [], seen: new Set(), last: null }
    this.#people.set(person, mine)
    return mine
  }
}
