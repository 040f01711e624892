import { StateError, type StateReader, type StateWriter } from './state.ts'

/** What is known of videos and people before anybody watched: whole numbers, 0 for unknown. */

export interface VideoTraits {
  readonly author: number
  readonly sound: number
  readonly topic: number
  readonly durationMs: number
  /** Further kinds that videos come in, each a number of its own field. */
  readonly kinds: readonly number[]
}

/** Columns that grow: one row for each video or person, by its slot. */
class Columns {
  readonly #width: number
  #values: Int32Array

  constructor(width: number) {
    this.#width = width
    this.#values = new Int32Array(width * 1024)
  }

  get(slot: number, column: number): number {
    return this.#values[slot * this.#width + column] ?? 0
  }

  set(slot: number, row: ArrayLike<number>): void {
    const from = slot * this.#width
    if (from + this.#width > this.#values.length) {
      const grown = new Int32Array(Math.max(from + this.#width, this.#values.length * 2))
      grown.set(this.#values)
      this.#values = grown
    }
    for (let column = 0; column < this.#width; column += 1) this.#values[from + column] = row[column] ?? 0
  }

  save(into: StateWriter): void {
    into.add('values', this.#values)
    into.add('width', Int32Array.of(this.#width))
  }

  load(from: StateReader): void {
    if (from.take('width', 'Int32Array', 1)[0] !== this.#width)
      throw new StateError('the state has other kinds or attributes')
    this.#values = from.take('values', 'Int32Array')
  }
}

/** The traits of all videos and the attributes of all people, by slot. */
export class Catalogue {
  readonly kinds: number
  readonly attributes: number
  readonly #videos: Columns
  readonly #people: Columns

  constructor(widths: { readonly kinds: number; readonly attributes: number }) {
    this.kinds = widths.kinds
    this.attributes = widths.attributes
    this.#videos = new Columns(4 + widths.kinds)
    this.#people = new Columns(widths.attributes)
  }

  setVideo(video: number, { author, sound, topic, durationMs, kinds }: VideoTraits): void {
    this.#videos.set(video, [author, sound, topic, durationMs, ...kinds])
  }

  /** What a person says of themselves or their device does. */
  setPerson(person: number, attributes: readonly number[]): void {
    this.#people.set(person, attributes)
  }

  author(video: number): number {
    return this.#videos.get(video, 0)
  }

  sound(video: number): number {
    return this.#videos.get(video, 1)
  }

  topic(video: number): number {
    return this.#videos.get(video, 2)
  }

  durationMs(video: number): number {
    return this.#videos.get(video, 3)
  }

  kind(video: number, which: number): number {
    return this.#videos.get(video, 4 + which)
  }

  attribute(person: number, which: number): number {
    return this.#people.get(person, which)
  }

  save(into: StateWriter): void {
    this.#videos.save(into.within('videos'))
    this.#people.save(into.within('people'))
  }

  load(from: StateReader): void {
    this.#videos.load(from.within('videos'))
    this.#people.load(from.within('people'))
  }
}
