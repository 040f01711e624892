import type { Interval } from './cells.ts'

/** A day or the Monday of a week, in short. */
export const stepText = (name: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(name),
  )

export const wholePercent = (share: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)

export const countText = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(count)

/** "24%–39%", or nothing. */
export const intervalText = (interval: Interval | null, locale: string): string =>
  interval === null
    ? ''
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).formatRange(...interval)

/** The name of a country by its two letters; null: it is not known. */
export const countryText = (code: string, locale: string): string | null =>
  /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code) : null
