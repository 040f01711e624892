import type { ClientId, OwnMetricId, PersonId, TargetId } from '@busker/contract'
import type { Band, Bound, OwnRecipe, TargetState, WatchedTarget } from '@busker/metrics'
import type { ColumnType } from 'kysely'

/** JSON: text on the way in, a value on the way out. */
type Json<T> = ColumnType<T, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null, string | null>

/** Tables of the schema `measure` about composed metrics and targets; only this folder may name them. */
export interface OwnTables {
  'measure.own_metric': {
    own_metric_id: OwnMetricId
    client_id: ClientId
    name: string
    version: number
    created_at: Date
    removed_at: Date | null
  }
  'measure.own_metric_version': {
    own_metric_id: OwnMetricId
    version: number
    recipe: Json<OwnRecipe>
    changed_at: Date
    changed_by: PersonId
  }
  'measure.target': {
    target_id: TargetId
    client_id: ClientId
    own_metric_id: OwnMetricId
    bound: Bound
    goal: number
    currency: string | null
    ends_on: string | null
    first_day: string
    watched_from: string
    state: TargetState
    outlook: WatchedTarget['outlook']
    band: OptionalJson<Band>
    looked_at: Date | null
    revision: number
    created_at: Date
    created_by: PersonId
    removed_at: Date | null
  }
  'measure.target_change': {
    target_id: TargetId
    change_id: string
    state: TargetState
    changed_at: Date
    band: OptionalJson<Band>
  }
}
