import { dayOf } from './values/dates.ts'

export interface Period {
  readonly from: string
  readonly to: string
}

/** `income_20260914103000.xlsx`, `_1790000000_` (unix seconds), `2026-09-14`: what a name tells of time. */
const digitsOnly = (name: string): string => name.replaceAll(/(\d{4})[-_.](\d{2})[-_.](\d{2})/g, '$1$2$3')

const daysIn = (name: string): string[] =>
  [...digitsOnly(name).matchAll(/(?<!\d)(20\d{2})(\d{2})(\d{2})(?:\d{6})?(?!\d)/g)].flatMap((found) => {
    const day = dayOf(Number(found[1]), Number(found[2]), Number(found[3]))
    return day === null ? [] : [day]
  })

/** First and last day of a report whose lines have none: two days in its name, or one. */
export const periodOfName = (name: string): Period | null => {
  const [first, last] = daysIn(name)
  if (first === undefined) return null
  const to = last ?? first
  return first <= to ? { from: first, to } : null
}

/** When the file was made, as its name says: `YYYY-MM-DDTHH:MM:SS`. */
export const momentOfName = (name: string): string | null => {
  const seconds = /_(1[5-9]\d{8}|2\d{9})(?=[_.])/.exec(name)?.[1]
  if (seconds !== undefined) return new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  const stamp = /(?<!\d)(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)/.exec(name)
  if (stamp === null) return null
  const [, year, month, date, hour = '', minute = '', second = ''] = stamp
  const day = dayOf(Number(year), Number(month), Number(date))
  return day === null || hour > '23' || minute > '59' || second > '59'
    ? null
    : `${day}T${hour}:${minute}:${second}`
}

/** The account in the name of an archive of TikTok Studio: `Overview_<start>_<unix seconds>_<account>.zip`. */
export const accountOfName = (name: string): string =>
  /_\d{10}_@?([\w.]{2,32}?)(?: ?\(\d+\))?\.(?:zip|csv)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
