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
/** Rows lie in pages of so many, 2 to this power: growing makes one more and moves nothing. */
const pageBits = 11

interface Page {
  /** The videos of each row; -1: a free place. */
  readonly ids: Int32Array
  readonly weight: Float32Array
  /** What of each weight came before. */
  readonly before: Float32Array
}

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
  #pages: Page[] = []
  #sinceMs = Number.NaN

  constructor({ most, halfLifeMs }: NeighboursSettings) {
    this.#most = most
    this.#halfLifeMs = halfLifeMs
  }

  get bytes(): number {
    const pages = this.#pages.reduce((sum, { ids }) => sum + 3 * ids.byteLength, 0)
    return this.#count.byteLength + this.#row.byteLength + pages
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
    const row = (this.#row[other] ?? 0) - 1
    if (row < 0) return 0
    const page = this.#pageOf(row)
    const at = this.#find(page.ids, row, video)
    return at < 0 ? 0 : (page.weight[at] ?? 0) - (page.before[at] ?? 0)
  }

  /** The neighbours of a video and how often they were held together, in units; answers how many there are. */
  copy(video: number, into: { readonly videos: Int32Array; readonly together: Float64Array }): number {
    const row = (this.#row[video] ?? 0) - 1
    if (row < 0) return 0
    const { ids, weight, before } = this.#pageOf(row)
    const from = this.#within(row)
    let count = 0
    for (; count < this.#most; count += 1) {
      const other = ids[from + count] ?? -1
      if (other < 0) break
      into.videos[count] = other
      into.together[count] = (weight[from + count] ?? 0) - (before[from + count] ?? 0)
    }
    return count
  }

  save(into: StateWriter): void {
    into.add('count', this.#count)
    into.add('row', this.#row)
    into.add('since', Float64Array.of(this.#sinceMs, this.#rows))
    for (const [at, { ids, weight, before }] of this.#pages.entries()) {
      into.add(`ids.${at}`, ids)
      into.add(`weight.${at}`, weight)
      into.add(`before.${at}`, before)
    }
  }

  load(from: StateReader): void {
    this.#count = from.take('count', 'Float32Array')
    this.#row = from.take('row', 'Int32Array')
    ;[this.#sinceMs = Number.NaN, this.#rows = 0] = from.take('since', 'Float64Array', 2)
    const length = this.#most << pageBits
    this.#pages = Array.from({ length: Math.ceil(this.#rows / (1 << pageBits)) }, (_, at) => ({
      ids: from.take(`ids.${at}`, 'Int32Array', length),
      weight: from.take(`weight.${at}`, 'Float32Array', length),
      before: from.take(`before.${at}`, 'Float32Array', length),
    }))
  }

  #pageOf(row: number): Page {
    const page = this.#pages[row >>> pageBits]
    if (page === undefined) throw new RangeError(`there is no row ${row}`)
    return page
  }

  /** Where a row begins in its page. */
  #within(row: number): number {
    return (row & ((1 << pageBits) - 1)) * this.#most
  }

  #rowOf(video: number): number {
    this.#row = grown(this.#row, video + 1)
    const found = this.#row[video] ?? 0
    if (found !== 0) return found - 1
    const row = this.#rows
    this.#rows += 1
    this.#row[video] = this.#rows
    if (row >>> pageBits === this.#pages.length) {
      const length = this.#most << pageBits
      const ids = new Int32Array(length).fill(-1)
      this.#pages.push({ ids, weight: new Float32Array(length), before: new Float32Array(length) })
    }
    return row
  }

  /** Where a video stands among the neighbours of a row, in its page; -1: nowhere. */
  #find(ids: Int32Array, row: number, video: number): number {
    const from = this.#within(row)
    for (let at = from; at < from + this.#most; at += 1) {
      const there = ids[at]
      if (there === video) return at
      if (there === -1) return -1
    }
    return -1
  }

  #link(row: number, video: number, unit: number): void {
    const page = this.#pageOf(row)
    const found = this.#find(page.ids, row, video)
    const at = found < 0 ? this.#leastOf(page, row) : found
    if (found < 0) {
      page.before[at] = page.weight[at] ?? 0
      page.ids[at] = video
    }
    page.weight[at] = (page.weight[at] ?? 0) + unit
  }

  /** The first free place, or that of the least. */
  #leastOf({ ids, weight }: Page, row: number): number {
    const from = this.#within(row)
    let least = from
    for (let at = from; at < from + this.#most; at += 1) {
      if (ids[at] === -1) return at
      if ((weight[at] ?? 0) < (weight[least] ?? 0)) least = at
    }
    return least
  }

  #begin(nowMs: number): void {
    if (Number.isNaN(this.#sinceMs)) this.#sinceMs = nowMs
    if (nowMs - this.#sinceMs < longestUnit * this.#halfLifeMs) return
    const shrink = 1 / this.unit(nowMs)
    for (const column of [this.#count, ...this.#pages.flatMap(({ weight, before }) => [weight, before])])
      for (let at = 0; at < column.length; at += 1) column[at] = (column[at] ?? 0) * shrink
    this.#sinceMs = nowMs
  }
}
