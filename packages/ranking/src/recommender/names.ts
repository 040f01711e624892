/** Texts as small whole numbers, from 1 on in the order in which they came; 0 is nobody and nothing. */
export class Names {
  readonly #slots = new Map<string, number>()
  readonly #texts: string[] = ['']

  /** Slots that were given, and one for nobody. */
  get size(): number {
    return this.#texts.length
  }

  /** The slot of a text; a new one where it has none. The empty text is nobody. */
  open(text: string): number {
    if (text === '') return 0
    const found = this.#slots.get(text)
    if (found !== undefined) return found
    const slot = this.#texts.length
    this.#slots.set(text, slot)
    this.#texts.push(text)
    return slot
  }

  /** 0: it has none. */
  find(text: string): number {
    return this.#slots.get(text) ?? 0
  }

  text(slot: number): string {
    return this.#texts[slot] ?? ''
  }

  /** All texts in the order of their slots, from 1 on. */
  list(): readonly string[] {
    return this.#texts.slice(1)
  }
}
