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

/** The calendar of an IANA zone. An unknown zone falls back to UTC and says so. */
export const calendarOf = (timeZone: string): Calendar => {
  const known = formatterFor(timeZone)
  const formatter = known ?? formatterFor('UTC') ?? new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' })
  return {
    timeZone: formatter.resolvedOptions().timeZone,
    isKnown: known !== null,
    dateOf: (ms) => {
      const parts = new Map(formatter.formatToParts(ms).map(({ type, value }) => [type, value]))
      return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
    },
  }
}
