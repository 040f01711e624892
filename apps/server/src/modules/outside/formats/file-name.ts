import { dayOf } from './values/dates.ts'

export interface Period {
  readonly from: string
  readonly to: string
}

/** `2026-09-14` and `2026.09.14` as `20260914`. */
const digitsOnly = (name: string): string => name.replaceAll(/(\d{4})[-_.](\d{2})[-_.](\d{2})/g, '$1$2$3')

/**
 * First and last day of a report whose lines have none, when its name has two days. One day alone may as well be that of
 * the export, so it tells nothing.
 */
export const periodOfName = (name: string): Period | null => {
  const found = [...digitsOnly(name).matchAll(/(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/g)]
  const [from, to, third] = found.map(([, year, month, day]) =>
    dayOf(Number(year), Number(month), Number(day)),
  )
  if (from === undefined || to === undefined || third !== undefined) return null
  return from !== null && to !== null && from <= to ? { from, to } : null
}

const momentOf = (parts: readonly (string | undefined)[]): string | null => {
  const [, year, month, date, hour = '', minute = '', second = '00'] = parts
  const day = dayOf(Number(year), Number(month), Number(date))
  const exists = day !== null && hour <= '23' && minute <= '59' && second <= '59'
  return exists ? `${day}T${hour}:${minute}:${second}` : null
}

/** When the file was made, as its name says: unix seconds, `20260914103000` or `2026-09-14-10_30`. */
export const momentOfName = (name: string): string | null => {
  const seconds = /_(1[5-9]\d{8}|2\d{9})(?=[_.])/.exec(name)?.[1]
  if (seconds !== undefined) return new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  const stamp =
    /(?<!\d)(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)/.exec(name) ??
    /(?<!\d)(20\d{2})-(\d{2})-(\d{2})[-_ T](\d{2})[-_:.](\d{2})(?!\d)/.exec(name)
  return stamp === null ? null : momentOf(stamp)
}

/** The account in the name of an archive of TikTok Studio: `Overview_<start>_<unix seconds>_<account>.zip`. */
export const accountOfName = (name: string): string =>
  /_\d{10}_@?([\w.]{2,32}?)(?: ?\(\d+\))?\.(?:zip|csv)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
