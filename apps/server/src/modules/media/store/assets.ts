import type { AssetId, PersonId, RefusalCode } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { MediaTables } from './tables.ts'

export interface AssetRow {
  readonly assetId: AssetId
  readonly ownerId: PersonId
  readonly filename: string
  readonly totalBytes: bigint
  readonly state: MediaTables['media.asset']['state']
  readonly progress: number
  readonly refusalCode: RefusalCode | null
  readonly claimed: boolean
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly hasAudio: boolean | null
  readonly bytes: bigint | null
  readonly createdAt: Date
}

const columns = [
  'asset_id as assetId',
  'owner_id as ownerId',
  'filename',
  'total_bytes as totalBytes',
  'state',
  'progress',
  'refusal_code as refusalCode',
  'claimed',
  'width',
  'height',
  'duration_ms as durationMs',
  'has_audio as hasAudio',
  'bytes',
  'created_at as createdAt',
] as const

const listLimit = 50
const sweepLimit = 500

/** Inserts the asset; false when it exists already. */
export const insertAsset = async (
  handle: Queryable,
  asset: Pick<AssetRow, 'assetId' | 'ownerId' | 'filename' | 'totalBytes' | 'createdAt'> & {
    state: 'uploading' | 'queued'
  },
): Promise<boolean> => {
  const row = await within<MediaTables>(handle)
    .insertInto('media.asset')
    .values({
      asset_id: asset.assetId,
      owner_id: asset.ownerId,
      filename: asset.filename,
      total_bytes: asset.totalBytes,
      state: asset.state,
      created_at: asset.createdAt,
    })
    .onConflict((conflict) => conflict.column('asset_id').doNothing())
    .returning('asset_id')
    .executeTakeFirst()
  return row !== undefined
}

export const findAsset = (handle: Queryable, assetId: AssetId): Promise<AssetRow | undefined> =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select(columns)
    .where('asset_id', '=', assetId)
    .executeTakeFirst()

export const lockAsset = (tx: Tx, assetId: AssetId): Promise<AssetRow | undefined> =>
  within<MediaTables>(tx)
    .selectFrom('media.asset')
    .select(columns)
    .where('asset_id', '=', assetId)
    .forUpdate()
    .executeTakeFirst()

/** At most `ids.length` rows, in no order. */
export const findAssets = (handle: Queryable, ids: readonly AssetId[]): Promise<AssetRow[]> =>
  within<MediaTables>(handle).selectFrom('media.asset').select(columns).where('asset_id', 'in', ids).execute()

export const listAssetsOf = (handle: Queryable, ownerId: PersonId): Promise<AssetRow[]> =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select(columns)
    .where('owner_id', '=', ownerId)
    .orderBy('created_at', 'desc')
    .limit(listLimit)
    .execute()

/** Oldest first; what is left over comes with the next sweep. */
export const listUnfinished = (handle: Queryable): Promise<AssetRow[]> =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select(columns)
    .where('state', 'in', ['uploading', 'queued', 'processing'])
    .orderBy('created_at')
    .limit(sweepLimit)
    .execute()

export const markClaimed = async (tx: Tx, assetId: AssetId): Promise<void> => {
  await within<MediaTables>(tx)
    .updateTable('media.asset')
    .set({ claimed: true })
    .where('asset_id', '=', assetId)
    .execute()
}

/** Every byte arrived. False when that was known already. */
export const markQueued = async (tx: Tx, assetId: AssetId): Promise<boolean> => {
  const row = await within<MediaTables>(tx)
    .updateTable('media.asset')
    .set({ state: 'queued' })
    .where('asset_id', '=', assetId)
    .where('state', '=', 'uploading')
    .returning('asset_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Undefined when the asset is gone or finished. */
export const markProcessing = (
  handle: Queryable,
  assetId: AssetId,
  progress: number,
): Promise<AssetRow | undefined> =>
  within<MediaTables>(handle)
    .updateTable('media.asset')
    .set({ state: 'processing', progress })
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['queued', 'processing'])
    .returning(columns)
    .executeTakeFirst()

export interface Rendition {
  readonly width: number
  readonly height: number
  readonly durationMs: number
  readonly hasAudio: boolean
  readonly bytes: number
}

/** Undefined when the asset is gone or finished. */
export const markReady = (tx: Tx, assetId: AssetId, made: Rendition): Promise<AssetRow | undefined> =>
  within<MediaTables>(tx)
    .updateTable('media.asset')
    .set({
      state: 'ready',
      progress: 1,
      width: made.width,
      height: made.height,
      duration_ms: made.durationMs,
      has_audio: made.hasAudio,
      bytes: BigInt(made.bytes),
    })
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['queued', 'processing'])
    .returning(columns)
    .executeTakeFirst()

/** Undefined when the asset is gone or finished. */
export const markRefused = (tx: Tx, assetId: AssetId, code: RefusalCode): Promise<AssetRow | undefined> =>
  within<MediaTables>(tx)
    .updateTable('media.asset')
    .set({ state: 'refused', refusal_code: code })
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['uploading', 'queued', 'processing'])
    .returning(columns)
    .executeTakeFirst()

export const deleteAssetRow = async (tx: Tx, assetId: AssetId): Promise<boolean> => {
  const result = await within<MediaTables>(tx)
    .deleteFrom('media.asset')
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
