import type { AssetId, HookAnalysis, PersonId, RefusalCode } from '@busker/contract'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { MediaTables, StoredSprites } from './tables.ts'

export interface StoredRendition {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Bits per second. */
  readonly bitrate: number
  /** 2 and more: the file took the place of an earlier one. */
  readonly version: number
}

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
  readonly complete: boolean
  readonly stream: number | null
  readonly poster: number | null
  readonly thumbhash: string | null
  readonly sprites: StoredSprites | null
  readonly hasPreview: boolean
  readonly flags: string[]
  readonly hasOriginal: boolean
  readonly restricted: boolean
  readonly createdAt: Date
  /** Smallest first. */
  readonly renditions: readonly StoredRendition[]
  readonly captions: readonly {
    readonly language: string
    readonly label: string
    readonly version: number
  }[]
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
  'complete',
  'stream',
  'poster',
  'thumbhash',
  'sprites',
  'has_preview as hasPreview',
  'flags',
  'has_original as hasOriginal',
  'restricted',
  'created_at as createdAt',
] as const

const listLimit = 50
const sweepLimit = 500

/** Assets with what belongs to them, in one query: two look-ups by primary key for each. */
const selectAssets = (handle: Queryable) =>
  within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select(columns)
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('media.rendition')
          .select(['name', 'width', 'height', 'bytes', 'bitrate', 'version'])
          .whereRef('media.rendition.asset_id', '=', 'media.asset.asset_id')
          .orderBy('bitrate')
          // The JSON of PostgreSQL has numbers of any length; ours stay far below 2^53.
          .$castTo<StoredRendition>(),
      ).as('renditions'),
      jsonArrayFrom(
        eb
          .selectFrom('media.caption')
          .select(['language', 'label', 'version'])
          .whereRef('media.caption.asset_id', '=', 'media.asset.asset_id')
          .orderBy('language'),
      ).as('captions'),
    ])

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
  selectAssets(handle).where('asset_id', '=', assetId).executeTakeFirst()

/** Holds the row until the transaction ends. */
export const lockAsset = (tx: Tx, assetId: AssetId): Promise<AssetRow | undefined> =>
  selectAssets(tx).where('asset_id', '=', assetId).forUpdate().executeTakeFirst()

/** At most `ids.length` rows, in no order. */
export const findAssets = (handle: Queryable, ids: readonly AssetId[]): Promise<AssetRow[]> =>
  selectAssets(handle).where('asset_id', 'in', ids).execute()

export const listAssetsOf = (handle: Queryable, ownerId: PersonId): Promise<AssetRow[]> =>
  selectAssets(handle)
    .where('owner_id', '=', ownerId)
    .orderBy('created_at', 'desc')
    .limit(listLimit)
    .execute()

/** Oldest first; what is left over comes with the next sweep. */
export const listUnfinished = (handle: Queryable): Promise<AssetRow[]> =>
  selectAssets(handle)
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

const changed = (row: unknown): boolean => row !== undefined

/** Every byte arrived. False when that was known already. */
export const markQueued = async (tx: Tx, assetId: AssetId): Promise<boolean> =>
  changed(
    await within<MediaTables>(tx)
      .updateTable('media.asset')
      .set({ state: 'queued' })
      .where('asset_id', '=', assetId)
      .where('state', '=', 'uploading')
      .returning('asset_id')
      .executeTakeFirst(),
  )

/** A refused asset is tried again from the beginning. False when it is not refused. */
export const markRetried = async (tx: Tx, assetId: AssetId): Promise<boolean> =>
  changed(
    await within<MediaTables>(tx)
      .updateTable('media.asset')
      .set({
        state: 'queued',
        refusal_code: null,
        refusal_detail: null,
        refused_at: null,
        progress: 0,
        flags: [],
      })
      .where('asset_id', '=', assetId)
      .where('state', '=', 'refused')
      .returning('asset_id')
      .executeTakeFirst(),
  )

export interface Extras {
  readonly sprites?: StoredSprites
  readonly hasPreview?: boolean
  readonly hook?: HookAnalysis
  readonly flags?: readonly string[]
  readonly hasOriginal?: boolean
  readonly restricted?: boolean
}

export const saveExtras = async (handle: Queryable, assetId: AssetId, extras: Extras): Promise<void> => {
  const { sprites, hasPreview, hook, flags, hasOriginal, restricted } = extras
  await within<MediaTables>(handle)
    .updateTable('media.asset')
    .set({
      ...(sprites === undefined ? {} : { sprites: JSON.stringify(sprites) as unknown as StoredSprites }),
      ...(hook === undefined ? {} : { hook: JSON.stringify(hook) as unknown as HookAnalysis }),
      ...(hasPreview === undefined ? {} : { has_preview: hasPreview }),
      ...(flags === undefined ? {} : { flags: [...flags] }),
      ...(hasOriginal === undefined ? {} : { has_original: hasOriginal }),
      ...(restricted === undefined ? {} : { restricted }),
    })
    .where('asset_id', '=', assetId)
    .execute()
}

/** The poster's number grows, so that its address is a new one. */
export const savePoster = async (
  handle: Queryable,
  assetId: AssetId,
  poster: { readonly number: number; readonly thumbhash: string | null },
): Promise<void> => {
  await within<MediaTables>(handle)
    .updateTable('media.asset')
    .set({ poster: poster.number, thumbhash: poster.thumbhash })
    .where('asset_id', '=', assetId)
    .where((eb) => eb.or([eb('poster', 'is', null), eb('poster', '<', poster.number)]))
    .execute()
}

export const findHook = async (handle: Queryable, assetId: AssetId): Promise<HookAnalysis | null> => {
  const row = await within<MediaTables>(handle)
    .selectFrom('media.asset')
    .select('hook')
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  return row?.hook ?? null
}

/** False when the asset is gone or refused already. */
export const markRefused = async (
  tx: Tx,
  assetId: AssetId,
  refusal: { readonly code: RefusalCode; readonly detail: string | null; readonly at: Date },
): Promise<boolean> =>
  changed(
    await within<MediaTables>(tx)
      .updateTable('media.asset')
      .set({
        state: 'refused',
        refusal_code: refusal.code,
        refusal_detail: refusal.detail,
        refused_at: refusal.at,
        stream: null,
      })
      .where('asset_id', '=', assetId)
      .where('complete', '=', false)
      .where('state', '<>', 'refused')
      .returning('asset_id')
      .executeTakeFirst(),
  )

export const deleteAssetRow = async (tx: Tx, assetId: AssetId): Promise<boolean> => {
  const result = await within<MediaTables>(tx)
    .deleteFrom('media.asset')
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
