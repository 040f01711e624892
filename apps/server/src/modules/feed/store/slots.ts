import type { Anchor, FeedMode, PostId, ScoreTerm, SlotFlag, SlotSource } from '@busker/contract'
import { sql } from 'kysely'
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

/** One statement whose text is always the same, however many there are. */
export const insertSlots = async (handle: Queryable, slots: readonly ServedSlot[]): Promise<void> => {
  if (slots.length === 0) return
  const rows = slots.map((slot) => ({
    slot_id: slot.slotId,
    feed_id: slot.feedId,
    viewer_id: slot.viewerId,
    position: slot.position,
    post_id: slot.postId,
    published_at: slot.publishedAt,
    mode: slot.mode,
    source: slot.source,
    flags: slot.flags,
    propensity: slot.propensity,
    model_version: slot.modelVersion,
    served_at: slot.servedAt,
    anchor: slot.anchor,
    terms: slot.terms,
    score: slot.score,
    place_without: slot.placeWithout,
    log_offset: slot.logOffset,
  }))
  await sql`
    insert into feed.served_slot (slot_id, feed_id, viewer_id, position, post_id, published_at, mode, source, flags,
      propensity, model_version, served_at, anchor, terms, score, place_without, log_offset)
    select slot_id, feed_id, viewer_id, position, post_id, published_at, mode, source, flags, propensity, model_version,
      served_at, nullif(anchor, 'null'), nullif(terms, 'null'), score, place_without, log_offset
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as slot (slot_id uuid, feed_id uuid, viewer_id uuid,
      position integer, post_id uuid, published_at timestamptz, mode text, source text, flags text[],
      propensity double precision, model_version text, served_at timestamptz, anchor jsonb, terms jsonb,
      score double precision, place_without integer, log_offset bigint)`.execute(within<FeedTables>(handle))
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
