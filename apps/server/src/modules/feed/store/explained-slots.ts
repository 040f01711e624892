import type { Anchor, FeedMode, PostId, SlotFlag, SlotSource } from '@busker/contract'
import { within, type Queryable } from '#platform/postgres'
import type { FeedTables, StoredTerm } from './tables.ts'

/** What was written down when a slot was served. */
export interface ExplainedSlot {
  readonly slotId: string
  readonly postId: PostId
  readonly mode: FeedMode
  readonly source: SlotSource
  readonly flags: SlotFlag[]
  readonly anchor: Anchor | null
  readonly terms: StoredTerm[] | null
  readonly score: number | null
  readonly placeWithout: number | null
  readonly position: number
  readonly propensity: number
  readonly modelVersion: string
  readonly servedAt: Date
}

/** Null when there is no such slot, or it was served to somebody else. */
export const findServedTo = async (
  handle: Queryable,
  viewerId: string,
  slotId: string,
): Promise<ExplainedSlot | null> =>
  (await within<FeedTables>(handle)
    .selectFrom('feed.served_slot')
    .select([
      'slot_id as slotId',
      'post_id as postId',
      'mode',
      'source',
      'flags',
      'anchor',
      'terms',
      'score',
      'place_without as placeWithout',
      'position',
      'propensity',
      'model_version as modelVersion',
      'served_at as servedAt',
    ])
    .where('slot_id', '=', slotId)
    .where('viewer_id', '=', viewerId)
    .executeTakeFirst()) ?? null
