/**
 * The indices of the largest scores, the largest first; of equal ones the lower index. A heap of `most` indices in a
 * typed array: a pass over n scores costs O(n + k log² k) when they are in no order.
 */
export class Top {
  readonly #most: number
  readonly #index: Int32Array
  readonly #score: Float64Array
  #size = 0

  constructor(most: number) {
    this.#most = most
    this.#index = new Int32Array(most)
    this.#score = new Float64Array(most)
  }

  clear(): void {
    this.#size = 0
  }

  /** Below this score nothing gets in any more. */
  get least(): number {
    return this.#size < this.#most ? Number.NEGATIVE_INFINITY : (this.#score[0] ?? Number.NEGATIVE_INFINITY)
  }

  offer(index: number, score: number): void {
    if (this.#size < this.#most) {
      this.#put(this.#size, index, score)
      this.#size += 1
      this.#rise(this.#size - 1)
    } else if (this.#isLess(0, index, score)) {
      this.#put(0, index, score)
      this.#sink()
    }
  }

  /** The indices in no order. */
  members(): Int32Array {
    return this.#index.slice(0, this.#size)
  }

  /** The indices, the best first. */
  take(): Int32Array {
    const order = Array.from({ length: this.#size }, (_, at) => at).sort((one, other) => {
      const [first, second] = [this.#score[one] ?? 0, this.#score[other] ?? 0]
      return first === second ? (this.#index[one] ?? 0) - (this.#index[other] ?? 0) : second - first
    })
    return Int32Array.from(order, (at) => this.#index[at] ?? 0)
  }

  #put(at: number, index: number, score: number): void {
    this.#index[at] = index
    this.#score[at] = score
  }

  /** Whether what stands at a place is worse than this. */
  #isLess(at: number, index: number, score: number): boolean {
    const mine = this.#score[at] ?? 0
    return mine < score || (mine === score && (this.#index[at] ?? 0) > index)
  }

  #swap(one: number, other: number): void {
    const [index, score] = [this.#index[one] ?? 0, this.#score[one] ?? 0]
    this.#put(one, this.#index[other] ?? 0, this.#score[other] ?? 0)
    this.#put(other, index, score)
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.#isLess(at, this.#index[above] ?? 0, this.#score[above] ?? 0)) return
      this.#swap(at, above)
      at = above
    }
  }

  #sink(): void {
    let at = 0
    for (;;) {
      let worst = at
      for (let below = 2 * at + 1; below <= 2 * at + 2; below += 1) {
        const isWorse =
          below < this.#size && this.#isLess(below, this.#index[worst] ?? 0, this.#score[worst] ?? 0)
        if (isWorse) worst = below
      }
      if (worst === at) return
      this.#swap(at, worst)
      at = worst
    }
  }
}
