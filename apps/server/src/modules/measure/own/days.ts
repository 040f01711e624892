import type { ClientId } from '@busker/contract'
import { dateOf, dayNumber, windowDays, type DailyParts, type OwnWindow, type ToldDay } from '@busker/metrics'
import type { OwnDeps } from './deps.ts'
import { reachOf } from './numbers.ts'

const dayBefore = (day: string): string => dateOf(dayNumber(day) - 1)
export const dayAfter = (day: string): string => dateOf(dayNumber(day) + 1)

interface AskedDays {
  readonly clientId: ClientId
  readonly daily: DailyParts
  readonly window: OwnWindow
  readonly from: string
}

/**
 * A composed metric day by day, from the first day of which the files tell anything of it. The newest day of the files
 * may be half told, so the days end before it. A day without rows between is a day without sales, not one that nobody told.
 */
export const readDays = async (
  { measure, clock }: Pick<OwnDeps, 'measure' | 'clock'>,
  { clientId, daily, window, from }: AskedDays,
): Promise<ToldDay[]> => {
  const parts = [daily.numerator, ...(daily.denominator === null ? [] : [daily.denominator])]
  const scope = { kind: 'client', clientId } as const
  const reach = reachOf({ clock }, from)
  if (reach.from > reach.to) return []
  const { newestDay } = await measure.composed(parts, { scope, ...reach })
  const through = newestDay === null ? '' : dayBefore(newestDay)
  if (through < reach.from) return []
  const { metrics } = await measure.composed(parts, { scope, from: reach.from, to: through, by: 'day' })
  const [above, below] = metrics.map(
    ({ rows }) => new Map(rows.map(({ slice, value }) => [slice, typeof value === 'number' ? value : 0])),
  )
  const told = [...(above?.keys() ?? []), ...(below?.keys() ?? [])].toSorted()
  const [first] = told
  if (first === undefined) return []
  return Array.from({ length: dayNumber(through) - dayNumber(first) + 1 }, (_, index) => {
    const day = dateOf(dayNumber(first) + index)
    const numerator = above?.get(day) ?? 0
    // Of a sum: what the whole window would have at the pace of this day.
    if (daily.denominator === null)
      return { day, numerator: numerator * windowDays(window, day), denominator: 1 }
    return { day, numerator, denominator: below?.get(day) ?? 0 }
  })
}
