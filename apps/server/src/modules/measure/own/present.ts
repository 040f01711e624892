import type { OwnMetric, OwnPreview, Target } from '@busker/contract'
import type { OwnMetricRow } from '../store/own-metrics.ts'
import type { TargetChangeRow, TargetRow } from '../store/targets.ts'

/** A target with its last changes, newest first. */
export const presentTarget = (row: TargetRow, changes: readonly TargetChangeRow[]): Target => ({
  targetId: row.targetId,
  clientId: row.clientId,
  ownMetricId: row.ownMetricId,
  bound: row.bound,
  value: row.goal,
  currency: row.currency,
  endsOn: row.endsOn,
  watchedFrom: row.watchedFrom,
  state: row.state,
  outlook: row.outlook,
  band: row.band,
  lookedAt: row.lookedAt?.toISOString() ?? null,
  changes: changes.map(({ state, at, band }) => ({ state, at: at.toISOString(), band })),
})

export const presentOwnMetric = (
  row: OwnMetricRow,
  outcome: OwnPreview,
  targets: readonly Target[],
): OwnMetric => ({
  ownMetricId: row.ownMetricId,
  clientId: row.clientId,
  name: row.name,
  recipe: { ...row.recipe, filters: [...row.recipe.filters] },
  version: row.version,
  changedAt: row.changedAt.toISOString(),
  ...outcome,
  targets: targets.filter(({ ownMetricId }) => ownMetricId === row.ownMetricId),
})
