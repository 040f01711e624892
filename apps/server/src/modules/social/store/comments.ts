import type { CommentId, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import { isHidden, type Watcher } from './hidden.ts'
import type { ListedItem } from './pairs.ts'
import type { SocialTables } from './tables.ts'

export interface CommentRow {
  readonly commentId: CommentId
  readonly postId: PostId
  readonly authorId: PersonId
  readonly text: string
  readonly createdAt: Date
}

const columns = [
  'comment_id as commentId',
  'post_id as postId',
  'author_id as authorId',
  'text',
  'created_at as createdAt',
] as const

/** False when the id is taken. */
export const insertComment = async (tx: Tx, comment: CommentRow): Promise<boolean> => {
  const row = await within<SocialTables>(tx)
    .insertInto('social.comment')
    .values({
      comment_id: comment.commentId,
      post_id: comment.postId,
      author_id: comment.authorId,
      text: comment.text,
      created_at: comment.createdAt,
    })
    .onConflict((conflict) => conflict.column('comment_id').doNothing())
    .returning('comment_id')
    .executeTakeFirst()
  return row !== undefined
}

/** At most `ids.length` rows, in no order. */
export const findComments = (handle: Queryable, ids: readonly CommentId[]): Promise<CommentRow[]> =>
  within<SocialTables>(handle)
    .selectFrom('social.comment')
    .select(columns)
    .where('comment_id', 'in', ids)
    .execute()

/** True when there was one to remove: of two who remove it at once, one did. */
export const removeComment = async (tx: Tx, commentId: CommentId): Promise<boolean> => {
  const result = await within<SocialTables>(tx)
    .deleteFrom('social.comment')
    .where('comment_id', '=', commentId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** How many comments somebody wrote since a moment, counted up to the limit that matters. */
export const countSince = async (
  tx: Tx,
  authorId: PersonId,
  given: { since: Date; upTo: number },
): Promise<number> => {
  const query = sql<{ written: bigint }>`
    select count(*) as written from (
      select 1 from social.comment where author_id = ${authorId} and created_at > ${given.since}
      limit ${given.upTo}
    ) as recent`
  return Number((await query.execute(within<SocialTables>(tx))).rows[0]?.written ?? 0n)
}

/** Comments of a post, newest first, without those of people who are hidden from the watcher. */
export const listComments = (
  handle: Queryable,
  postId: PostId,
  page: { after: ListedItem | null; limit: number; seenBy: Watcher },
): Promise<CommentRow[]> => {
  let query = within<SocialTables>(handle)
    .selectFrom('social.comment')
    .select(columns)
    .where('post_id', '=', postId)
    .where(sql<boolean>`not ${isHidden(sql`comment.author_id`, page.seenBy)}`)
    .orderBy('created_at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(page.limit)
  const { after } = page
  if (after) query = query.where(sql<boolean>`(created_at, comment_id) < (${after.at}, ${after.id}::uuid)`)
  return query.execute()
}
