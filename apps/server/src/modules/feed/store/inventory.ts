import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { FeedTables } from './tables.ts'

export interface StockedPost {
  readonly postId: PostId
  readonly authorId: PersonId
  readonly publishedAt: Date
  /** False: only for those who follow its author. */
  readonly recommended: boolean
}

/** Puts a post in, or changes to whom it is offered. */
export const addToInventory = async (tx: Tx, post: StockedPost): Promise<void> => {
  const { postId: post_id, authorId: author_id, publishedAt: published_at, recommended } = post
  await within<FeedTables>(tx)
    .insertInto('feed.inventory')
    .values({ post_id, author_id, published_at, recommended })
    .onConflict((conflict) => conflict.column('post_id').doUpdateSet({ recommended }))
    .execute()
}

/** Takes a post out and forgets who has seen it. */
export const removeFromInventory = async (tx: Tx, postId: PostId): Promise<void> => {
  const tables = within<FeedTables>(tx)
  await tables.deleteFrom('feed.inventory').where('post_id', '=', postId).execute()
  await tables.deleteFrom('feed.seen').where('post_id', '=', postId).execute()
}

export interface CandidateRow {
  readonly postId: PostId
  readonly publishedAt: Date
}

export interface CandidateQuery {
  readonly viewerId: string
  /** Slots of this feed are not offered again; null offers them. */
  readonly notServedIn: string | null
  /** Posts that turned out to be gone or are not wanted; may be empty. */
  readonly without: readonly PostId[]
  /** People whose posts are not wanted; may be empty. */
  readonly withoutAuthors: readonly PersonId[]
  readonly limit: number
}

/** A row of `inventory` that still exists, is wanted and has not been served in this feed. */
const isOffered = (query: CandidateQuery) => sql<boolean>`
  inventory.post_id <> all (${[...query.without]}::uuid[])
  and inventory.author_id <> all (${[...query.withoutAuthors]}::uuid[])
  and not exists (
    select 1 from feed.served_slot as slot
    where slot.post_id = inventory.post_id and slot.feed_id = ${query.notServedIn}::uuid
  )`

/** Newest posts that the viewer has not begun to watch and did not make. */
export const newestUnseen = (handle: Queryable, query: CandidateQuery): Promise<CandidateRow[]> =>
  within<FeedTables>(handle)
    .selectFrom('feed.inventory as inventory')
    .select(['inventory.post_id as postId', 'inventory.published_at as publishedAt'])
    .where(isOffered(query))
    .where('inventory.recommended', '=', true)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('feed.seen as seen')
            .select('seen.post_id')
            .whereRef('seen.post_id', '=', 'inventory.post_id')
            .where('seen.viewer_id', '=', query.viewerId),
        ),
      ),
    )
    .where('inventory.author_id', '<>', query.viewerId as PersonId)
    .orderBy('inventory.published_at', 'desc')
    .orderBy('inventory.post_id', 'desc')
    .limit(query.limit)
    .execute()

/** Posts that the viewer has seen, longest ago first. */
export const longestUnseen = (handle: Queryable, query: CandidateQuery): Promise<CandidateRow[]> =>
  within<FeedTables>(handle)
    .selectFrom('feed.seen as seen')
    .innerJoin('feed.inventory as inventory', 'inventory.post_id', 'seen.post_id')
    .select(['inventory.post_id as postId', 'inventory.published_at as publishedAt'])
    .where('seen.viewer_id', '=', query.viewerId)
    .where(isOffered(query))
    .where('inventory.recommended', '=', true)
    .orderBy('seen.last_seen_at')
    .orderBy('inventory.post_id')
    .limit(query.limit)
    .execute()

/** Newest posts of these people, watched or not, also those that are recommended to nobody. */
export const newestOf = (
  handle: Queryable,
  authors: readonly PersonId[],
  query: CandidateQuery,
): Promise<CandidateRow[]> =>
  within<FeedTables>(handle)
    .selectFrom('feed.inventory as inventory')
    .select(['inventory.post_id as postId', 'inventory.published_at as publishedAt'])
    .where(sql<boolean>`inventory.author_id = any (${[...authors]}::uuid[])`)
    .where(isOffered(query))
    .orderBy('inventory.published_at', 'desc')
    .orderBy('inventory.post_id', 'desc')
    .limit(query.limit)
    .execute()

/** All that may be recommended, a piece at a time: the posts after this one in the order of their ids. */
export const listInventory = async (
  handle: Queryable,
  page: { readonly after: PostId | null; readonly limit: number },
): Promise<PostId[]> => {
  let query = within<FeedTables>(handle)
    .selectFrom('feed.inventory')
    .select('post_id as postId')
    .where('recommended', '=', true)
    .orderBy('post_id')
    .limit(page.limit)
  if (page.after !== null) query = query.where('post_id', '>', page.after)
  return (await query.execute()).map(({ postId }) => postId)
}

export const isRecommended = async (handle: Queryable, postId: PostId): Promise<boolean> => {
  const row = await within<FeedTables>(handle)
    .selectFrom('feed.inventory')
    .select('recommended')
    .where('post_id', '=', postId)
    .executeTakeFirst()
  return row?.recommended ?? false
}
