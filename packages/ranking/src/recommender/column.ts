type Values = Int32Array | Uint8Array | Float32Array | Float64Array
type Kind = new (length: number) => Values

const kindNames = new Map<Kind, 'Int32Array' | 'Uint8Array' | 'Float32Array' | 'Float64Array'>([
  [Int32Array, 'Int32Array'],
  [Uint8Array, 'Uint8Array'],
  [Float32Array, 'Float32Array'],
  [Float64Array, 'Float64Array'],
])

/** A typed array that grows: one number for each slot. */
export class Column {
  readonly #kind: Kind
  readonly #empty: number
  #values: Values
  #used = 0

  constructor(kind: Kind, empty: number) {
    this.#kind = kind
    this.#empty = empty
    this.#values = new kind(1024).fill(empty)
  }

  get(slot: number): number {
    return this.#values[slot] ?? this.#empty
  }

  set(slot: number, value: number): void {
    if (slot >= this.#values.length) this.#grow(slot + 1)
    if (slot >= this.#used) this.#used = slot + 1
    this.#values[slot] = value
  }

  /** As far as something was set; it lies where the column lies. */
  used(): Values {
    return this.#values.subarray(0, this.#used)
  }

  get kindName(): 'Int32Array' | 'Uint8Array' | 'Float32Array' | 'Float64Array' {
    return kindNames.get(this.#kind) ?? 'Float64Array'
  }

  restore(values: ArrayLike<number>): void {
    if (values.length > this.#values.length) this.#grow(values.length)
    this.#values.fill(this.#empty)
    this.#values.set(values)
    this.#used = values.length
  }

  #grow(least: number): void {
    const grown = new this.#kind(Math.max(least, this.#values.length * 2)).fill(this.#empty)
    grown.set(this.#values)
    this.#values = grown
  }
}
