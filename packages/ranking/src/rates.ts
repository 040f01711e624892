import { mix } from './hash.ts'
import { StateError, type StateReader, type StateWriter } from './state.ts'

/**
 * How often something was seen and what came of it, each halved after every `halfLifeMs`. Keys are integers of 32 bits in
 * an open-addressing table; a key that has nearly faded goes when the table would grow. Reading changes nothing, so what is
 * foretold in between leaves no trace.
 */

export interface RatesSettings {
  /** Outcomes that are summed beside the number of sightings. */
  readonly outcomes: number
  readonly halfLifeMs: number
}

/** What has faded to less than this tells nothing any more. */
const leastKept = 0.02
const fullest = 0.6
const firstCapacity = 1024

/** A row lies together, so that finding one is one look into memory: the key (0: free), the second, then the sums. */
interface Table {
  readonly words: Uint32Array
  readonly sums: Float32Array
}

const tableOf = (capacity: number, width: number): Table => {
  const words = new Uint32Array(capacity * width)
  return { words, sums: new Float32Array(words.buffer) }
}

export class Rates {
  /** Words of a row. */
  readonly #width: number
  readonly #halfLifeS: number
  #table: Table
  #mask: number
  #used = 0

  constructor({ outcomes, halfLifeMs }: RatesSettings) {
    this.#width = 2 + 1 + outcomes
    this.#halfLifeS = halfLifeMs / 1000
    this.#table = tableOf(firstCapacity, this.#width)
    this.#mask = firstCapacity - 1
  }

  /** Keys that have not faded, and some that have. */
  get size(): number {
    return this.#used
  }

  get bytes(): number {
    return this.#table.words.byteLength
  }

  /** Where a key lies; -1: nowhere. Valid until something is added. */
  find(key: number): number {
    const own = key === 0 ? 1 : key >>> 0
    const { words } = this.#table
    let at = mix(own) & this.#mask
    for (;;) {
      const there = words[at * this.#width] ?? 0
      if (there === own) return at
      if (there === 0) return -1
      at = (at + 1) & this.#mask
    }
  }

  /** How much of what lies there is left at a moment. */
  left(at: number, nowMs: number): number {
    if (at < 0) return 0
    const ageS = nowMs / 1000 - (this.#table.words[at * this.#width + 1] ?? 0)
    return ageS <= 0 ? 1 : 2 ** (-ageS / this.#halfLifeS)
  }

  /** As it was at the last sighting: multiply by `left`. 0 is the number of sightings, then come the outcomes. */
  sum(at: number, which: number): number {
    return at < 0 ? 0 : (this.#table.sums[at * this.#width + 2 + which] ?? 0)
  }

  /** One sighting and what came of it, 0 … 1 each. Times before 1970 are taken for it. */
  add(key: number, nowMs: number, outcomes: ArrayLike<number>): void {
    const at = this.#place(key === 0 ? 1 : key >>> 0, nowMs)
    const { sums, words } = this.#table
    const left = this.left(at, nowMs)
    const from = at * this.#width + 2
    for (let which = 0; which < this.#width - 2; which += 1) {
      const one = which === 0 ? 1 : (outcomes[which - 1] ?? 0)
      sums[from + which] = (sums[from + which] ?? 0) * left + one
    }
    words[from - 1] = Math.max(Math.floor(nowMs / 1000), words[from - 1] ?? 0)
  }

  save(into: StateWriter): void {
    into.add('words', this.#table.words)
  }

  load(from: StateReader): void {
    const words = from.take('words', 'Uint32Array')
    const rows = words.length / this.#width
    if (!Number.isInteger(Math.log2(rows))) throw new StateError('rates have rows of another width')
    this.#table = { words, sums: new Float32Array(words.buffer) }
    this.#mask = rows - 1
    this.#used = 0
    for (let at = 0; at < words.length; at += this.#width) if (words[at] !== 0) this.#used += 1
  }

  #place(key: number, nowMs: number): number {
    const found = this.find(key)
    if (found >= 0) return found
    if (this.#used + 1 > fullest * (this.#mask + 1)) this.#rebuild(nowMs)
    this.#used += 1
    const at = this.#free(key)
    this.#table.words[at * this.#width] = key
    return at
  }

  #free(key: number): number {
    const { words } = this.#table
    let at = mix(key) & this.#mask
    while (words[at * this.#width] !== 0) at = (at + 1) & this.#mask
    return at
  }

  /** Twice as large, unless enough has faded. */
  #rebuild(nowMs: number): void {
    const { words } = this.#table
    const width = this.#width
    const isKept = (at: number): boolean =>
      words[at * width] !== 0 && this.left(at, nowMs) * this.sum(at, 0) >= leastKept
    const kept: number[] = []
    for (let at = 0; at <= this.#mask; at += 1) if (isKept(at)) kept.push(at)
    const rows = this.#mask + 1
    const capacity = kept.length > (fullest / 2) * rows ? rows * 2 : rows
    this.#table = tableOf(capacity, width)
    this.#mask = capacity - 1
    this.#used = kept.length
    for (const from of kept) {
      const to = this.#free(words[from * width] ?? 0) * width
      for (let word = 0; word < width; word += 1)
        this.#table.words[to + word] = words[from * width + word] ?? 0
    }
  }
}
