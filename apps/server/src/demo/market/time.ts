/** A moment on the clock of the shop: milliseconds as if its zone were UTC, because its files name none. */
export type LocalMs = number

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** `YYYY-MM-DD` */
export const dayText = (at: LocalMs): string => new Date(at).toISOString().slice(0, 10)

/** `YYYY-MM-DDTHH:MM:SS` */
export const momentText = (at: LocalMs): string => new Date(at).toISOString().slice(0, 19)

/** `YYYY-MM-DD HH:MM:SS` */
export const spacedText = (at: LocalMs): string => momentText(at).replace('T', ' ')

/** `YYYY/MM/DD` */
export const slashedDay = (at: LocalMs): string => dayText(at).replaceAll('-', '/')

export type DateOrder = 'day_first' | 'month_first'

/** `03/08/2026 14:05:09` or `08/03/2026 14:05:09`. A large order file has millions of these. */
export const orderedMoment = (at: LocalMs, order: DateOrder): string => {
  const date = new Date(at)
  const [month, ofMonth] = [two(date.getUTCMonth() + 1), two(date.getUTCDate())]
  const written = order === 'day_first' ? `${ofMonth}/${month}` : `${month}/${ofMonth}`
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${written}/${date.getUTCFullYear()} ${time}`
}

/** Midnight of the day of a moment. */
export const midnightOf = (at: LocalMs): LocalMs => at - (at % day)

/** The first moment of a day. @example startOf('2026-08-03') */
export const startOf = (text: string): LocalMs => Date.parse(`${text}T00:00:00Z`)
