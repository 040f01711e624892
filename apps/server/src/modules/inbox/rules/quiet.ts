import type { QuietHours } from '@busker/contract'

const dayMinutes = 1440
const youngerFrom = 21 * 60
const olderFrom = 22 * 60
const morning = 7 * 60

/** The night that somebody of this age has at least; null: adults choose. */
export const leastQuiet = (years: number): QuietHours | null => {
  if (years >= 18) return null
  return { fromMinute: years < 16 ? youngerFrom : olderFrom, toMinute: morning }
}

/** From the one up to, not including, the other; the same twice is nothing, not a whole day. */
const holds = ({ fromMinute, toMinute }: QuietHours, minute: number): boolean =>
  fromMinute <= toMinute
    ? fromMinute <= minute && minute < toMinute
    : minute >= fromMinute || minute < toMinute

const lengthOf = ({ fromMinute, toMinute }: QuietHours): number =>
  (toMinute - fromMinute + dayMinutes) % dayMinutes

/** Every quiet minute that age asks for stays quiet. */
export const mayBeQuiet = (least: QuietHours | null, wanted: QuietHours | null): boolean => {
  if (least === null) return true
  if (wanted === null) return false
  const startsLater = (least.fromMinute - wanted.fromMinute + dayMinutes) % dayMinutes
  return lengthOf(wanted) >= startsLater + lengthOf(least)
}

/** What counts: the choice, unless age asks for more than it now. */
export const quietOf = (
  least: QuietHours | null,
  choice: { readonly quiet: QuietHours | null } | null,
): QuietHours | null => (choice !== null && mayBeQuiet(least, choice.quiet) ? choice.quiet : least)

/** The minute of the local day, as clocks on the wall show it, whatever happened to them that night. */
export const localMinute = (at: Date, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23' as const },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return of('hour') * 60 + of('minute')
}

export const isQuiet = (hours: QuietHours | null, at: Date, timeZone: string): boolean =>
  hours !== null && holds(hours, localMinute(at, timeZone))

/** The zone if there is one of this name (IANA); else null. Anybody may send anything in a header. */
export const knownZone = (name: string | null): string | null => {
  if (name === null || !/^[A-Za-z]/.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '' ? null : name
  } catch {
    return null
  }
}
