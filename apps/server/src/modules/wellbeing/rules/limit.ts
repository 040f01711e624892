/**
 * What somebody of this age may choose. The figures are ours: an hour is what large platforms give minors unasked
 * (product.md, section M), and a limit that a child can take away is none.
 */
export interface AgeTerms {
  /** Minutes a day for whoever chose nothing; null: no limit. */
  readonly standardMinutes: number | null
  /** The highest limit; null: any, and none at all. */
  readonly mostMinutes: number | null
  /** Extensions a day; null: any number. */
  readonly extensions: number | null
}

const ofAge = 18
const older = 16

export const extensionMinutes = 15

export const termsFor = (years: number): AgeTerms => {
  if (years >= ofAge) return { standardMinutes: null, mostMinutes: null, extensions: null }
  return years >= older
    ? { standardMinutes: 60, mostMinutes: 120, extensions: 2 }
    : { standardMinutes: 60, mostMinutes: 60, extensions: 0 }
}

/** The limit that counts; null: none. A choice of a younger year counts as far as it is still allowed. */
export const limitOf = (
  terms: AgeTerms,
  chosen: { readonly minutes: number | null } | null,
): number | null => {
  if (chosen === null) return terms.standardMinutes
  if (terms.mostMinutes === null) return chosen.minutes
  return Math.min(chosen.minutes ?? terms.mostMinutes, terms.mostMinutes)
}

export const mayChoose = (terms: AgeTerms, minutes: number | null): boolean =>
  terms.mostMinutes === null || (minutes !== null && minutes <= terms.mostMinutes)

const minuteMs = 60_000

/** What is left of today; null: without a limit. Never below zero. */
export const leftMs = (
  limitMinutes: number | null,
  today: { readonly watchedMs: number; readonly extensions: number },
): number | null => {
  if (limitMinutes === null) return null
  const allowedMs = (limitMinutes + today.extensions * extensionMinutes) * minuteMs
  return Math.max(0, allowedMs - today.watchedMs)
}
