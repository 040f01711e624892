import { mix } from './hash.ts'

/** Numbers of rows by key, made for one look and emptied at once for the next: open addressing with the number of the look. */
export class Scratch {
  readonly #key: Int32Array
  readonly #look: Uint32Array
  readonly #mask: number
  #now = 1

  /** @param most - keys that one look may have */
  constructor(most: number) {
    const capacity = 2 ** Math.ceil(Math.log2(2 * most))
    this.#key = new Int32Array(capacity)
    this.#look = new Uint32Array(capacity)
    this.#mask = capacity - 1
  }

  /** Rows are below this. */
  get capacity(): number {
    return this.#mask + 1
  }

  clear(): void {
    this.#now += 1
    if (this.#now < 2 ** 32) return
    this.#look.fill(0)
    this.#now = 1
  }

  /** The row of a key; -1: it has none. */
  find(key: number): number {
    let at = mix(key) & this.#mask
    while (this.#look[at] === this.#now) {
      if (this.#key[at] === key) return at
      at = (at + 1) & this.#mask
    }
    return -1
  }

  /** The row of a key; `~row` if it is new. */
  put(key: number): number {
    let at = mix(key) & this.#mask
    while (this.#look[at] === this.#now) {
      if (this.#key[at] === key) return at
      at = (at + 1) & this.#mask
    }
    this.#look[at] = this.#now
    this.#key[at] = key
    return ~at
  }
}
