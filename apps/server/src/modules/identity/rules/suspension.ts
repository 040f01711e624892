/** The columns of a suspension as they are kept: no reason, none; a reason without an end, for good. */
export interface SuspensionRow {
  readonly until: Date | null
  readonly reason: string | null
}

export interface Suspension {
  /** Null: for good. */
  readonly until: Date | null
  readonly reason: string
}

/** What holds at a moment; null: nothing, or it is over. */
export const suspensionAt = ({ until, reason }: SuspensionRow, now: Date): Suspension | null =>
  reason === null || (until !== null && until <= now) ? null : { until, reason }
