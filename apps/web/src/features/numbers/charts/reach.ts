import type { MeasuredMetric } from '@busker/contract'
import { numberAt } from './cells.ts'

export interface CountryReach {
  /** Two letters; empty: it is not known. */
  readonly country: string
  readonly persons: number
  /** Its pair: how many of them stay to the end. */
  readonly completion: number | null
}

export interface ReachByCountry {
  /** The largest first. */
  readonly shown: readonly CountryReach[]
  /** Countries beyond those. */
  readonly more: number
  /** Countries with too few people to be told. */
  readonly suppressed: number
}

const mostShown = 12

export const reachByCountry = (measured: ReadonlyMap<string, MeasuredMetric>): ReachByCountry => {
  const reach = measured.get('reach')
  const known = (reach?.rows ?? [])
    .flatMap(({ slice, value }) =>
      typeof value === 'number' && value > 0 ? [{ country: slice, persons: value }] : [],
    )
    .toSorted((one, other) => other.persons - one.persons)
    .map((one) => ({ ...one, completion: numberAt(measured.get('completion_rate'), one.country) }))
  return {
    shown: known.slice(0, mostShown),
    more: Math.max(0, known.length - mostShown),
    suppressed: (reach?.rows ?? []).filter(({ status }) => status === 'suppressed').length,
  }
}

export type ReachFinding =
  | { readonly kind: 'empty' }
  | { readonly kind: 'all_small'; readonly countries: number }
  | { readonly kind: 'led'; readonly country: string; readonly persons: number; readonly countries: number }

export const reachFinding = ({ shown, more, suppressed }: ReachByCountry): ReachFinding => {
  const [first] = shown
  if (first) return { kind: 'led', ...first, countries: shown.length + more + suppressed }
  return suppressed === 0 ? { kind: 'empty' } : { kind: 'all_small', countries: suppressed }
}
