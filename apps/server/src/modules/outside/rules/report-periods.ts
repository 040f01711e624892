import { dateOf, dayNumber } from '@busker/metrics'

/** How often a report makes itself. */
export type Every = 'week' | 'month'

export interface Period {
  readonly from: string
  readonly to: string
}

const daysInWeek = 7
/** 1970-01-01 was a Thursday: so many days after a Monday. */
const epochWeekday = 3

const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`
/** No month has more days, and none so few that the next one is over after them. */
const beyondMonth = 31

/** The week (from Monday) or month that a date lies in. */
export const periodAround = (every: Every, date: string): Period => {
  if (every === 'week') {
    const monday = dayNumber(date) - ((dayNumber(date) + epochWeekday) % daysInWeek)
    return { from: dateOf(monday), to: dateOf(monday + daysInWeek - 1) }
  }
  const from = firstOfMonth(date)
  const next = firstOfMonth(dateOf(dayNumber(from) + beyondMonth))
  return { from, to: dateOf(dayNumber(next) - 1) }
}

export const dayAfter = (date: string): string => dateOf(dayNumber(date) + 1)

/** The last one that is over on a date. */
export const lastWhole = (every: Every, today: string): Period =>
  periodAround(every, dateOf(dayNumber(periodAround(every, today).from) - 1))

/** So long a report waits for files that tell of its last day; then it is made of what is there. */
export const graceDays = 10

export interface State {
  readonly every: Every
  readonly nextFrom: string
  /** In the time zone of the client. */
  readonly today: string
  /** Nothing is being imported or settled. */
  readonly isQuiet: boolean
  /** The newest day with an order; null: there is none in the period or after it. */
  readonly newestDay: string | null
}

/** Whether the next report is to be made now, passed over because nothing tells of its time, or waited for. */
export const dueReport = (
  state: State,
): { readonly kind: 'wait' | 'make' | 'skip'; readonly period: Period } => {
  const { every, nextFrom, today, newestDay } = state
  const period = periodAround(every, nextFrom)
  if (today <= period.to) return { kind: 'wait', period }
  const isTold = newestDay !== null && newestDay >= period.to
  if (isTold && state.isQuiet) return { kind: 'make', period }
  if (dayNumber(today) - dayNumber(period.to) <= graceDays) return { kind: 'wait', period }
  return { kind: newestDay !== null && newestDay >= period.from ? 'make' : 'skip', period }
}
