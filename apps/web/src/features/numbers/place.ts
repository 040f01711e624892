import type { MetricDefinition, MetricScope } from '@busker/contract'
import type { PeriodDays } from './period.ts'

/** What everything on a board is about. */
export interface BoardPlace {
  readonly scope: MetricScope | null
  readonly days: PeriodDays
  /** Periods end before this moment, as long as the page is open. */
  readonly openedMs: number
  /** Beginning of the names of files. */
  readonly name: string
  readonly definitions: ReadonlyMap<string, MetricDefinition>
}
