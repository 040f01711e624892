/** Stretches of local dates, both ends included, as numbers are asked for. Pure. */
const dayMs = 86_400_000

export interface Period {
  readonly from: string
  readonly to: string
}

export const dateAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The last complete days up to yesterday: today is not over, and would look like a fall. */
export const lastDays = (days: number, nowMs: number): Period => ({
  from: dateAt(nowMs - days * dayMs),
  to: dateAt(nowMs - dayMs),
})

/** Every date of a period, the first one first. */
export const datesOf = ({ from, to }: Period): string[] => {
  const first = Date.parse(from)
  const count = Math.round((Date.parse(to) - first) / dayMs) + 1
  return Array.from({ length: Math.max(0, count) }, (_, day) => dateAt(first + day * dayMs))
}
