import type { PersonId, PostId } from '@busker/contract'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from '../deps.ts'
import { addReplies, type CommentRow } from '../store/comments.ts'
import { addToPost, countsOfPosts } from '../store/counts.ts'
import { tell, type Told } from '../tell.ts'

/** A change of what everybody can read, and where it was made. */
export interface Change {
  readonly row: CommentRow
  readonly postAuthorId: PersonId
  readonly told: Told
}

/** Everybody can read a comment from now on: counters, the fact, and the event, in the transaction of the change. */
export const comesUp = async (
  deps: SocialDeps,
  tx: Tx,
  change: Change & { readonly parentAuthorId: PersonId | null },
): Promise<void> => {
  const { row, postAuthorId, told } = change
  const { commentId, postId, parentId, authorId } = row
  if (parentId !== null) await addReplies(tx, parentId, 1)
  await addToPost(tx, postId, { column: 'comments', by: 1 })
  await tell(deps, tx, { kind: 'comment', personId: authorId, postId, authorId: postAuthorId, told })
  await deps.bus.emit(tx, 'social.commented', {
    ...{ commentId, postId, parentId, authorId, postAuthorId },
    parentAuthorId: change.parentAuthorId,
    mentionedIds: row.mentionedIds,
    at: deps.clock.now().toISOString(),
  })
}

/**
 * Others cannot read a comment any more. The fact is told about whoever wrote it, so that what they did and what was
 * undone stand against each other, whoever undid it.
 */
export const goesDown = async (deps: SocialDeps, tx: Tx, change: Change): Promise<void> => {
  const { row, postAuthorId, told } = change
  const { commentId, postId, parentId, authorId } = row
  if (parentId !== null) await addReplies(tx, parentId, -1)
  await addToPost(tx, postId, { column: 'comments', by: -1 })
  await tell(deps, tx, { kind: 'comment_removed', personId: authorId, postId, authorId: postAuthorId, told })
  await deps.bus.emit(tx, 'social.comment_removed', { commentId })
}

export const totalOf = async (tx: Tx, postId: PostId): Promise<number> =>
  (await countsOfPosts(tx, [postId])).get(postId)?.comments ?? 0
