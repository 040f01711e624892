import { addOuter, gramOf, solve } from '../dense.ts'
import { VectorScan } from '../scan.ts'
import { Top } from '../top.ts'
import { vectorSettings } from '../vector-settings.ts'

const { unobserved, regularisation } = vectorSettings
/** The latest videos that held somebody say most. */
const mostHeld = 60

/** Vectors of videos that were fitted apart: finds what people hold on to who hold on to the same. */
export class Nearest {
  #size = 0
  #values: Float32Array = new Float32Array(0)
  #gram: Float64Array = new Float64Array(0)
  #scan: VectorScan | null = null
  /** What was looked at last, by row; it lies in the memory of the scan. */
  #scores: Float32Array | null = null
  /** Row of each video, −1: none; and the video of each row. */
  #rowOf = new Int32Array(0)
  #videos: Int32Array = new Int32Array(0)

  get count(): number {
    return this.#videos.length
  }

  get size(): number {
    return this.#size
  }

  get videos(): Int32Array {
    return this.#videos
  }

  get values(): Float32Array {
    return this.#values
  }

  /** Replaces all vectors. `videos`: the video of each row. */
  install(videos: Int32Array, values: Float32Array, size: number): void {
    this.#scores = null
    this.#size = size
    this.#values = values
    this.#videos = videos
    this.#gram = size === 0 ? new Float64Array(0) : gramOf(values, size)
    this.#rowOf = new Int32Array(videos.reduce((most, one) => Math.max(most, one), 0) + 1).fill(-1)
    this.#scan = size === 0 ? null : new VectorScan(size)
    for (const [row, video] of videos.entries()) {
      this.#rowOf[video] = row
      this.#scan?.set(row, values.subarray(row * size, (row + 1) * size))
    }
  }

  #row(video: number): number {
    return this.#rowOf[video] ?? -1
  }

  /** The vector of somebody whom these held, the latest last; null: none of them has a vector. */
  vectorOf(held: readonly number[]): Float64Array | null {
    const rows = held
      .slice(-mostHeld)
      .map((video) => this.#row(video))
      .filter((row) => row >= 0)
    if (rows.length === 0) return null
    const size = this.#size
    const matrix = this.#gram.map((one) => one * unobserved)
    const right = new Float64Array(size)
    for (const row of rows) {
      const from = row * size
      addOuter(matrix, { vectors: this.#values, from, size }, 1)
      for (let at = 0; at < size; at += 1) right[at] = (right[at] ?? 0) + (this.#values[from + at] ?? 0)
    }
    const ridge = regularisation * (rows.length + unobserved * this.count)
    for (let at = 0; at < size; at += 1) matrix[at * size + at] = (matrix[at * size + at] ?? 0) + ridge
    solve(matrix, right, size)
    return right
  }

  /** Looks from a vector at all videos; what is asked next is seen from there. Null: from nowhere. */
  look(vector: Float64Array | null): void {
    this.#scores = vector === null || this.#scan === null ? null : this.#scan.scores(vector)
  }

  /** About 1 for what somebody would hold on to, 0 for anything, and without a vector. */
  closeness(video: number): number {
    return this.#scores?.[this.#row(video)] ?? 0
  }

  /** The closest videos, the closest first. */
  best(most: number): number[] {
    if (this.#scan === null || this.#scores === null) return []
    const top = new Top(most)
    this.#scan.offerScores(top)
    return Array.from(top.take(), (row) => this.#videos[row] ?? 0)
  }
}
