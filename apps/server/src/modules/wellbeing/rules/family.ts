import { sha256 } from '#platform/digest'
import type { AgeTerms } from './limit.ts'

export const mostParents = 2
export const mostTeens = 10
export const codeKeptMs = 86_400_000

/** So many codes may be tried in one window. Fifty bits cannot be guessed at this pace in a thousand years. */
export const mostTries = 10
const windowMs = 15 * 60_000

/** The beginning of the quarter of an hour in which somebody tries codes. */
export const windowOf = (nowMs: number): Date => new Date(nowMs - (nowMs % windowMs))

/** Digits and letters of which none looks like another (Crockford): no I, L, O and U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 10

/** A code made of something that nobody can guess. */
export const codeFrom = (secret: string): string =>
  Array.from({ length: codeLength }, (_, place) => {
    const byte = Number.parseInt(sha256(secret).slice(place * 2, place * 2 + 2), 16)
    return letters.charAt(byte % letters.length)
  }).join('')

/** The code that somebody meant: in any case, in groups or not, with an O for a zero or an I for a one. */
export const meantCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

/** What a parent set. */
export interface Rules {
  readonly minutes: number | null
  readonly extensions: boolean
}

const lower = (one: number | null, others: readonly number[]): number | null =>
  one === null && others.length === 0 ? null : Math.min(one ?? Infinity, ...others)

/** The strictest of what an age allows and parents set. Who is of age has nothing to do with the latter. */
export const underParents = (terms: AgeTerms, parents: readonly Rules[]): AgeTerms => {
  if (terms.mostMinutes === null) return terms
  const minutes = parents.flatMap((rules) => (rules.minutes === null ? [] : [rules.minutes]))
  return {
    standardMinutes: lower(terms.standardMinutes, minutes),
    mostMinutes: lower(terms.mostMinutes, minutes),
    extensions: parents.every((rules) => rules.extensions) ? terms.extensions : 0,
  }
}
