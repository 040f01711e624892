import type { PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

export interface Sighting {
  readonly viewerId: string
  readonly postId: PostId
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Remembers sightings; one row for each viewer and post, whatever their number and order. */
export const rememberSightings = async (handle: Queryable, sightings: readonly Sighting[]): Promise<void> => {
  if (sightings.length === 0) return
  const column = <T>(of: (sighting: Sighting) => T): T[] => sightings.map(of)
  await sql`
    insert into feed.seen as known (viewer_id, post_id, first_seen_at, last_seen_at)
    select * from unnest(${column(({ viewerId }) => viewerId)}::uuid[], ${column(({ postId }) => postId)}::uuid[],
      ${column(({ firstAt }) => firstAt)}::timestamptz[], ${column(({ lastAt }) => lastAt)}::timestamptz[])
    on conflict (viewer_id, post_id) do update set
      first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)`.execute(within<FeedTables>(handle))
}

/** Next offset of the fact log to read; 0 before the first. */
export const loadProgress = async (handle: Queryable, consumer: string): Promise<number> => {
  const row = await within<FeedTables>(handle)
    .selectFrom('feed.progress')
    .select('journal_offset')
    .where('consumer', '=', consumer)
    .executeTakeFirst()
  return Number(row?.journal_offset ?? 0n)
}

export const saveProgress = async (handle: Queryable, consumer: string, offset: number): Promise<void> => {
  await within<FeedTables>(handle)
    .insertInto('feed.progress')
    .values({ consumer, journal_offset: BigInt(offset) })
    .onConflict((conflict) => conflict.column('consumer').doUpdateSet({ journal_offset: BigInt(offset) }))
    .execute()
}

/** Those of these posts that the viewer has begun to watch. */
export const seenAmong = async (
  handle: Queryable,
  viewerId: string,
  ids: readonly PostId[],
): Promise<Set<PostId>> => {
  if (ids.length === 0) return new Set()
  const rows = await within<FeedTables>(handle)
    .selectFrom('feed.seen')
    .select('post_id as postId')
    .where('viewer_id', '=', viewerId)
    .where('post_id', 'in', ids)
    .execute()
  return new Set(rows.map(({ postId }) => postId))
}

/** Forgets what was begun since then; null: everything. */
export const forgetSightings = async (
  handle: Queryable,
  viewerId: string,
  since: Date | null,
): Promise<void> => {
  let query = within<FeedTables>(handle).deleteFrom('feed.seen').where('viewer_id', '=', viewerId)
  if (since !== null) query = query.where('first_seen_at', '>=', since)
  await query.execute()
}
