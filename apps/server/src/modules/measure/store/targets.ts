import type { ClientId, OwnMetricId, PersonId, TargetId } from '@busker/contract'
import type { Band, Bound, TargetState, WatchedTarget } from '@busker/metrics'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OwnTables } from './own-tables.ts'

export const targetLimit = 100
const changeLimit = 20

/** What a metric should be, and what the last look said. */
export interface TargetRow {
  readonly targetId: TargetId
  readonly clientId: ClientId
  readonly ownMetricId: OwnMetricId
  readonly bound: Bound
  readonly goal: number
  readonly currency: string | null
  readonly endsOn: string | null
  /** Days before it tell nothing; those up to `watchedFrom` only how much the number scatters. */
  readonly firstDay: string
  readonly watchedFrom: string
  readonly state: TargetState
  readonly outlook: WatchedTarget['outlook']
  readonly band: Band | null
  readonly lookedAt: Date | null
  readonly revision: number
}

export interface TargetChangeRow {
  readonly targetId: TargetId
  readonly changeId: string
  readonly state: TargetState
  readonly at: Date
  /** null: the target or its metric was changed. */
  readonly band: Band | null
}

const targets = (handle: Queryable, clientId: ClientId) =>
  within<OwnTables>(handle)
    .selectFrom('measure.target')
    .select([
      ...(['target_id as targetId', 'client_id as clientId', 'own_metric_id as ownMetricId'] as const),
      ...(['bound', 'goal', 'currency', 'ends_on as endsOn', 'first_day as firstDay'] as const),
      ...(['watched_from as watchedFrom', 'state', 'outlook', 'band', 'revision'] as const),
      'looked_at as lookedAt',
    ])
    .where('client_id', '=', clientId)
    .where('removed_at', 'is', null)

/** Oldest first. */
export const listTargets = (handle: Queryable, clientId: ClientId): Promise<TargetRow[]> =>
  targets(handle, clientId).orderBy('created_at').orderBy('target_id').limit(targetLimit).execute()

/** Only of this client: an id of another one names nothing. */
export const findTarget = (
  handle: Queryable,
  clientId: ClientId,
  targetId: TargetId,
): Promise<TargetRow | undefined> =>
  targets(handle, clientId).where('target_id', '=', targetId).executeTakeFirst()

/** The last changes of each of these targets, newest first. */
export const listChanges = async (
  handle: Queryable,
  targetIds: readonly TargetId[],
): Promise<Map<TargetId, TargetChangeRow[]>> => {
  if (targetIds.length === 0) return new Map()
  const rows = await within<OwnTables>(handle)
    .selectFrom((from) =>
      from
        .selectFrom('measure.target_change')
        .select(({ fn }) => [
          ...(['target_id', 'change_id', 'state', 'changed_at', 'band'] as const),
          fn
            .agg<bigint>('row_number')
            .over((over) => over.partitionBy('target_id').orderBy('change_id', 'desc'))
            .as('place'),
        ])
        .where('target_id', 'in', targetIds)
        .as('change'),
    )
    .select(['target_id as targetId', 'change_id as changeId', 'state', 'changed_at as at', 'band'])
    .where('place', '<=', BigInt(changeLimit))
    .orderBy('change_id', 'desc')
    .execute()
  return Map.groupBy(rows, ({ targetId }) => targetId)
}

export const insertTarget = async (
  tx: Tx,
  target: Omit<TargetRow, 'outlook' | 'band' | 'lookedAt' | 'revision' | 'state'> & {
    readonly at: Date
    readonly by: PersonId
  },
): Promise<void> => {
  await within<OwnTables>(tx)
    .insertInto('measure.target')
    .values({
      ...{ target_id: target.targetId, client_id: target.clientId, own_metric_id: target.ownMetricId },
      ...{ bound: target.bound, goal: target.goal, currency: target.currency, ends_on: target.endsOn },
      ...{ first_day: target.firstDay, watched_from: target.watchedFrom, state: 'ok', outlook: 'open' },
      ...{ band: null, looked_at: null, revision: 1, created_at: target.at, created_by: target.by },
      removed_at: null,
    })
    .execute()
}

export interface TargetUpdate {
  readonly bound?: Bound
  readonly goal?: number
  readonly currency?: string | null
  readonly endsOn?: string | null
  readonly firstDay?: string
  readonly watchedFrom?: string
  readonly state?: TargetState
  readonly outlook?: WatchedTarget['outlook']
  readonly band?: Band | null
  readonly lookedAt?: Date | null
}

const columnsOf = (update: TargetUpdate) => {
  const { bound, goal, currency, endsOn, firstDay, watchedFrom, state, outlook, band, lookedAt } = update
  return {
    ...(bound === undefined ? {} : { bound }),
    ...(goal === undefined ? {} : { goal }),
    ...(currency === undefined ? {} : { currency }),
    ...(endsOn === undefined ? {} : { ends_on: endsOn }),
    ...(firstDay === undefined ? {} : { first_day: firstDay }),
    ...(watchedFrom === undefined ? {} : { watched_from: watchedFrom }),
    ...(state === undefined ? {} : { state }),
    ...(outlook === undefined ? {} : { outlook }),
    ...(band === undefined ? {} : { band: band === null ? null : JSON.stringify(band) }),
    ...(lookedAt === undefined ? {} : { looked_at: lookedAt }),
  }
}

/** False when the target was changed since it was read. */
export const updateTarget = async (
  tx: Tx,
  target: Pick<TargetRow, 'targetId' | 'revision'>,
  update: TargetUpdate,
): Promise<boolean> => {
  const done = await within<OwnTables>(tx)
    .updateTable('measure.target')
    .set({ ...columnsOf(update), revision: target.revision + 1 })
    .where('target_id', '=', target.targetId)
    .where('revision', '=', target.revision)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export const insertChange = async (tx: Tx, change: TargetChangeRow): Promise<void> => {
  await within<OwnTables>(tx)
    .insertInto('measure.target_change')
    .values({
      ...{ target_id: change.targetId, change_id: change.changeId, state: change.state },
      ...{ changed_at: change.at, band: change.band === null ? null : JSON.stringify(change.band) },
    })
    .execute()
}

/** False when there is no such target of this client. */
export const removeTarget = async (
  tx: Tx,
  given: { readonly clientId: ClientId; readonly targetId: TargetId; readonly at: Date },
): Promise<boolean> => {
  const done = await within<OwnTables>(tx)
    .updateTable('measure.target')
    .set({ removed_at: given.at })
    .where('target_id', '=', given.targetId)
    .where('client_id', '=', given.clientId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
