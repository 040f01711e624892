const minuteMs = 60_000
const dayMs = 86_400_000

/** How often somebody sent in the minute and the day that are named by their number. */
export interface SendCount {
  readonly minute: bigint
  readonly minuteSends: number
  readonly day: bigint
  readonly daySends: number
}

/** Counts one more. Null: it is too often. */
export const countSend = (
  before: SendCount,
  at: { readonly nowMs: number; readonly perMinute: number; readonly perDay: number },
): SendCount | null => {
  const minute = BigInt(Math.floor(at.nowMs / minuteMs))
  const day = BigInt(Math.floor(at.nowMs / dayMs))
  const minuteSends = (before.minute === minute ? before.minuteSends : 0) + 1
  const daySends = (before.day === day ? before.daySends : 0) + 1
  if (minuteSends > at.perMinute || daySends > at.perDay) return null
  return { minute, minuteSends, day, daySends }
}
