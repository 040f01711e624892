const hourMs = 3_600_000
/** A calendar day is over everywhere on earth when it is over twelve hours west of Greenwich. */
const westernmostMs = 12 * hourMs
const dayMs = 24 * hourMs

/**
 * Whether a number can still change: facts of a local date are accepted until so many days after that date has ended
 * in the last time zone. A number without facts is never final, its first fact may still come.
 */
export const isFinal = (
  newestLocalDate: string | null,
  { afterDays, nowMs }: { readonly afterDays: number; readonly nowMs: number },
): boolean =>
  newestLocalDate !== null &&
  nowMs >= Date.parse(`${newestLocalDate}T00:00:00Z`) + dayMs + westernmostMs + afterDays * dayMs
