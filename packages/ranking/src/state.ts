/**
 * A state as named columns of numbers, written as bytes and read back the same: a head that says what follows, then the
 * columns as they lie in memory, each with a checksum. Nothing is copied on the way out.
 */

const kinds = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const
type Kinds = typeof kinds
type KindName = keyof Kinds
export type Column = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array

/** The bytes are not a state that can be read: torn, of something else, of another version or of other settings. */
export class StateError extends Error {
  override readonly name = 'StateError'
}

const formatVersion = 1
/** "BUSKSTAT", as a machine with the low byte first reads it: others refuse what was written here. */
const magic = [0x4b535542, 0x54415453] as const
const headWords = 6

const turned = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

/** A hash of four lanes of words in the way of xxHash32 (Collet, 2012): about a byte and a half in a nanosecond. */
export const checksumOf = (bytes: Uint8Array): number => {
  const whole = bytes.byteLength >>> 2
  const words =
    bytes.byteOffset % 4 === 0
      ? new Uint32Array(bytes.buffer, bytes.byteOffset, whole)
      : new Uint32Array(bytes.slice(0, whole * 4).buffer)
  let [a, b, c, d] = [0x24234428, 0x85ebca77, 0, 0x61c8864f]
  const step = (lane: number, word: number): number =>
    Math.imul(turned((lane + Math.imul(word, 0x85ebca77)) | 0, 13), 0x9e3779b1)
  let at = 0
  for (; at + 3 < whole; at += 4) {
    a = step(a, words[at] ?? 0)
    b = step(b, words[at + 1] ?? 0)
    c = step(c, words[at + 2] ?? 0)
    d = step(d, words[at + 3] ?? 0)
  }
  let hash = (turned(a, 1) + turned(b, 7) + turned(c, 12) + turned(d, 18) + bytes.byteLength) | 0
  for (; at < whole; at += 1) hash = step(hash, words[at] ?? 0)
  for (let tail = whole * 4; tail < bytes.byteLength; tail += 1) hash = step(hash, bytes[tail] ?? 0)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d)
  return (hash ^ (hash >>> 16)) >>> 0
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Column): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

const padded = (length: number): number => Math.ceil(length / 8) * 8

/** Name, kind, length and checksum of a column. */
type Entry = readonly [string, KindName, number, number]

const isKind = (name: unknown): name is KindName => typeof name === 'string' && Object.hasOwn(kinds, name)

/**
 * Takes the columns of a state. They are not copied: what `chunks` gives must be written before the state moves on.
 *
 * @example
 * const writer = new StateWriter()
 * learner.save(writer.within('learner'))
 * writevSync(file, writer.chunks())
 */
export class StateWriter {
  readonly #prefix: string
  readonly #columns: Map<string, Column>

  constructor(prefix = '', columns = new Map<string, Column>()) {
    this.#prefix = prefix
    this.#columns = columns
  }

