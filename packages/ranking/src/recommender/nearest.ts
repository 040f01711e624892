import { addOuter, gramOf, solve } from '../dense.ts'
import { VectorScan } from '../scan.ts'
import { Top } from '../top.ts'

/** How vectors of viewers are made out of videos that held them; as the videos' vectors were fitted. */
const unobserved = 0.03
const regularisation = 0.01
/** The latest videos that held somebody say most. */
const mostHeld = 60

/** Vectors of videos that were fitted apart: finds what people hold on to who hold on to the same. */
export class Nearest {
  #size = 0
  #values: Float32Array = new Float32Array(0)
  #gram: Float64Array = new Float64Array(0)
  #scan: VectorScan | null = null
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

  /** About 1 for what somebody would hold on to, 0 for anything; 0 without a vector. */
  closeness(vector: Float64Array, video: number): number {
    const row = this.#row(video)
    if (row < 0) return 0
    let sum = 0
    for (let at = 0, from = row * this.#size; at < this.#size; at += 1)
      sum += (vector[at] ?? 0) * (this.#values[from + at] ?? 0)
    return sum
  }

  /** The closest videos, the closest first. */
  best(vector: Float64Array, most: number): number[] {
    const top = new Top(most)
    this.#scan?.offer(vector, top)
    return Array.from(top.take(), (row) => this.#videos[row] ?? 0)
  }
}
