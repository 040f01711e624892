import type { Vectors } from './ials.ts'
import { Top } from './top.ts'

/** How much what many watch now counts beside what one likes. */
export interface Trend {
  /** Sightings of each video that held somebody, faded; 0 or more. */
  readonly held: Float64Array
  /** What the most watched video gains, in units of a product of vectors. */
  readonly weight: number
}

/**
 * Chooses videos for somebody by the product of vectors and by what is watched now, over the whole catalogue: exact.
 */
export class Retriever {
  readonly #items: Vectors
  readonly #gain: Float64Array
  readonly #scores: Float64Array

  constructor(items: Vectors, { held, weight }: Trend) {
    const count = items.values.length / items.size
    this.#items = items
    this.#scores = new Float64Array(count)
    const most = held.reduce((largest, one) => Math.max(largest, one), 0)
    const scale = most === 0 ? 0 : weight / Math.log1p(most)
    this.#gain = Float64Array.from({ length: count }, (_, video) => scale * Math.log1p(held[video] ?? 0))
  }

  /** The best videos for a vector, the best first, without those in `seen`. */
  choose(
    vector: Float32Array,
    { seen, most }: { readonly seen: ArrayLike<number>; readonly most: number },
  ): Int32Array {
    const { size, values } = this.#items
    const scores = this.#scores
    for (let video = 0, from = 0; video < scores.length; video += 1, from += size) {
      let sum = this.#gain[video] ?? 0
      for (let at = 0; at < size; at += 1) sum += (vector[at] ?? 0) * (values[from + at] ?? 0)
      scores[video] = sum
    }
    for (let at = 0; at < seen.length; at += 1) scores[seen[at] ?? 0] = Number.NEGATIVE_INFINITY
    const top = new Top(most)
    for (let video = 0; video < scores.length; video += 1) {
      const score = scores[video] ?? Number.NEGATIVE_INFINITY
      if (score > top.least) top.offer(video, score)
    }
    return top.take()
  }
}

/**
 * Gives the last place of a page to the video that was shown least among the best ones, so that each that fits somebody
 * is seen by somebody. Counts what it shows.
 */
export class FairPlace {
  readonly #shown: Uint32Array
  readonly #page: number

  constructor(videos: number, page: number) {
    this.#shown = new Uint32Array(videos)
    this.#page = page
  }

  /** The same videos, one of them moved up to the last place of the page. */
  arrange(ranked: Int32Array): Int32Array {
    const last = this.#page - 1
    if (ranked.length <= this.#page) return ranked
    let chosen = last
    for (let at = last + 1; at < ranked.length; at += 1)
      if (this.#of(ranked[at]) < this.#of(ranked[chosen])) chosen = at
    const video = ranked[chosen] ?? 0
    const arranged = ranked.slice()
    arranged.copyWithin(last + 1, last, chosen)
    arranged[last] = video
    for (const one of arranged.subarray(0, this.#page)) this.#shown[one] = this.#of(one) + 1
    return arranged
  }

  #of(video: number | undefined): number {
    return this.#shown[video ?? 0] ?? 0
  }
}
