import { scoreTerm, type ScoreTerm, type SlotSource } from '@busker/contract'

/** What some slots were made of. */
export interface Measured {
  readonly slots: number
  readonly sources: readonly { readonly source: SlotSource; readonly slots: number }[]
  /** The size of each term, added up over the slots; a term that no slot has is absent. */
  readonly terms: readonly { readonly term: ScoreTerm; readonly size: number }[]
}

/**
 * How much of the scores each term made, for or against, and how much of the slots each source. Null where nothing was
 * scored: no share of it is known then.
 *
 * @example sharesOf({ slots: 1, sources: […], terms: [{ term: 'topic', size: 3 }, { term: 'video', size: 1 }] })
 */
export const sharesOf = ({ slots, sources, terms }: Measured) => {
  const all = terms.reduce((sum, { size }) => sum + size, 0)
  const sizes = new Map(terms.map(({ term, size }) => [term, size]))
  return {
    terms: scoreTerm.options
      .map((term) => ({ term, share: all === 0 ? null : (sizes.get(term) ?? 0) / all }))
      .toSorted((one, other) => (other.share ?? 0) - (one.share ?? 0)),
    sources: sources
      .map((one) => ({ source: one.source, share: one.slots / slots }))
      .toSorted((one, other) => other.share - one.share),
  }
}
