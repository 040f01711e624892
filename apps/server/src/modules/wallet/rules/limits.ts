import { smallerOf } from '@busker/money'

export const windows = ['day', 'week', 'month'] as const
export type Window = (typeof windows)[number]

const hourMs = 3_600_000
const windowMs = { day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const
/** A higher limit, or none, counts after this: nobody raises it in the heat of the moment. */
export const raiseAfterMs = 24 * hourMs

export type ByWindow<Value> = Readonly<Record<Window, Value>>

/** A limit: of one's own, or null for none; and a higher one that was asked for. */
export interface Limit {
  readonly limitMicro: bigint | null
  readonly next: { readonly limitMicro: bigint | null; readonly fromMs: number } | null
}
export type Limits = ByWindow<Limit>

export const byWindow = <Value>(make: (window: Window) => Value): ByWindow<Value> => ({
  ...{ day: make('day'), week: make('week'), month: make('month') },
})

export const startOfHour = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs

/** From which hour on spending counts towards a window: never less than the whole of it. */
export const countsFrom = (window: Window, nowMs: number): number => startOfHour(nowMs - windowMs[window])

/** The limit as it is now: a higher one whose time has come is in its place. */
export const limitAt = ({ limitMicro, next }: Limit, nowMs: number): Limit =>
  next !== null && next.fromMs <= nowMs ? { limitMicro: next.limitMicro, next: null } : { limitMicro, next }

const isHigher = (one: bigint | null, than: bigint | null): boolean =>
  than !== null && (one === null || one > than)

/** A lower limit counts at once, a higher one later; what was asked for before is then forgotten. */
export const changedLimit = (limit: Limit, asked: bigint | null, nowMs: number): Limit => {
  const now = limitAt(limit, nowMs)
  if (!isHigher(asked, now.limitMicro)) return { limitMicro: asked, next: null }
  // Asking for the same again does not begin the time anew.
  if (now.next !== null && now.next.limitMicro === asked) return now
  return { limitMicro: now.limitMicro, next: { limitMicro: asked, fromMs: nowMs + raiseAfterMs } }
}

/** What counts: one's own limit, but never more than the instance allows. */
export const effectiveLimit = (own: bigint | null, maximum: bigint | null): bigint | null => {
  if (own === null) return maximum
  return maximum === null ? own : smallerOf(own, maximum)
}

/** Whether spending this on top would go beyond a limit of any window. */
export const goesBeyond = (
  amountMicro: bigint,
  spent: ByWindow<bigint>,
  limits: ByWindow<bigint | null>,
): boolean =>
  windows.some((window) => {
    const limit = limits[window]
    return limit !== null && spent[window] + amountMicro > limit
  })

/** Sums of what was spent in each window. */
export const spentIn = (
  parts: readonly { readonly atMs: number; readonly amountMicro: bigint }[],
  nowMs: number,
): ByWindow<bigint> =>
  byWindow((window) => {
    const from = countsFrom(window, nowMs)
    return parts.reduce((sum, { atMs, amountMicro }) => (atMs >= from ? sum + amountMicro : sum), 0n)
  })
