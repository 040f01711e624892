import type { PersonId, PostId, SlotSource } from '@busker/contract'

/** The tables of the schema `feed`; only this folder may name them. */
export interface FeedTables {
  'feed.inventory': { post_id: PostId; author_id: PersonId; published_at: Date }
  'feed.seen': { viewer_id: string; post_id: PostId; first_seen_at: Date; last_seen_at: Date }
  'feed.served_slot': {
    slot_id: string
    feed_id: string
    viewer_id: string
    position: number
    post_id: PostId
    source: SlotSource
    reason: string
    propensity: number
    model_version: string
    served_at: Date
  }
  'feed.progress': { consumer: string; journal_offset: bigint }
}
