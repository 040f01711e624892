import type { AssetId, HookAnalysis, PersonId, RefusalCode, SpriteSheet } from '@busker/contract'
import type { Generated } from 'kysely'

/** The sprite sheet as it is stored: its address follows from the asset. */
export type StoredSprites = Omit<SpriteSheet, 'url'>

/** The tables of the schema `media`; only this folder may name them. */
export interface MediaTables {
  'media.asset': {
    asset_id: AssetId
    owner_id: PersonId
    filename: string
    total_bytes: bigint
    state: 'uploading' | 'queued' | 'processing' | 'ready' | 'refused'
    progress: Generated<number>
    refusal_code: RefusalCode | null
    refusal_detail: string | null
    refused_at: Date | null
    claimed: Generated<boolean>
    width: number | null
    height: number | null
    duration_ms: number | null
    has_audio: boolean | null
    complete: Generated<boolean>
    stream: number | null
    conversions: Generated<number>
    poster: number | null
    thumbhash: string | null
    /** JSON text on the way in, parsed on the way out. */
    sprites: StoredSprites | null
    has_preview: Generated<boolean>
    hook: HookAnalysis | null
    flags: Generated<string[]>
    has_original: Generated<boolean>
    restricted: Generated<boolean>
    created_at: Date
  }
  'media.rendition': {
    asset_id: AssetId
    name: string
    width: number
    height: number
    bytes: bigint
    bitrate: bigint
    version: Generated<number>
    created_at: Date
  }
  'media.caption': {
    asset_id: AssetId
    language: string
    label: string
    origin: 'written' | 'recognised'
    vtt: string
    version: Generated<number>
    updated_at: Date
  }
}
