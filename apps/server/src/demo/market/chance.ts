import { assert } from '#platform/assert'
import { randomOf } from '../paint/random.ts'

/** What is left to chance in a market: the same seed and labels give the same answers. */
export interface Chance {
  /** A whole number, both ends included. */
  int(low: number, high: number): number
  happens(share: number): boolean
  pick<T>(list: readonly T[]): T
}

/** FNV-1a over the text: labels that differ in one letter have nothing in common. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
}

/** Chance for one thing of a market, by its name. */
export const chanceOf = (seed: number, label: string): Chance => {
  const random = randomOf(hashOf(`${seed}/${label}`))
  const int = (low: number, high: number): number => low + Math.floor(random.next() * (high - low + 1))
  return {
    int,
    happens: (share) => random.next() < share,
    pick: (list) => {
      const found = list[int(0, list.length - 1)]
      assert(found !== undefined, 'there is something to pick from')
      return found
    },
  }
}

/** So many digits left to chance, the first of them not zero. */
export const digits = (chance: Chance, length: number): string =>
  Array.from({ length }, (_, index) => chance.int(index === 0 ? 1 : 0, 9)).join('')
