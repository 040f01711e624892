import type { AssetId, PersonId, RefusalCode } from '@busker/contract'
import type { Generated } from 'kysely'

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
    claimed: Generated<boolean>
    width: number | null
    height: number | null
    duration_ms: number | null
    has_audio: boolean | null
    bytes: bigint | null
    created_at: Date
  }
}
