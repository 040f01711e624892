const dayMs = 86_400_000

/** The day of a moment (UTC). @example dayOf(new Date(0)) // '1970-01-01' */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

const dayAfter = (day: string): string => dayOf(new Date(Date.parse(day) + dayMs))

/** Days of one run, so that it has an end; the next goes on. */
const mostDays = 400

/** Which days to read, in their order: from the one after the last that was done on, today included. */
export const daysToRead = (known: {
  readonly first: string
  readonly done: string | null
  readonly today: string
}): readonly string[] => {
  const days: string[] = []
  let day = known.done === null ? known.first : dayAfter(known.done)
  while (day <= known.today && days.length < mostDays) {
    days.push(day)
    day = dayAfter(day)
  }
  return days
}
