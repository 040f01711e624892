import type { StateReader, StateWriter } from './state.ts'

/** Columns of numbers that grow with their slots, twice as long each time. */
export const grown = <T extends Int32Array | Uint32Array | Float32Array | Float64Array>(
  column: T,
  length: number,
): T => {
  if (length <= column.length) return column
  const make = column.constructor as new (length: number) => T
  const longer = new make(Math.max(length, column.length * 2))
  longer.set(column)
  return longer
}

export interface RingsSettings {
  /** Values that lie together; the oldest go so many at once. */
  readonly together: number
  /** So many of the newest values are always kept. */
  readonly most: number
}

/**
 * The newest values of many owners, each in a chain of small blocks out of one column: who has few values takes little
 * room, and whoever is forgotten gives theirs back. Owners are small whole numbers.
 */
export class Rings {
  readonly #together: number
  readonly #most: number
  /** First block, last block and number of values of each owner; blocks count from 1. */
  #owners = new Int32Array(0)
  /** The next block, then the values. */
  #blocks = new Int32Array(0)
  #free = 0
  #used = 0

  constructor({ together, most }: RingsSettings) {
    this.#together = together
    this.#most = most
  }

  get bytes(): number {
    return this.#owners.byteLength + this.#blocks.byteLength
  }

  sizeOf(owner: number): number {
    return this.#owners[owner * 3 + 2] ?? 0
  }

  push(owner: number, value: number): void {
    this.#owners = grown(this.#owners, (owner + 1) * 3)
    const owners = this.#owners
    const size = owners[owner * 3 + 2] ?? 0
    const within = size % this.#together
    if (within === 0) this.#extend(owner, size === 0)
    this.#blocks[this.#at(owners[owner * 3 + 1] ?? 0) + 1 + within] = value
    owners[owner * 3 + 2] = size + 1
    if (size + 1 - this.#together < this.#most) return
    const oldest = owners[owner * 3] ?? 0
    owners[owner * 3] = this.#blocks[this.#at(oldest)] ?? 0
    owners[owner * 3 + 2] = size + 1 - this.#together
    this.#give(oldest)
  }

  /** The newest values, the oldest of them first; answers how many there are. */
  copy(owner: number, into: Int32Array): number {
    const size = this.sizeOf(owner)
    const count = Math.min(size, into.length)
    let block = this.#owners[owner * 3] ?? 0
    let left = size - count
    for (; left >= this.#together; left -= this.#together) block = this.#blocks[this.#at(block)] ?? 0
    for (let written = 0; written < count;) {
      const from = this.#at(block) + 1
      for (; left < this.#together && written < count; left += 1, written += 1)
        into[written] = this.#blocks[from + left] ?? 0
      left = 0
      block = this.#blocks[from - 1] ?? 0
    }
    return count
  }

  has(owner: number, value: number): boolean {
    let block = this.#owners[owner * 3] ?? 0
    for (let left = this.sizeOf(owner); left > 0; left -= this.#together) {
      const from = this.#at(block)
      const end = from + 1 + Math.min(left, this.#together)
      for (let at = from + 1; at < end; at += 1) if (this.#blocks[at] === value) return true
      block = this.#blocks[from] ?? 0
    }
    return false
  }

  /** Nothing of an owner is left. */
  drop(owner: number): void {
    let block = this.#owners[owner * 3] ?? 0
    for (let left = this.sizeOf(owner); left > 0; left -= this.#together) {
      const next = this.#blocks[this.#at(block)] ?? 0
      this.#give(block)
      block = next
    }
    this.#owners.fill(0, owner * 3, (owner + 1) * 3)
  }

  save(into: StateWriter): void {
    into.add('owners', this.#owners)
    into.add('blocks', this.#blocks)
    into.add('free', Int32Array.of(this.#free, this.#used))
  }

  load(from: StateReader): void {
    this.#owners = from.take('owners', 'Int32Array')
    this.#blocks = from.take('blocks', 'Int32Array')
    ;[this.#free = 0, this.#used = 0] = from.take('free', 'Int32Array', 2)
  }

  #at(block: number): number {
    return (block - 1) * (this.#together + 1)
  }

  #extend(owner: number, isFirst: boolean): void {
    const block = this.#take()
    const last = this.#owners[owner * 3 + 1] ?? 0
    if (isFirst) this.#owners[owner * 3] = block
    else this.#blocks[this.#at(last)] = block
    this.#owners[owner * 3 + 1] = block
  }

  #take(): number {
    const free = this.#free
    if (free !== 0) {
      this.#free = this.#blocks[this.#at(free)] ?? 0
      return free
    }
    this.#used += 1
    this.#blocks = grown(this.#blocks, this.#used * (this.#together + 1))
    return this.#used
  }

  /** What stood there is gone, not only out of reach. */
  #give(block: number): void {
    const from = this.#at(block)
    this.#blocks.fill(0, from, from + this.#together + 1)
    this.#blocks[from] = this.#free
    this.#free = block
  }
}
