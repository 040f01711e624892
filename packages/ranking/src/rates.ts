import { mix } from './hash.ts'

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

interface Table {
  /** 0: free. */
  readonly key: Uint32Array
  readonly atMs: Float64Array
  /** `outcomes + 1` for each key: sightings first. */
  readonly sum: Float32Array
}

const tableOf = (capacity: number, width: number): Table => ({
  key: new Uint32Array(capacity),
  atMs: new Float64Array(capacity),
  sum: new Float32Array(capacity * width),
})

export class Rates {
  readonly #width: number
  readonly #halfLifeMs: number
  #table: Table
  #mask: number
  #used = 0

  constructor({ outcomes, halfLifeMs }: RatesSettings) {
    this.#width = outcomes + 1
    this.#halfLifeMs = halfLifeMs
    this.#table = tableOf(firstCapacity, this.#width)
    this.#mask = firstCapacity - 1
  }

  /** Keys that have not faded, and some that have. */
  get size(): number {
    return this.#used
  }

  get bytes(): number {
    const { key, atMs, sum } = this.#table
    return key.byteLength + atMs.byteLength + sum.byteLength
  }

  /** Where a key lies; -1: nowhere. */
  find(key: number): number {
    const own = key === 0 ? 1 : key >>> 0
    let at = mix(own) & this.#mask
    for (;;) {
      const there = this.#table.key[at] ?? 0
      if (there === own) return at
      if (there === 0) return -1
      at = (at + 1) & this.#mask
    }
  }

  /** How much of what lies there is left at a moment. */
  left(at: number, nowMs: number): number {
    if (at < 0) return 0
    const ageMs = nowMs - (this.#table.atMs[at] ?? 0)
    return ageMs <= 0 ? 1 : 2 ** (-ageMs / this.#halfLifeMs)
  }

  /** As it was at the last sighting: multiply by `left`. 0 is the number of sightings, then come the outcomes. */
  sum(at: number, which: number): number {
    return at < 0 ? 0 : (this.#table.sum[at * this.#width + which] ?? 0)
  }

  /** The share of sightings with an outcome, beside `strength` sightings of whoever is usual. */
  share(
    found: { readonly at: number; readonly left: number },
    outcome: number,
    usual: { readonly share: number; readonly strength: number },
  ): number {
    const { at, left } = found
    const seen = left * this.sum(at, 0)
    return (left * this.sum(at, outcome + 1) + usual.share * usual.strength) / (seen + usual.strength)
  }

  /** One sighting and what came of it, 0 … 1 each. */
  add(key: number, nowMs: number, outcomes: ArrayLike<number>): void {
    const at = this.#place(key === 0 ? 1 : key >>> 0, nowMs)
    const { sum, atMs } = this.#table
    const left = this.left(at, nowMs)
    const from = at * this.#width
    for (let which = 0; which < this.#width; which += 1) {
      const one = which === 0 ? 1 : (outcomes[which - 1] ?? 0)
      sum[from + which] = (sum[from + which] ?? 0) * left + one
    }
    atMs[at] = Math.max(nowMs, atMs[at] ?? 0)
  }

  #place(key: number, nowMs: number): number {
    const found = this.find(key)
    if (found >= 0) return found
    if (this.#used + 1 > fullest * (this.#mask + 1)) this.#rebuild(nowMs)
    this.#used += 1
    const at = this.#free(key)
    this.#table.key[at] = key
    this.#table.atMs[at] = nowMs
    return at
  }

  #free(key: number): number {
    let at = mix(key) & this.#mask
    while (this.#table.key[at] !== 0) at = (at + 1) & this.#mask
    return at
  }

  /** Twice as large, unless enough has faded. */
  #rebuild(nowMs: number): void {
    const old = this.#table
    const kept: number[] = []
    for (let at = 0; at < old.key.length; at += 1)
      if (old.key[at] !== 0 && this.left(at, nowMs) * this.sum(at, 0) >= leastKept) kept.push(at)
    const capacity = kept.length > (fullest / 2) * old.key.length ? old.key.length * 2 : old.key.length
    this.#table = tableOf(capacity, this.#width)
    this.#mask = capacity - 1
    this.#used = kept.length
    for (const from of kept) {
      const key = old.key[from] ?? 0
      const to = this.#free(key)
      this.#table.key[to] = key
      this.#table.atMs[to] = old.atMs[from] ?? 0
      this.#table.sum.set(old.sum.subarray(from * this.#width, (from + 1) * this.#width), to * this.#width)
    }
  }
}
