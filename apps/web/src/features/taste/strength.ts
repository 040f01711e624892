export type Strength = 'much_less' | 'less' | 'usual' | 'more' | 'much_more'

/** Closer to the middle than this is as people usually do. */
const leastTold = 0.1
const muchFrom = 0.5

/** How an interest of −1 … 1 stands to what people usually do. */
export const strengthOf = (strength: number): Strength => {
  const size = Math.abs(strength)
  if (size < leastTold) return 'usual'
  if (strength < 0) return size < muchFrom ? 'less' : 'much_less'
  return size < muchFrom ? 'more' : 'much_more'
}

/** Where a bar from the middle begins and ends, in percent of its line from the start. */
export const barOf = (strength: number): { readonly start: number; readonly size: number } => {
  const size = Math.min(1, Math.abs(strength)) * 50
  return { start: strength < 0 ? 50 - size : 50, size }
}

const dayMs = 24 * 3_600_000
const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)

/**
 * The day of a moment as people name it: today, yesterday, the day of the week within six days, else the date.
 *
 * @example dayName('2026-11-17T10:00:00Z', Date.parse('2026-11-20T10:00:00Z'), 'en') // 'Tuesday'
 */
export const dayName = (iso: string, nowMs: number, locale: string): string => {
  const ms = Date.parse(iso)
  // Rounded, because a day of a change of clocks has 23 or 25 hours.
  const days = Math.max(0, Math.round((midnight(nowMs) - midnight(ms)) / dayMs))
  if (days < 2) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day')
  return new Intl.DateTimeFormat(locale, days < 7 ? { weekday: 'long' } : { dateStyle: 'medium' }).format(ms)
}