  /** For a part of the state, with names of its own. */
  within(part: string): StateWriter {
    return new StateWriter(`${this.#prefix}${part}.`, this.#columns)
  }

  add(name: string, column: Column): void {
    const full = this.#prefix + name
    if (this.#columns.has(full)) throw new RangeError(`the column ${full} is there already`)
    this.#columns.set(full, column)
  }

  addText(name: string, text: string): void {
    this.add(name, new TextEncoder().encode(text))
  }

  /** The bytes, piece after piece. */
  chunks(): Uint8Array[] {
    const columns = [...this.#columns]
    const entries = columns.map(([name, column]): Entry => {
      const kind = column.constructor.name
      if (!isKind(kind)) throw new RangeError(`columns are no ${kind}`)
      return [name, kind, column.length, checksumOf(bytesOf(column))]
    })
    const told = new TextEncoder().encode(JSON.stringify(entries))
    const head = new Uint32Array([...magic, formatVersion, told.byteLength, checksumOf(told), 0])
    const space = new Uint8Array(8)
    const withSpace = (bytes: Uint8Array): Uint8Array[] => [
      bytes,
      space.subarray(0, padded(bytes.byteLength) - bytes.byteLength),
    ]
    const pieces = [
      bytesOf(head),
      ...withSpace(told),
      ...columns.flatMap(([, column]) => withSpace(bytesOf(column))),
    ]
    return pieces.filter(({ byteLength }) => byteLength > 0)
  }
}

/** Bytes one after another, however they were cut. */
class Pieces {
  readonly #chunks: readonly Uint8Array[]
  #chunk = 0
  #at = 0

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks
  }

  fill(into: Uint8Array): void {
    for (let filled = 0; filled < into.byteLength;) {
      const chunk = this.#chunks[this.#chunk]
      if (chunk === undefined) throw new StateError('the state is torn: it ends too early')
      const piece = chunk.subarray(this.#at, this.#at + into.byteLength - filled)
      into.set(piece, filled)
      filled += piece.byteLength
      this.#at += piece.byteLength
      if (this.#at < chunk.byteLength) continue
      this.#chunk += 1
      this.#at = 0
    }
  }

  get isAtEnd(): boolean {
    return this.#chunks.slice(this.#chunk).every(({ byteLength }) => byteLength === 0)
  }
}

const entriesOf = (pieces: Pieces): Entry[] => {
  const head = new Uint32Array(headWords)
  pieces.fill(bytesOf(head))
  if (head[0] !== magic[0] || head[1] !== magic[1]) throw new StateError('this is no state')
  if (head[2] !== formatVersion)
    throw new StateError(`the state has format ${head[2]}, this program reads format ${formatVersion}`)
  // As much as the longest list of names, or a damaged length would ask for all memory.
  if ((head[3] ?? 0) > 2 ** 24) throw new StateError('the state is damaged: its head')
  const told = new Uint8Array(head[3] ?? 0)
  pieces.fill(told)
  if (checksumOf(told) !== head[4]) throw new StateError('the state is damaged: its head')
  pieces.fill(new Uint8Array(padded(told.byteLength) - told.byteLength))
  return JSON.parse(new TextDecoder().decode(told)) as Entry[]
}

/** Reads and proves a whole state before any of it is used. Throws StateError. */
export class StateReader {
  readonly #prefix: string
  readonly #columns: Map<string, Column>

  private constructor(prefix: string, columns: Map<string, Column>) {
    this.#prefix = prefix
    this.#columns = columns
  }

  /** @param chunks - the bytes in their order, cut anywhere */
  static from(chunks: readonly Uint8Array[]): StateReader {
    const pieces = new Pieces(chunks)
    const columns = new Map<string, Column>()
    for (const [name, kind, length, checksum] of entriesOf(pieces)) {
      const column = new kinds[kind](length)
      const bytes = bytesOf(column)
      pieces.fill(bytes)
      if (checksumOf(bytes) !== checksum) throw new StateError(`the state is damaged: ${name}`)
      pieces.fill(new Uint8Array(padded(bytes.byteLength) - bytes.byteLength))
      columns.set(name, column)
    }
    if (!pieces.isAtEnd) throw new StateError('the state is damaged: something follows it')
    return new StateReader('', columns)
  }

  within(part: string): StateReader {
    return new StateReader(`${this.#prefix}${part}.`, this.#columns)
  }

  /** Hands a column over: it is the caller's from now on. `length`: it must be as long as that. */
  take<Name extends KindName>(name: string, kind: Name, length?: number): InstanceType<Kinds[Name]> {
    const full = this.#prefix + name
    const column = this.#columns.get(full)
    if (column === undefined || column.constructor !== kinds[kind])
      throw new StateError(`the state has no column ${full} of ${kind}`)
    if (length !== undefined && column.length !== length)
      throw new StateError(`the column ${full} has ${column.length} numbers instead of ${length}`)
    this.#columns.delete(full)
    return column as InstanceType<Kinds[Name]>
  }

  takeText(name: string): string {
    return new TextDecoder().decode(this.take(name, 'Uint8Array'))
  }
}
