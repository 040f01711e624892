import type { ClientId, OwnMetricId, PersonId } from '@busker/contract'
import type { OwnRecipe } from '@busker/metrics'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OwnTables } from './own-tables.ts'

export const ownMetricLimit = 50
const versionLimit = 100

/** What a member composed, in its newest version. */
export interface OwnMetricRow {
  readonly ownMetricId: OwnMetricId
  readonly clientId: ClientId
  readonly name: string
  readonly version: number
  readonly recipe: OwnRecipe
  readonly changedAt: Date
}

export interface OwnVersionRow {
  readonly version: number
  readonly recipe: OwnRecipe
  readonly changedAt: Date
  readonly changedBy: PersonId
}

const newest = (handle: Queryable, clientId: ClientId) =>
  within<OwnTables>(handle)
    .selectFrom('measure.own_metric as metric')
    .innerJoin('measure.own_metric_version as newest', (join) =>
      join
        .onRef('newest.own_metric_id', '=', 'metric.own_metric_id')
        .onRef('newest.version', '=', 'metric.version'),
    )
    .select([
      'metric.own_metric_id as ownMetricId',
      'metric.client_id as clientId',
      'metric.name',
      'metric.version',
      'newest.recipe',
      'newest.changed_at as changedAt',
    ])
    .where('metric.client_id', '=', clientId)
    .where('metric.removed_at', 'is', null)

/** What the members of a client composed, by name. */
export const listOwnMetrics = (handle: Queryable, clientId: ClientId): Promise<OwnMetricRow[]> =>
  newest(handle, clientId)
    .orderBy((order) => order.fn<string>('lower', ['metric.name']))
    .orderBy('metric.own_metric_id')
    .limit(ownMetricLimit)
    .execute()

/** Only of this client: an id of another one names nothing. */
export const findOwnMetric = (
  handle: Queryable,
  clientId: ClientId,
  ownMetricId: OwnMetricId,
): Promise<OwnMetricRow | undefined> =>
  newest(handle, clientId).where('metric.own_metric_id', '=', ownMetricId).executeTakeFirst()

/** Newest first. */
export const listVersions = (handle: Queryable, ownMetricId: OwnMetricId): Promise<OwnVersionRow[]> =>
  within<OwnTables>(handle)
    .selectFrom('measure.own_metric_version')
    .select(['version', 'recipe', 'changed_at as changedAt', 'changed_by as changedBy'])
    .where('own_metric_id', '=', ownMetricId)
    .orderBy('version', 'desc')
    .limit(versionLimit)
    .execute()

interface NewVersion {
  readonly ownMetricId: OwnMetricId
  readonly version: number
  readonly recipe: OwnRecipe
  readonly at: Date
  readonly by: PersonId
}

export const insertVersion = async (tx: Tx, given: NewVersion): Promise<void> => {
  await within<OwnTables>(tx)
    .insertInto('measure.own_metric_version')
    .values({
      ...{ own_metric_id: given.ownMetricId, version: given.version, recipe: JSON.stringify(given.recipe) },
      ...{ changed_at: given.at, changed_by: given.by },
    })
    .execute()
}

export const insertOwnMetric = async (
  tx: Tx,
  given: NewVersion & { readonly clientId: ClientId; readonly name: string },
): Promise<void> => {
  await within<OwnTables>(tx)
    .insertInto('measure.own_metric')
    .values({
      ...{ own_metric_id: given.ownMetricId, client_id: given.clientId, name: given.name },
      ...{ version: given.version, created_at: given.at, removed_at: null },
    })
    .execute()
  await insertVersion(tx, given)
}

export const updateOwnMetric = async (
  tx: Tx,
  ownMetricId: OwnMetricId,
  change: { readonly name: string; readonly version: number },
): Promise<void> => {
  await within<OwnTables>(tx)
    .updateTable('measure.own_metric')
    .set({ name: change.name, version: change.version })
    .where('own_metric_id', '=', ownMetricId)
    .execute()
}

/** Takes it off the list, with its targets. */
export const removeOwnMetric = async (tx: Tx, ownMetricId: OwnMetricId, at: Date): Promise<void> => {
  for (const table of ['measure.own_metric', 'measure.target'] as const) {
    await within<OwnTables>(tx)
      .updateTable(table)
      .set({ removed_at: at })
      .where('own_metric_id', '=', ownMetricId)
      .where('removed_at', 'is', null)
      .execute()
  }
}
