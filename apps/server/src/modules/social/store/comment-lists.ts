import type { CommentId, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import { commentColumns, type CommentRow } from './comments.ts'
import { isHidden, type Watcher } from './hidden.ts'
import type { ListedItem } from './pairs.ts'
import type { SocialTables } from './tables.ts'

/** A comment as one viewer finds it. */
export interface FoundComment extends CommentRow {
  readonly likedByMe: boolean
}

/**
 * What a viewer finds in a list: what everybody can read, places with replies under them, and one's own comments that
 * wait; nothing of people who are hidden from them.
 */
const visible = (handle: Queryable, { watcherId, seesBlockers }: Watcher) =>
  within<SocialTables>(handle)
    .selectFrom('social.comment as comment')
    .select(commentColumns)
    .select(
      sql<boolean>`exists (select 1 from social.comment_like as mine
        where mine.comment_id = comment.comment_id and mine.person_id = ${watcherId}::uuid)`.as('likedByMe'),
    )
    .where(
      sql<boolean>`((comment.held_for is null and not comment.removed and not comment.hidden)
        or comment.replies > 0
        or (comment.held_for is not null and not comment.hidden and comment.author_id = ${watcherId}::uuid))`,
    )
    .where(sql<boolean>`not ${isHidden(sql`comment.author_id`, { watcherId, seesBlockers })}`)

interface Asked {
  readonly seenBy: Watcher
  readonly limit: number
}

/** Comments that begin threads and are not pinned, newest first. */
export const newestComments = (
  handle: Queryable,
  postId: PostId,
  page: Asked & { after: ListedItem | null },
): Promise<FoundComment[]> => {
  let query = visible(handle, page.seenBy)
    .where('post_id', '=', postId)
    .where('parent_id', 'is', null)
    .where('pinned_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(page.limit)
  const { after } = page
  if (after) query = query.where(sql<boolean>`(created_at, comment_id) < (${after.at}, ${after.id}::uuid)`)
  return query.execute()
}

/** Comments that begin threads and are not pinned, those that stand highest first. */
export const topComments = (
  handle: Queryable,
  postId: PostId,
  page: Asked & { after: { standing: number; id: string } | null },
): Promise<FoundComment[]> => {
  let query = visible(handle, page.seenBy)
    .where('post_id', '=', postId)
    .where('parent_id', 'is', null)
    .where('pinned_at', 'is', null)
    .orderBy('standing', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(page.limit)
  const { after } = page
  if (after)
    query = query.where(
      sql<boolean>`(standing, comment_id) < (${after.standing}::double precision, ${after.id}::uuid)`,
    )
  return query.execute()
}

/** The pinned comments of a post, the latest pinned first. */
export const pinnedComments = (
  handle: Queryable,
  postId: PostId,
  { seenBy, limit }: Asked,
): Promise<FoundComment[]> =>
  visible(handle, seenBy)
    .where('post_id', '=', postId)
    .where('pinned_at', 'is not', null)
    .orderBy('pinned_at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(limit)
    .execute()

/** The replies of a thread, oldest first. */
export const repliesTo = (
  handle: Queryable,
  parentId: CommentId,
  page: Asked & { after: ListedItem | null },
): Promise<FoundComment[]> => {
  let query = visible(handle, page.seenBy)
    .where('parent_id', '=', parentId)
    .orderBy('created_at')
    .orderBy('comment_id')
    .limit(page.limit)
  const { after } = page
  if (after) query = query.where(sql<boolean>`(created_at, comment_id) > (${after.at}, ${after.id}::uuid)`)
  return query.execute()
}

/** These comments, as far as the viewer finds them; at most `ids.length`. */
export const visibleComments = (
  handle: Queryable,
  ids: readonly CommentId[],
  seenBy: Watcher,
): Promise<FoundComment[]> => visible(handle, seenBy).where('comment_id', 'in', ids).execute()

/** Comments that wait for somebody, latest first. */
export const heldComments = (
  handle: Queryable,
  creatorId: PersonId,
  page: { after: ListedItem | null; limit: number; postId: PostId | null },
): Promise<CommentRow[]> => {
  let query = within<SocialTables>(handle)
    .selectFrom('social.comment as comment')
    .select(commentColumns)
    .where('held_for', '=', creatorId)
    .where('hidden', '=', false)
    .orderBy('created_at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(page.limit)
  const { after, postId } = page
  if (after) query = query.where(sql<boolean>`(created_at, comment_id) < (${after.at}, ${after.id}::uuid)`)
  if (postId !== null) query = query.where('post_id', '=', postId)
  return query.execute()
}

/** More than this nobody counts on a button. */
const mostCounted = 1000

/** How many comments of a post wait for its author, up to a thousand. */
export const countHeld = async (handle: Queryable, creatorId: PersonId, postId: PostId): Promise<number> => {
  const query = sql<{ held: bigint }>`
    select count(*) as held from (
      select 1 from social.comment where held_for = ${creatorId} and post_id = ${postId} and not hidden
      limit ${mostCounted}
    ) as waiting`
  return Number((await query.execute(within<SocialTables>(handle))).rows[0]?.held ?? 0n)
}
