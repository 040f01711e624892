import type { AssetId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { StoredRendition } from './assets.ts'
import type { MediaTables } from './tables.ts'

const changed = (row: unknown): boolean => row !== undefined

/**
 * A conversion begins: the next number, under which its stream has addresses of its own. Null when the asset is gone,
 * refused or complete.
 */
export const beginConversion = async (handle: Queryable, assetId: AssetId): Promise<number | null> => {
  const row = await within<MediaTables>(handle)
    .updateTable('media.asset')
    .set((eb) => ({
      conversions: eb('conversions', '+', 1),
      progress: 0,
      stream: null,
      state: eb
        .case()
        .when('state', '=', 'queued')
        .then(sql<'processing'>`'processing'`)
        .else(eb.ref('state'))
        .end(),
    }))
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['queued', 'processing', 'ready'])
    .where('complete', '=', false)
    .returning('conversions')
    .executeTakeFirst()
  return row?.conversions ?? null
}

/** The number of a conversion of an upload that is still arriving; null when it is not arriving. */
export const nextConversion = async (handle: Queryable, assetId: AssetId): Promise<number | null> => {
  const row = await within<MediaTables>(handle)
    .updateTable('media.asset')
    .set((eb) => ({ conversions: eb('conversions', '+', 1) }))
    .where('asset_id', '=', assetId)
    .where('state', '=', 'uploading')
    .returning('conversions')
    .executeTakeFirst()
  return row?.conversions ?? null
}

/** False when the asset is not being converted any more. */
export const saveProgress = async (handle: Queryable, assetId: AssetId, progress: number): Promise<boolean> =>
  changed(
    await within<MediaTables>(handle)
      .updateTable('media.asset')
      .set({ progress })
      .where('asset_id', '=', assetId)
      .where('state', 'in', ['processing', 'ready'])
      .where('complete', '=', false)
      .returning('asset_id')
      .executeTakeFirst(),
  )

export interface Picture {
  readonly width: number
  readonly height: number
  readonly durationMs: number
  readonly hasAudio: boolean
}

export interface Playable extends Picture {
  /** Number of the conversion whose stream can be played; null: a rendition can. */
  readonly stream: number | null
}

/** From now on it plays. False when it did already, or is gone or refused. */
export const markReady = async (tx: Tx, assetId: AssetId, made: Playable): Promise<boolean> =>
  changed(
    await within<MediaTables>(tx)
      .updateTable('media.asset')
      .set({
        state: 'ready',
        width: made.width,
        height: made.height,
        duration_ms: made.durationMs,
        has_audio: made.hasAudio,
        stream: made.stream,
      })
      .where('asset_id', '=', assetId)
      .where('state', 'in', ['queued', 'processing'])
      .returning('asset_id')
      .executeTakeFirst(),
  )

/** The stream of a later conversion of an asset that was ready before. */
export const setStream = async (handle: Queryable, assetId: AssetId, stream: number): Promise<void> => {
  await within<MediaTables>(handle)
    .updateTable('media.asset')
    .set({ stream })
    .where('asset_id', '=', assetId)
    .where('complete', '=', false)
    .execute()
}

/** The conversion is over; the true length is known. False when the asset is gone, refused or was complete. */
export const markComplete = async (tx: Tx, assetId: AssetId, made: Picture): Promise<boolean> =>
  changed(
    await within<MediaTables>(tx)
      .updateTable('media.asset')
      .set({
        complete: true,
        progress: 1,
        stream: null,
        width: made.width,
        height: made.height,
        duration_ms: made.durationMs,
        has_audio: made.hasAudio,
      })
      .where('asset_id', '=', assetId)
      .where('state', '=', 'ready')
      .where('complete', '=', false)
      .returning('asset_id')
      .executeTakeFirst(),
  )

/** Renditions only get more; a newer version takes the place of an older one. */
export const insertRenditions = async (
  tx: Tx,
  assetId: AssetId,
  made: { readonly renditions: readonly StoredRendition[]; readonly at: Date },
): Promise<void> => {
  if (made.renditions.length === 0) return
  const rows = made.renditions.map((one) => ({
    ...one,
    asset_id: assetId,
    bytes: BigInt(one.bytes),
    bitrate: BigInt(one.bitrate),
    created_at: made.at,
  }))
  await within<MediaTables>(tx)
    .insertInto('media.rendition')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['asset_id', 'name'])
        .doUpdateSet((eb) => ({
          bytes: eb.ref('excluded.bytes'),
          bitrate: eb.ref('excluded.bitrate'),
          version: eb.ref('excluded.version'),
        }))
        .whereRef('media.rendition.version', '<', 'excluded.version'),
    )
    .execute()
}
