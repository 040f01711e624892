import type { Anchor, FeedMode, PostId, ScoreTerm, SlotFlag, SlotSource } from '@busker/contract'
import { within, type Queryable } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

export interface ServedSlot {
  readonly slotId: string
  readonly feedId: string
  readonly viewerId: string
  readonly position: number
  readonly postId: PostId
  readonly publishedAt: Date
  readonly mode: FeedMode
  readonly source: SlotSource
  readonly flags: readonly SlotFlag[]
  readonly propensity: number
  readonly modelVersion: string
  readonly servedAt: Date
  /** What it was chosen by; null where nothing was scored. */
  readonly anchor: Anchor | null
  readonly terms: readonly { readonly term: ScoreTerm; readonly value: number }[] | null
  readonly score: number | null
  readonly placeWithout: number | null
  /** Inputs that the recommender had been told. */
  readonly logOffset: number | null
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

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
        published_at: slot.publishedAt,
        mode: slot.mode,
        source: slot.source,
        flags: [...slot.flags],
        propensity: slot.propensity,
        model_version: slot.modelVersion,
        served_at: slot.servedAt,
        anchor: json(slot.anchor),
        terms: json(slot.terms),
        score: slot.score,
        place_without: slot.placeWithout,
        log_offset: slot.logOffset === null ? null : BigInt(slot.logOffset),
      })),
    )
    .execute()
}

/** So much of one scroll is kept in mind. */
const longestScroll = 1000

/** What was served in a feed, in its order; of a very long one the latest. */
export const servedIn = async (handle: Queryable, feedId: string): Promise<PostId[]> => {
  const rows = await within<FeedTables>(handle)
    .selectFrom('feed.served_slot')
    .select('post_id as postId')
    .where('feed_id', '=', feedId)
    .orderBy('position', 'desc')
    .limit(longestScroll)
    .execute()
  return rows.map(({ postId }) => postId).toReversed()
}
