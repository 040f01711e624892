import type { StudioDay } from './rows.ts'
import type { Settled } from './fact-rows.ts'

const dayMs = 86_400_000
const dayBefore = (day: string): string => new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10)

type Part = Exclude<keyof StudioDay, 'kind' | 'account' | 'day' | 'activeByHour'>

/** Of several files that tell the same number of a day the larger one: views and likes of a day grow for some time. */
const laid = (rows: readonly StudioDay[], part: Part): number | null =>
  rows.reduce<number | null>((most, row) => {
    const told = row[part]
    return told === null || (most !== null && most >= told) ? most : told
  }, null)

/**
 * One row per account and day, with what any of its files tells. What was gained is the difference to the day before
 * where both are told: the column of differences in the file is of another day.
 */
export const channelDayRows = (
  days: readonly StudioDay[],
  { clientId, settledAt }: Pick<Settled, 'clientId' | 'settledAt'>,
): object[] => {
  const groups = Map.groupBy(days, ({ account, day }) => `${day} ${account}`)
  const followersOn = (day: string, account: string): number | null =>
    laid(groups.get(`${day} ${account}`) ?? [], 'followers')
  return [...groups.values()].flatMap((rows): object[] => {
    const [first] = rows
    if (first === undefined) return []
    const { account, day } = first
    const [followers, before] = [followersOn(day, account), followersOn(dayBefore(day), account)]
    const isGainTold = followers !== null && before !== null
    return [
      {
        ...{ client_id: clientId, account, local_date: day, settled_at: settledAt },
        ...{ views: laid(rows, 'views'), profile_views: laid(rows, 'profileViews') },
        ...{ likes: laid(rows, 'likes'), comments: laid(rows, 'comments'), shares: laid(rows, 'shares') },
        ...{ followers, is_gain_told: isGainTold, followers_gained: isGainTold ? followers - before : 0 },
        ...{ viewers: laid(rows, 'viewers'), new_viewers: laid(rows, 'newViewers') },
        returning_viewers: laid(rows, 'returningViewers'),
      },
    ]
  })
}
