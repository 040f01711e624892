import { Column } from './column.ts'

/** A set of slots in no order of its own, from which one can be drawn by chance and leave at once. */
export class Bag {
  readonly list: number[] = []
  readonly #place = new Column(Int32Array, -1)

  has(slot: number): boolean {
    return this.#place.get(slot) >= 0
  }

  add(slot: number): void {
    if (this.has(slot)) return
    this.#place.set(slot, this.list.length)
    this.list.push(slot)
  }

  remove(slot: number): void {
    const at = this.#place.get(slot)
    if (at < 0) return
    const last = this.list.pop() ?? slot
    if (last !== slot) {
      this.list[at] = last
      this.#place.set(last, at)
    }
    this.#place.set(slot, -1)
  }
}
