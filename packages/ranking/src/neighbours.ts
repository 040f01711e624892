import { grown } from './rings.ts'
import type { StateReader, StateWriter } from './state.ts'

export interface NeighboursSettings {
  /** Neighbours that are kept of each video. */
  readonly most: number
  readonly halfLifeMs: number
}

/** Sightings of somebody usual beside those of a video: what was seen twice is not near to all. */
const prior = 5
/** Counts are told in units that grow, so nothing has to fade; after so many half-lives they are made small again. */
const longestUnit = 48

/**
 * Which videos the same people hold on to: for each the ones that were held together with it most often, by counts that
 * fade. A newcomer takes the place of the least and its count, of which it is known how much came before (Space-Saving of
 * Metwally, Agrawal and El Abbadi, 2005): whatever is held together often is found, with the memory of the kept ones alone.
 */
export class Neighbours {
  readonly #most: number
  readonly #halfLifeMs: number
  #count = new Float32Array(1024)
  /** The row of each video; 0: it has none. */
  #row = new Int32Array(1024)
  #rows = 0
  /** The videos of each row; -1: a free place. */
  #ids = new Int32Array(0)
  #weight = new Float32Array(0)
  /** What of each weight came before. */
  #before = new Float32Array(0)
  #sinceMs = Number.NaN

  constructor({ most, halfLifeMs }: NeighboursSettings) {
    this.#most = most
    this.#halfLifeMs = halfLifeMs
  }

  get bytes(): number {
    const columns = [this.#count, this.#row, this.#ids, this.#weight, this.#before]
    return columns.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** One that was held now counts so much. */
  unit(nowMs: number): number {
    return Number.isNaN(this.#sinceMs) ? 1 : 2 ** ((nowMs - this.#sinceMs) / this.#halfLifeMs)
  }

  /** What closeness to a video is divided by, as of a unit. */
  spread(video: number, unit: number): number {
    return Math.sqrt((this.#count[video] ?? 0) / unit + prior)
  }

  /** A video held somebody, who was held by these others lately. */
  hold(video: number, others: Int32Array, nowMs: number): void {
    this.#begin(nowMs)
    const unit = this.unit(nowMs)
    this.#count = grown(this.#count, video + 1)
    this.#count[video] = (this.#count[video] ?? 0) + unit
    for (let at = 0; at < others.length; at += 1) {
      const other = others[at] ?? 0
      if (other === video) continue
      this.#link(this.#rowOf(video), other, unit)
      this.#link(this.#rowOf(other), video, unit)
    }
  }

  /** How often a video was held together with another, as far as the other remembers, in units. */
  together(other: number, video: number): number {
    const at = this.#find(this.#row[other] ?? 0, video)
    return at < 0 ? 0 : (this.#weight[at] ?? 0) - (this.#before[at] ?? 0)
  }

  /** The neighbours of a video and how often they were held together, in units; answers how many there are. */
  copy(video: number, into: { readonly videos: Int32Array; readonly together: Float64Array }): number {
    const row = this.#row[video] ?? 0
    if (row === 0) return 0
    const from = (row - 1) * this.#most
    let count = 0
    for (; count < this.#most; count += 1) {
      const other = this.#ids[from + count] ?? -1
      if (other < 0) break
      into.videos[count] = other
      into.together[count] = (this.#weight[from + count] ?? 0) - (this.#before[from + count] ?? 0)
    }
    return count
  }

  save(into: StateWriter): void {
    into.add('count', this.#count)
    into.add('row', this.#row)
    into.add('ids', this.#ids)
    into.add('weight', this.#weight)
    into.add('before', this.#before)
    into.add('since', Float64Array.of(this.#sinceMs, this.#rows))
  }

  load(from: StateReader): void {
    this.#count = from.take('count', 'Float32Array')
    this.#row = from.take('row', 'Int32Array')
    this.#ids = from.take('ids', 'Int32Array')
    this.#weight = from.take('weight', 'Float32Array', this.#ids.length)
    this.#before = from.take('before', 'Float32Array', this.#ids.length)
    ;[this.#sinceMs = Number.NaN, this.#rows = 0] = from.take('since', 'Float64Array', 2)
  }

  #rowOf(video: number): number {
    this.#row = grown(this.#row, video + 1)
    const found = this.#row[video] ?? 0
    if (found !== 0) return found
    this.#rows += 1
    const from = (this.#rows - 1) * this.#most
    this.#ids = grown(this.#ids, from + this.#most)
    this.#weight = grown(this.#weight, this.#ids.length)
    this.#before = grown(this.#before, this.#ids.length)
    this.#ids.fill(-1, from, from + this.#most)
    this.#row[video] = this.#rows
    return this.#rows
  }

  /** Where a video stands in a row; -1: nowhere. */
  #find(row: number, video: number): number {
    if (row === 0) return -1
    const end = row * this.#most
    const ids = this.#ids
    for (let at = end - this.#most; at < end; at += 1) {
      const there = ids[at]
      if (there === video) return at
      if (there === -1) return -1
    }
    return -1
  }

  #link(row: number, video: number, unit: number): void {
    const found = this.#find(row, video)
    const at = found < 0 ? this.#leastOf(row) : found
    if (found < 0) {
      this.#before[at] = this.#weight[at] ?? 0
      this.#ids[at] = video
    }
    this.#weight[at] = (this.#weight[at] ?? 0) + unit
  }

  /** The first free place, or that of the least. */
  #leastOf(row: number): number {
    const from = (row - 1) * this.#most
    let least = from
    for (let at = from; at < from + this.#most; at += 1) {
      if (this.#ids[at] === -1) return at
      if ((this.#weight[at] ?? 0) < (this.#weight[least] ?? 0)) least = at
    }
    return least
  }

  #begin(nowMs: number): void {
    if (Number.isNaN(this.#sinceMs)) this.#sinceMs = nowMs
    if (nowMs - this.#sinceMs < longestUnit * this.#halfLifeMs) return
    const shrink = 1 / this.unit(nowMs)
    for (const column of [this.#count, this.#weight, this.#before])
      for (let at = 0; at < column.length; at += 1) column[at] = (column[at] ?? 0) * shrink
    this.#sinceMs = nowMs
  }
}
