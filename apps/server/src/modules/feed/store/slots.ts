import type { PostId, SlotSource } from '@busker/contract'
import { within, type Queryable } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

export interface ServedSlot {
  readonly slotId: string
  readonly feedId: string
  readonly viewerId: string
  readonly position: number
  readonly postId: PostId
  readonly source: SlotSource
  readonly reason: string
  readonly propensity: number
  readonly modelVersion: string
  readonly servedAt: Date
}

export const insertSlots = async (handle: Queryable, slots: readonly ServedSlot[]): Promise<void> => {
  if (slots.length === 0) return
  await within<FeedTables>(handle)
    .insertInto('feed.served_slot')
    .values(
      slots.map((slot) => ({
        slot_id: slot.slotId,
        feed_id: slot.feedId,
        viewer_id: slot.viewerId,
        position: slot.position,
        post_id: slot.postId,
        source: slot.source,
        reason: slot.reason,
        propensity: slot.propensity,
        model_version: slot.modelVersion,
        served_at: slot.servedAt,
      })),
    )
    .execute()
}
