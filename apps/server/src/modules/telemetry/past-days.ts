import { dateOf, dayNumber } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import { clearAfter, copyDay, daysAfter, mergeMonth, readPast, savePast } from './store/past-days.ts'

/** So many days are copied at a time; a first filling takes several turns. */
const daysAtOnce = 8

/** Keeps the tables of days that are long over, where a month is one piece. */
export interface PastDays {
  /** The last day that is there. null: none. */
  readonly until: string | null
  /** Copies days up to this one, the oldest first, a few at a time. */
  fill(until: string): Promise<void>
  /** This day is made again, and its neighbours perhaps: from now on none of them is read there. */
  leave(day: string): Promise<void>
}

/** Opens the tables as they were left. */
export const openPastDays = async (clickhouse: Clickhouse): Promise<PastDays> => {
  let { until, turn } = await readPast(clickhouse)
  const save = async (day: string): Promise<void> => {
    await savePast(clickhouse, { until: day, turn: turn + 1 })
    turn += 1
    until = day
  }
  return {
    get until() {
      return until
    },
    fill: async (last) => {
      if (until !== null && until >= last) return
      const days = await daysAfter(clickhouse, { until, last, most: daysAtOnce })
      // A copy that was cut short, or days that were left, are copied anew.
      if (days.length > 0) await clearAfter(clickhouse, until)
      for (const day of days) await copyDay(clickhouse, day)
      const isAll = days.length < daysAtOnce
      const reached = isAll ? last : (days.at(-1) ?? last)
      await save(reached)
      const months = new Set(days.map((day) => day.slice(0, 7)))
      for (const month of months) if (month < reached.slice(0, 7)) await mergeMonth(clickhouse, month)
    },
    leave: async (day) => {
      const before = dateOf(Math.max(0, dayNumber(day) - 2))
      if (until !== null && until > before) await save(before)
    },
  }
}
