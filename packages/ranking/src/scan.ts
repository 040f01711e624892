import { scanWasm } from './scan.wasm.gen.ts'
import { StateError, type StateReader, type StateWriter } from './state.ts'
import type { Top } from './top.ts'

interface Memory {
  /** All numbers of the memory of the program, of which the others are parts. */
  readonly query: Float32Array
  readonly gains: Float32Array
  readonly scores: Float32Array
  readonly vectors: Float32Array
  /** Scores of so many slots. */
  readonly run: (slots: number) => void
  /** The first slot, a multiple of 4 from this one on, where one of four has a higher score; `slots` or more: none has. */
  readonly above: (from: number, slots: number, least: number) => number
}

/** As much of WebAssembly as is used here: the types of the language alone do not know it. */
interface Host {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (pages: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (
    module: object,
    imports: { readonly scan: { readonly memory: object } },
  ) => { readonly exports: { readonly scores: Program; readonly above: Program } }
}

const host = (): Host => (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly

type Program = (...places: readonly number[]) => number

const pageBytes = 65_536
const firstCapacity = 1024
const mostVectors = 1 << 20
/** Only what is dropped is lower. */
const lowest = -3e38

/** Puts the columns one after another into a memory, and the program on top. */
const memoryOf = (module: object, { size, capacity }: { size: number; capacity: number }): Memory => {
  const lengths = [size, capacity, capacity, capacity * size]
  // Each column begins where four numbers do.
  const places: number[] = []
  let words = 0
  for (const length of lengths) {
    places.push(words)
    words += Math.ceil(length / 4) * 4
  }
  const memory = new (host().Memory)({ initial: Math.ceil((words * 4) / pageBytes) })
  const { exports } = new (host().Instance)(module, { scan: { memory } })
  const columns = places.map((place, at) => new Float32Array(memory.buffer, place * 4, lengths[at]))
  const [query, gains, scores, vectors] = columns as [Float32Array, Float32Array, Float32Array, Float32Array]
  const [queryAt = 0, gainsAt = 0, scoresAt = 0, vectorsAt = 0] = places.map((place) => place * 4)
  return {
    ...{ query, gains, scores, vectors },
    run: (slots) => void exports.scores(queryAt, vectorsAt, slots, size / 4, gainsAt, scoresAt),
    above: (from, slots, least) =>
      (exports.above(scoresAt + from * 4, scoresAt + slots * 4, least) - scoresAt) / 4,
  }
}

/**
 * Inner products of a vector with all others, exactly, in WebAssembly with SIMD: every vector is looked at, in the same
 * order on every machine. A slot that was never set or was dropped is never among the best.
 *
 * @example
 * const scan = new VectorScan(64)
 * scan.set(3, vector)
 * scan.offer(query, top)
 */
export class VectorScan {
  readonly size: number
  readonly #module: object
  #memory: Memory
  #capacity = firstCapacity
  #slots = 0

  /** @param size - numbers of a vector, a multiple of 4 */
  constructor(size: number) {
    if (!(size > 0 && size % 4 === 0)) throw new RangeError('the size of vectors is a multiple of 4')
    this.size = size
    this.#module = new (host().Module)(Uint8Array.from(atob(scanWasm), (letter) => letter.charCodeAt(0)))
    this.#memory = memoryOf(this.#module, { size, capacity: firstCapacity })
    this.#memory.gains.fill(Number.NEGATIVE_INFINITY)
  }

  /** Slots are below this. */
  get slots(): number {
    return this.#slots
  }

  get bytes(): number {
    return this.#memory.gains.buffer.byteLength
  }

  has(slot: number): boolean {
    return slot < this.#slots && this.#memory.gains[slot] !== Number.NEGATIVE_INFINITY
  }

  /** The vector of a slot; a view that is valid until the next is set. */
  vector(slot: number): Float32Array {
    return this.#memory.vectors.subarray(slot * this.size, (slot + 1) * this.size)
  }

  /** A slot has this vector from now on; its gain stays, at first it is 0. */
  set(slot: number, vector: ArrayLike<number>): void {
    if (vector.length !== this.size)
      throw new RangeError(`a vector of ${vector.length} numbers, not ${this.size}`)
    if (slot >= mostVectors) throw new RangeError(`at most ${mostVectors} vectors`)
    if (slot >= this.#capacity) this.#grow(slot + 1)
    if (!this.has(slot)) this.#memory.gains[slot] = 0
    this.#slots = Math.max(this.#slots, slot + 1)
    this.#memory.vectors.set(vector, slot * this.size)
  }

  /** What is added to each product with a slot that was set. */
  setGain(slot: number, gain: number): void {
    if (this.has(slot)) this.#memory.gains[slot] = gain
  }

  drop(slot: number): void {
    if (!this.has(slot)) return
    this.#memory.gains[slot] = Number.NEGATIVE_INFINITY
    this.vector(slot).fill(0)
  }

  /** Product and gain of each slot; a view that is valid until anything else is asked. */
  scores(query: ArrayLike<number>): Float32Array {
    if (query.length !== this.size)
      throw new RangeError(`a vector of ${query.length} numbers, not ${this.size}`)
    this.#memory.query.set(query)
    this.#memory.run(this.#slots)
    return this.#memory.scores.subarray(0, this.#slots)
  }

  /** Offers all slots with their scores, without those that are out. */
  offer(query: ArrayLike<number>, top: Top, isOut?: (slot: number) => boolean): void {
    this.scores(query)
    this.offerScores(top, isOut)
  }

  /** As `offer`, with the scores that were asked for last. */
  offerScores(top: Top, isOut?: (slot: number) => boolean): void {
    const scores = this.#memory.scores.subarray(0, this.#slots)
    const { above } = this.#memory
    for (let from = 0; from < scores.length; from += 4) {
      from = above(from, scores.length, Math.max(top.least, lowest))
      const end = Math.min(from + 4, scores.length)
      for (let slot = from; slot < end; slot += 1) {
        const score = scores[slot] ?? 0
        if (score > Math.max(top.least, lowest) && isOut?.(slot) !== true) top.offer(slot, score)
      }
    }
  }

  save(into: StateWriter): void {
    into.add('size', Int32Array.of(this.size))
    into.add('gains', this.#memory.gains.subarray(0, this.#slots))
    into.add('vectors', this.#memory.vectors.subarray(0, this.#slots * this.size))
  }

  load(from: StateReader): void {
    if (from.take('size', 'Int32Array', 1)[0] !== this.size)
      throw new StateError('the state has vectors of another size')
    const gains = from.take('gains', 'Float32Array')
    const vectors = from.take('vectors', 'Float32Array', gains.length * this.size)
    this.#slots = 0
    this.#memory.gains.fill(Number.NEGATIVE_INFINITY)
    if (gains.length > this.#capacity) this.#grow(gains.length)
    this.#slots = gains.length
    this.#memory.gains.set(gains)
    this.#memory.vectors.set(vectors)
  }

  #grow(least: number): void {
    const old = this.#memory
    while (this.#capacity < least) this.#capacity *= 2
    this.#memory = memoryOf(this.#module, { size: this.size, capacity: this.#capacity })
    this.#memory.gains.fill(Number.NEGATIVE_INFINITY)
    this.#memory.gains.set(old.gains)
    this.#memory.vectors.set(old.vectors)
  }
}
