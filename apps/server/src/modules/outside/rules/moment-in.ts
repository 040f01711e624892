/** A moment on the clock of a time zone, as `YYYY-MM-DDTHH:MM:SS`. */
export const momentIn = (timeZone: string, ms: number): string => {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(ms)
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`
}

/** Tells days in a time zone. */
export const daysIn = (timeZone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, calendar: 'gregory', numberingSystem: 'latn' })
  return (ms) => format.format(ms)
}
