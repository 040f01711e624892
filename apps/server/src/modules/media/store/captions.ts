import type { AssetId } from '@busker/contract'
import type { Generated } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { MediaTables } from './tables.ts'

/** The tables that only captions use. */
interface CaptionTables extends Pick<MediaTables, 'media.caption'> {
  'media.caption_state': {
    asset_id: AssetId
    written: Generated<number>
    recognising: Generated<boolean>
  }
}

export interface CaptionRow {
  readonly language: string
  readonly label: string
  readonly origin: 'written' | 'recognised'
  readonly vtt: string
  readonly version: number
  readonly updatedAt: Date
}

const columns = ['language', 'label', 'origin', 'vtt', 'version', 'updated_at as updatedAt'] as const

/** By language. An asset has at most twenty. */
export const listCaptions = (handle: Queryable, assetId: AssetId): Promise<CaptionRow[]> =>
  within<CaptionTables>(handle)
    .selectFrom('media.caption')
    .select(columns)
    .where('asset_id', '=', assetId)
    .orderBy('language')
    .execute()

export interface CaptionHead {
  readonly language: string
  readonly origin: 'written' | 'recognised'
  readonly version: number
}

/** The same without the texts. */
export const listCaptionHeads = (handle: Queryable, assetId: AssetId): Promise<CaptionHead[]> =>
  within<CaptionTables>(handle)
    .selectFrom('media.caption')
    .select(['language', 'origin', 'version'])
    .where('asset_id', '=', assetId)
    .execute()

/** The number of the next caption file of this asset; no number is given twice. */
export const nextCaptionVersion = async (tx: Tx, assetId: AssetId): Promise<number> => {
  const row = await within<CaptionTables>(tx)
    .insertInto('media.caption_state')
    .values({ asset_id: assetId, written: 1 })
    .onConflict((conflict) =>
      conflict
        .column('asset_id')
        .doUpdateSet((eb) => ({ written: eb('media.caption_state.written', '+', 1) })),
    )
    .returning('written')
    .executeTakeFirstOrThrow()
  return row.written
}

export const saveCaption = async (tx: Tx, assetId: AssetId, caption: CaptionRow): Promise<void> => {
  const { label, origin, vtt, version, updatedAt, language } = caption
  const values = { label, origin, vtt, version, updated_at: updatedAt }
  await within<CaptionTables>(tx)
    .insertInto('media.caption')
    .values({ asset_id: assetId, language, ...values })
    .onConflict((conflict) => conflict.columns(['asset_id', 'language']).doUpdateSet(values))
    .execute()
}

/** The version that was deleted; null when there was none. */
export const deleteCaptionRow = async (
  tx: Tx,
  assetId: AssetId,
  language: string,
): Promise<number | null> => {
  const row = await within<CaptionTables>(tx)
    .deleteFrom('media.caption')
    .where('asset_id', '=', assetId)
    .where('language', '=', language)
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}

export const isRecognising = async (handle: Queryable, assetId: AssetId): Promise<boolean> => {
  const row = await within<CaptionTables>(handle)
    .selectFrom('media.caption_state')
    .select('recognising')
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  return row?.recognising ?? false
}

/** Needs an asset that exists. */
export const setRecognising = async (tx: Tx, assetId: AssetId, recognising: boolean): Promise<void> => {
  await within<CaptionTables>(tx)
    .insertInto('media.caption_state')
    .values({ asset_id: assetId, recognising })
    .onConflict((conflict) => conflict.column('asset_id').doUpdateSet({ recognising }))
    .execute()
}
