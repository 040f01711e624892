export interface Calendar {
  /** The zone that is used: the one asked for, or UTC. */
  readonly timeZone: string
  readonly isKnown: boolean
  /** Calendar date (`YYYY-MM-DD`) of a moment in this zone, whatever its daylight saving does. */
  dateOf(ms: number): string
}

const formatterFor = (timeZone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  } catch (error) {
    // A zone that does not exist is an expected answer of this lookup; anything else is not.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Since then every zone is a multiple of a quarter of an hour away from UTC, so a date never changes within one. */
const evenOffsetsSinceMs = Date.UTC(1975, 0)
const quarterMs = 15 * 60_000

/** The calendar of an IANA zone. An unknown zone falls back to UTC and says so. */
export const calendarOf = (timeZone: string): Calendar => {
  const known = formatterFor(timeZone)
  let last = { quarter: Number.NaN, date: '' }
  const formatter = known ?? formatterFor('UTC') ?? new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' })
  return {
    timeZone: formatter.resolvedOptions().timeZone,
    isKnown: known !== null,
    dateOf: (ms) => {
      const quarter = Math.floor(ms / quarterMs)
      if (quarter !== last.quarter || ms < evenOffsetsSinceMs) {
        const parts = new Map(formatter.formatToParts(ms).map(({ type, value }) => [type, value]))
        last = { quarter, date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}` }
      }
      return last.date
    },
  }
}

/** There are fewer zones than this; names that are none are not remembered. */
const mostZones = 700

/** Calendars by zone, each made once: making one costs more than judging a report. */
export const createCalendars = (): ((timeZone: string) => Calendar) => {
  const known = new Map<string, Calendar>()
  return (timeZone) => {
    const before = known.get(timeZone)
    if (before !== undefined) return before
    const calendar = calendarOf(timeZone)
    if (calendar.isKnown && known.size < mostZones) known.set(timeZone, calendar)
    return calendar
  }
}
