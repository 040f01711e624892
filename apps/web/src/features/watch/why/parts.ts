import type { ScoreTerm } from '@busker/contract'
import type { Explanation } from './queries.ts'

/** One line of the list of what spoke for a video and against it. */
export interface Part {
  readonly term: ScoreTerm | 'other'
  readonly value: number
  /** Its size beside the largest one, 0 … 1. */
  readonly share: number
}

const shown = 5

/** The largest terms, and the sum of the others. What adds nothing is left out. */
export const partsOf = (terms: Explanation['terms']): Part[] => {
  const sorted = terms
    .filter(({ value }) => value !== 0)
    .toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value))
  const rest = sorted.slice(shown).reduce((sum, { value }) => sum + value, 0)
  const lines: Omit<Part, 'share'>[] = sorted.slice(0, shown)
  if (rest !== 0) lines.push({ term: 'other', value: rest })
  const largest = Math.max(...lines.map(({ value }) => Math.abs(value)))
  return lines.map(({ term, value }) => ({ term, value, share: Math.abs(value) / largest }))
}

/** The term whose lack would have moved the video, and where to; null where nothing is known of it. */
export const moverOf = ({
  terms,
  placeWithout,
}: Pick<Explanation, 'terms' | 'placeWithout'>): { term: ScoreTerm; place: number } | null => {
  const [first] = partsOf(terms)
  if (placeWithout === null || first === undefined || first.term === 'other' || first.value < 0) return null
  return { term: first.term, place: placeWithout + 1 }
}
