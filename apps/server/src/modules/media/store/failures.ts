import type { AssetId, PersonId, RefusalCode } from '@busker/contract'
import type { NotNull } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { MediaTables } from './tables.ts'

export interface FailureRow {
  readonly assetId: AssetId
  readonly ownerId: PersonId
  readonly filename: string
  readonly totalBytes: bigint
  readonly code: RefusalCode
  readonly detail: string | null
  readonly failedAt: Date
  readonly hasOriginal: boolean
}

/**
 * Refused assets, newest first: `limit` of them and those of the same moment as the last one, so that a page never
 * ends between two that have the same time.
 */
export const listFailures = (
  handle: Queryable,
  { before, limit }: { readonly before: Date | null; readonly limit: number },
): Promise<FailureRow[]> =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select([
      'asset_id as assetId',
      'owner_id as ownerId',
      'filename',
      'total_bytes as totalBytes',
      'refusal_code as code',
      'refusal_detail as detail',
      'refused_at as failedAt',
      'has_original as hasOriginal',
    ])
    .where('state', '=', 'refused')
    .$if(before !== null, (query) => query.where('refused_at', '<', before))
    .orderBy('refused_at', 'desc')
    .fetch(limit, 'with ties')
    // A constraint of the table: whatever is refused has a code and a time.
    .$narrowType<{ code: NotNull; failedAt: NotNull }>()
    .execute()

/** Whether anything was refused before this moment. */
export const hasFailures = async (handle: Queryable, before: Date): Promise<boolean> => {
  const row = await within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select('asset_id')
    .where('state', '=', 'refused')
    .where('refused_at', '<', before)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type AssetState = MediaTables['media.asset']['state']

/** How many assets there are in each state; a state without any is absent. */
export const countStates = async (handle: Queryable): Promise<Map<AssetState, number>> => {
  const rows = await within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select((eb) => ['state', eb.fn.countAll<bigint>().as('assets')])
    .groupBy('state')
    .execute()
  return new Map(rows.map(({ state, assets }) => [state, Number(assets)]))
}

export interface QueuedFile {
  readonly assetId: AssetId
  readonly filename: string
  readonly progress: number
}

/** Names and progress of the given assets, in no order; at most `ids.length` rows. */
export const findQueuedFiles = (handle: Queryable, ids: readonly AssetId[]): Promise<QueuedFile[]> =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select(['asset_id as assetId', 'filename', 'progress'])
    .where('asset_id', 'in', ids)
    .execute()
