import type { Client, MetricDefinition } from '@busker/contract'
import type { Totals } from '@busker/metrics/client-board'
import type { Period } from '#shared/period'

/** What everything on the board of a client is about. */
export interface SalesPlace {
  readonly client: Client
  readonly period: Period
  readonly definitions: ReadonlyMap<string, MetricDefinition>
  /** The files reach back over the period before: without it nothing is compared. */
  readonly isBeforeTold: boolean
}

/** A place where the whole is known: rows are judged by what is usual for the client. */
export interface KnownPlace extends SalesPlace {
  readonly totals: Totals
}
