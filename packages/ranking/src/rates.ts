import { mix } from './hash.ts'
import { StateError, type StateReader, type StateWriter } from './state.ts'

/**
 * How often something was seen and what came of it, each halved after every `halfLifeMs`. Keys are integers of 32 bits in
 * open-addressing tables; a key that has nearly faded goes when its table would grow. There are many small tables, so that
 * none keeps anybody waiting while it grows. Reading changes nothing, so what is foretold in between leaves no trace.
 */

export interface RatesSettings {
  /** Outcomes that are summed beside the number of sightings. */
  readonly outcomes: number
  readonly halfLifeMs: number
}

/** What has faded to less than this tells nothing any more. */
const leastKept = 0.02
const fullest = 0.6
/** 2 to this power. Four times as many made finding a third slower: they no longer lay near. */
const tableBits = 6
const firstRows = 16

/** A row lies together, so that finding one is one look into memory: the key (0: free), the second, then the sums. */
interface Table {
  words: Uint32Array
  sums: Float32Array
  /** Rows less one. */
  mask: number
  used: number
}

const tableOf = (words: Uint32Array<ArrayBuffer>, width: number): Table => {
  let used = 0
  for (let at = 0; at < words.length; at += width) if (words[at] !== 0) used += 1
  return { words, sums: new Float32Array(words.buffer), mask: words.length / width - 1, used }
}

const ageS = (atS: number, nowMs: number): number => Math.max(0, nowMs / 1000 - atS)

export class Rates {
  /** Words of a row. */
  readonly #width: number
  readonly #halfLifeS: number
  readonly #tables: Table[]
  /** What was found last: its table and where its row begins; -1: nothing. */
  #found: Table
  #row = -1

  constructor({ outcomes, halfLifeMs }: RatesSettings) {
    this.#width = 2 + 1 + outcomes
    this.#halfLifeS = halfLifeMs / 1000
    this.#tables = Array.from({ length: 1 << tableBits }, () =>
      tableOf(new Uint32Array(firstRows * this.#width), this.#width),
    )
    this.#found = this.#tableOf(0)
  }

  /** Keys that have not faded, and some that have. */
  get size(): number {
    return this.#tables.reduce((sum, { used }) => sum + used, 0)
  }

  get bytes(): number {
    return this.#tables.reduce((sum, { words }) => sum + words.byteLength, 0)
  }

  /** Looks for a key: what is asked next is about it. False: nothing is known of it. */
  find(key: number): boolean {
    const own = key === 0 ? 1 : key >>> 0
    const hash = mix(own)
    const table = this.#tableOf(hash)
    const { words, mask } = table
    this.#found = table
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const there = words[at * this.#width] ?? 0
      this.#row = there === own ? at * this.#width : -1
      if (there === own || there === 0) return there === own
    }
  }

  /** How much of what was found is left at a moment. */
  left(nowMs: number): number {
    if (this.#row < 0) return 0
    return 2 ** (-ageS(this.#found.words[this.#row + 1] ?? 0, nowMs) / this.#halfLifeS)
  }

  /** As it was at the last sighting: multiply by `left`. 0 is the number of sightings, then come the outcomes. */
  sum(which: number): number {
    return this.#row < 0 ? 0 : (this.#found.sums[this.#row + 2 + which] ?? 0)
  }

  /** One sighting and what came of it, 0 … 1 each. Times before 1970 are taken for it. */
  add(key: number, nowMs: number, outcomes: ArrayLike<number>): void {
    if (!this.find(key)) this.#begin(key === 0 ? 1 : key >>> 0, nowMs)
    const left = this.left(nowMs)
    const { sums, words } = this.#found
    const from = this.#row + 2
    for (let which = 0; which < this.#width - 2; which += 1) {
      const one = which === 0 ? 1 : (outcomes[which - 1] ?? 0)
      sums[from + which] = (sums[from + which] ?? 0) * left + one
    }
    words[from - 1] = Math.max(Math.floor(nowMs / 1000), words[from - 1] ?? 0)
  }

  save(into: StateWriter): void {
    for (const [at, { words }] of this.#tables.entries()) into.add(String(at), words)
  }

  load(from: StateReader): void {
    for (const at of this.#tables.keys()) {
      const words = from.take(String(at), 'Uint32Array')
      if (!Number.isInteger(Math.log2(words.length / this.#width)))
        throw new StateError('rates have rows of another width')
      this.#tables[at] = tableOf(words, this.#width)
    }
    this.#row = -1
  }

  #tableOf(hash: number): Table {
    const table = this.#tables[hash >>> (32 - tableBits)]
    if (table === undefined) throw new RangeError('a hash has 32 bits')
    return table
  }

  /** A row for a key that has none. */
  #begin(key: number, nowMs: number): void {
    const hash = mix(key)
    const table = this.#tableOf(hash)
    if (table.used + 1 > fullest * (table.mask + 1)) this.#rebuild(table, nowMs)
    table.used += 1
    this.#row = this.#free(table, hash)
    table.words[this.#row] = key
  }

  #free({ words, mask }: Table, hash: number): number {
    let at = hash & mask
    while (words[at * this.#width] !== 0) at = (at + 1) & mask
    return at * this.#width
  }

  /** Twice as large, unless enough has faded. */
  #rebuild(table: Table, nowMs: number): void {
    const { words, sums, mask } = table
    const width = this.#width
    const kept: number[] = []
    for (let row = 0; row < words.length; row += width) {
      const left = 2 ** (-ageS(words[row + 1] ?? 0, nowMs) / this.#halfLifeS)
      if (words[row] !== 0 && left * (sums[row + 2] ?? 0) >= leastKept) kept.push(row)
    }
    const rows = (kept.length > (fullest / 2) * (mask + 1) ? 2 : 1) * (mask + 1)
    Object.assign(table, tableOf(new Uint32Array(rows * width), width), { used: kept.length })
    for (const from of kept) {
      const to = this.#free(table, mix(words[from] ?? 0))
      for (let word = 0; word < width; word += 1) table.words[to + word] = words[from + word] ?? 0
    }
  }
}
