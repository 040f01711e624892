import { dateAt, datesOf, type Period } from '#shared/period'

/** Beyond so many days a day is too narrow to be told apart. */
const mostDays = 35
const daysInWeek = 7

/** Each day, or the Monday of each week that the period touches. */
export const trendSteps = (
  period: Period,
): { readonly by: 'day' | 'week'; readonly names: readonly string[] } => {
  const dates = datesOf(period)
  if (dates.length <= mostDays) return { by: 'day', names: dates }
  const mondays = dates.filter((date) => new Date(date).getUTCDay() === 1)
  const [first] = mondays
  if (first === undefined || first === period.from) return { by: 'week', names: mondays }
  const before = Date.parse(first) - daysInWeek * 86_400_000
  return { by: 'week', names: [dateAt(before), ...mondays] }
}
