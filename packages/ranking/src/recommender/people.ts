import type { WatchInput } from './inputs.ts'

/** What one viewer did, as much as the feed needs. Slots of videos, creators and topics. */
export class Person {
  /** What features are hashed with. A reset gives another one: nothing that was learned of the old one is found again. */
  number: number
  learning = true
  /** The latest watches that taught something, the oldest first. */
  readonly watches: Watch[] = []
  /** Everything that was begun, the latest last. */
  readonly seen = new Set<number>()
  readonly follows = new Set<number>()
  /** Taken along from elsewhere: by topic, and by creator. */
  readonly broughtTopics = new Map<number, Brought>()
  readonly broughtAuthors = new Map<number, Brought>()
  /** Views whose reports may still grow, the latest last. */
  readonly open: OpenView[] = []

  constructor(number: number) {
    this.number = number
  }
}

/** A watch and what came of it. */
export interface Watch {
  readonly video: number
  readonly atMs: number
  readonly hour: number
  readonly surface: number
  readonly watchedMs: number
  /** Bit n: the outcome at place n of the value file came. */
  outcomes: number
}

export interface Brought {
  readonly watched: number
  readonly held: number
  readonly atMs: number
}

export interface OpenView {
  readonly viewId: string
  readonly video: number
  /** The latest report of a view that goes on; it is learned when the next one begins. */
  pending: WatchInput | null
  /** Null: nothing was learned of it yet. */
  watch: Watch | null
  /** As it was described before anything was learned of it. */
  features: Int32Array | null
}

const mostWatches = 400
export const mostSeen = 5000
const mostOpen = 4

export const remember = (person: Person, watch: Watch): void => {
  person.watches.push(watch)
  if (person.watches.length > mostWatches) person.watches.shift()
}

export const markSeen = (person: Person, video: number): void => {
  person.seen.delete(video)
  person.seen.add(video)
  if (person.seen.size <= mostSeen) return
  for (const oldest of person.seen) {
    person.seen.delete(oldest)
    return
  }
}

export const openView = (person: Person, view: OpenView): void => {
  person.open.push(view)
  if (person.open.length > mostOpen) person.open.shift()
}

/** All viewers, by slot. */
export class People {
  readonly #people: (Person | undefined)[] = []
  #lastNumber = 0

  /** Null: nothing is known of them. */
  find(slot: number): Person | null {
    return this.#people[slot] ?? null
  }

  open(slot: number): Person {
    const found = this.#people[slot]
    if (found !== undefined) return found
    const person = new Person(this.nextNumber())
    this.#people[slot] = person
    return person
  }

  /** A number that nothing was learned with. 0 is nobody's. */
  nextNumber(): number {
    this.#lastNumber += 1
    return this.#lastNumber
  }

  /** Everybody with their slot. */
  *all(): Iterable<readonly [number, Person]> {
    for (const [slot, person] of this.#people.entries()) if (person !== undefined) yield [slot, person]
  }

  get lastNumber(): number {
    return this.#lastNumber
  }

  /** For a state that was stored. */
  restore(people: Iterable<readonly [number, Person]>, lastNumber: number): void {
    this.#people.length = 0
    for (const [slot, person] of people) this.#people[slot] = person
    this.#lastNumber = lastNumber
  }
}
