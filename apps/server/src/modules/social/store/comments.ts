import type { CommentId, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

export interface CommentRow {
  readonly commentId: CommentId
  readonly postId: PostId
  readonly authorId: PersonId
  readonly text: string
  readonly createdAt: Date
  /** The comment whose thread it stands in. */
  readonly parentId: CommentId | null
  /** Of an answer to a reply: whom it answers. */
  readonly answeredId: PersonId | null
  /** The author of the post, while it waits for them. */
  readonly heldFor: PersonId | null
  readonly removed: boolean
  readonly hidden: boolean
  readonly editedAt: Date | null
  readonly heartedAt: Date | null
  readonly pinnedAt: Date | null
  readonly mentionedIds: PersonId[]
  readonly likes: bigint
  readonly replies: bigint
  readonly standing: number
}

export const commentColumns = [
  'comment.comment_id as commentId',
  'comment.post_id as postId',
  'comment.author_id as authorId',
  'comment.text',
  'comment.created_at as createdAt',
  'comment.parent_id as parentId',
  'comment.answered_id as answeredId',
  'comment.held_for as heldFor',
  'comment.removed',
  'comment.hidden',
  'comment.edited_at as editedAt',
  'comment.hearted_at as heartedAt',
  'comment.pinned_at as pinnedAt',
  'comment.mentioned_ids as mentionedIds',
  'comment.likes',
  'comment.replies',
  'comment.standing',
] as const

/** Whether everybody can read it: only then it counts. */
export const isShown = (row: Pick<CommentRow, 'heldFor' | 'removed' | 'hidden'>): boolean =>
  row.heldFor === null && !row.removed && !row.hidden

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
      parent_id: comment.parentId,
      answered_id: comment.answeredId,
      held_for: comment.heldFor,
      mentioned_ids: comment.mentionedIds,
      standing: comment.standing,
    })
    .onConflict((conflict) => conflict.column('comment_id').doNothing())
    .returning('comment_id')
    .executeTakeFirst()
  return row !== undefined
}

/** At most `ids.length` rows, in no order; without those of which only the place is left. */
export const findComments = (handle: Queryable, ids: readonly CommentId[]): Promise<CommentRow[]> =>
  within<SocialTables>(handle)
    .selectFrom('social.comment as comment')
    .select(commentColumns)
    .where('comment_id', 'in', ids)
    .where('removed', '=', false)
    .execute()

/**
 * A comment with the right to change it. The first of its thread is locked before it, always: changes of one thread wait
 * for one another, and never for each other.
 */
export const lockComment = async (tx: Tx, commentId: CommentId): Promise<CommentRow | null> => {
  const tables = within<SocialTables>(tx)
  await sql`select 1 from social.comment where comment_id =
      (select parent_id from social.comment where comment_id = ${commentId}) for update`.execute(tables)
  const row = await tables
    .selectFrom('social.comment as comment')
    .select(commentColumns)
    .where('comment_id', '=', commentId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export type CommentChange = Partial<
  Pick<
    CommentRow,
    | 'text'
    | 'heldFor'
    | 'removed'
    | 'hidden'
    | 'editedAt'
    | 'heartedAt'
    | 'pinnedAt'
    | 'mentionedIds'
    | 'likes'
    | 'standing'
  >
>

/** Changes a comment that is locked. */
export const changeComment = async (tx: Tx, commentId: CommentId, change: CommentChange): Promise<void> => {
  const named = {
    text: change.text,
    held_for: change.heldFor,
    removed: change.removed,
    hidden: change.hidden,
    edited_at: change.editedAt,
    hearted_at: change.heartedAt,
    pinned_at: change.pinnedAt,
    mentioned_ids: change.mentionedIds,
    likes: change.likes,
    standing: change.standing,
  }
  const set = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
  await within<SocialTables>(tx)
    .updateTable('social.comment')
    .set(set)
    .where('comment_id', '=', commentId)
    .execute()
}

/** Replies that can be read, of the comment that begins their thread. */
export const addReplies = async (tx: Tx, parentId: CommentId, by: 1 | -1): Promise<void> => {
  await within<SocialTables>(tx)
    .updateTable('social.comment')
    .set((update) => ({ replies: update('replies', '+', BigInt(by)) }))
    .where('comment_id', '=', parentId)
    .execute()
}

/** Whether anything stands under a comment, read or not. */
export const hasReplies = async (tx: Tx, commentId: CommentId): Promise<boolean> => {
  const row = await within<SocialTables>(tx)
    .selectFrom('social.comment')
    .select('comment_id')
    .where('parent_id', '=', commentId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes a row with its likes and its history. */
export const deleteComment = async (tx: Tx, commentId: CommentId): Promise<void> => {
  await within<SocialTables>(tx).deleteFrom('social.comment').where('comment_id', '=', commentId).execute()
}

/** Leaves the place of a comment, with nothing in it. */
export const emptyComment = async (tx: Tx, commentId: CommentId): Promise<void> => {
  const tables = within<SocialTables>(tx)
  await tables.deleteFrom('social.comment_like').where('comment_id', '=', commentId).execute()
  await tables.deleteFrom('social.comment_edit').where('comment_id', '=', commentId).execute()
  await changeComment(tx, commentId, {
    ...{ text: '', removed: true, heldFor: null, editedAt: null, heartedAt: null, pinnedAt: null },
    ...{ mentionedIds: [], likes: 0n },
  })
}

/** Keeps what a comment said until now. */
export const keepEdit = async (
  tx: Tx,
  edit: { commentId: CommentId; text: string; until: Date },
): Promise<void> => {
  await within<SocialTables>(tx)
    .insertInto('social.comment_edit')
    .values({ comment_id: edit.commentId, text: edit.text, until: edit.until })
    .onConflict((conflict) => conflict.columns(['comment_id', 'until']).doNothing())
    .execute()
}

/** More than somebody changes in a quarter of an hour. */
const mostEdits = 200

export const editsOf = (handle: Queryable, commentId: CommentId): Promise<{ text: string; until: Date }[]> =>
  within<SocialTables>(handle)
    .selectFrom('social.comment_edit')
    .select(['text', 'until'])
    .where('comment_id', '=', commentId)
    .orderBy('until', 'desc')
    .limit(mostEdits)
    .execute()

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

/** True when the like is new. */
export const insertCommentLike = async (
  tx: Tx,
  like: { commentId: CommentId; personId: PersonId; at: Date },
): Promise<boolean> => {
  const row = await within<SocialTables>(tx)
    .insertInto('social.comment_like')
    .values({ comment_id: like.commentId, person_id: like.personId, liked_at: like.at })
    .onConflict((conflict) => conflict.columns(['comment_id', 'person_id']).doNothing())
    .returning('comment_id')
    .executeTakeFirst()
  return row !== undefined
}

/** True when there was a like to take back. */
export const deleteCommentLike = async (
  tx: Tx,
  like: { commentId: CommentId; personId: PersonId },
): Promise<boolean> => {
  const result = await within<SocialTables>(tx)
    .deleteFrom('social.comment_like')
    .where('comment_id', '=', like.commentId)
    .where('person_id', '=', like.personId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** How many comments of a post are pinned; whoever asks holds the lock of the post's pins. */
export const countPinned = async (tx: Tx, postId: PostId): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`social.pins:${postId}`}, 0))`.execute(
    within<SocialTables>(tx),
  )
  const rows = await within<SocialTables>(tx)
    .selectFrom('social.comment')
    .select('comment_id')
    .where('post_id', '=', postId)
    .where('pinned_at', 'is not', null)
    .execute()
  return rows.length
}
