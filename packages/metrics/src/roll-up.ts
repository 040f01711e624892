import type { Node } from './expression.ts'
import type { AnySource, TrafficFilter } from './source.ts'
import { hooked, viewSource } from './view.ts'

/**
 * A table of the different values of some columns, over the settled rows that pass a condition. It stands in for those
 * rows wherever it makes no difference how often a row is there: for distinct values, first and last ones. Made again
 * day by day together with the settled table.
 */
export interface RollUp {
  readonly table: string
  /** The same rows of days that are long over. */
  readonly past: string
  readonly source: AnySource
  readonly traffic: TrafficFilter
  readonly condition: Node
  /** The date of the source is among them. */
  readonly columns: readonly string[]
}

/** Who was active on which day: at 30 videos a day, a thirtieth of the views. */
export const activeDayRollUp = (): RollUp => ({
  table: 'telemetry_active_day',
  past: 'telemetry_active_day_past',
  source: viewSource,
  traffic: 'X1',
  condition: hooked.node,
  columns: ['localDate', 'viewerId'],
})

export const rollUps = (): readonly RollUp[] => [activeDayRollUp()]
