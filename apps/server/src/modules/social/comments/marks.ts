import type { CommentId, PostId } from '@busker/contract'
import { mostPinned } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from '../deps.ts'
import { watcherOf } from '../policy.ts'
import { authorOf } from '../reach.ts'
import { standingOfComment } from '../rules/comment-standing.ts'
import {
  changeComment,
  countPinned,
  deleteCommentLike,
  insertCommentLike,
  isShown,
  lockComment,
  type CommentRow,
} from '../store/comments.ts'
import { relationTo } from '../store/hidden.ts'
import { comesUp, totalOf } from './counting.ts'

/** What somebody wants to be so with a comment. */
export interface CommentWish {
  readonly viewer: PersonViewer
  readonly postId: PostId
  readonly commentId: CommentId
  readonly wanted: boolean
}

/** A comment that everybody can read, locked. */
const shownComment = async (tx: Tx, wish: Omit<CommentWish, 'wanted'>): Promise<CommentRow> => {
  const row = await lockComment(tx, wish.commentId)
  if (!row || row.postId !== wish.postId || !isShown(row)) throw new AppError('not_found')
  return row
}

const standingWith = (row: CommentRow, changed: { likes?: bigint; heartedAt?: Date | null }): number => {
  const { likes, heartedAt } = { ...row, ...changed }
  return standingOfComment({
    ...{ likes: Number(likes), hearted: heartedAt !== null },
    createdMs: row.createdAt.getTime(),
  })
}

/** Sets whether a person likes a comment. The count is exact, because the comment is locked while it changes. */
export const setCommentLike = async (
  deps: SocialDeps,
  wish: CommentWish,
): Promise<{ likes: number; likedByMe: boolean }> => {
  const { viewer, commentId, wanted } = wish
  await authorOf(deps, wish.postId, viewer)
  const like = { commentId, personId: viewer.personId }
  return deps.db.transaction(async (tx) => {
    const row = await shownComment(tx, wish)
    if ((await relationTo(tx, watcherOf(viewer), row.authorId)).hidden) throw new AppError('not_found')
    const changed = wanted
      ? await insertCommentLike(tx, { ...like, at: deps.clock.now() })
      : await deleteCommentLike(tx, like)
    if (!changed) return { likes: Number(row.likes), likedByMe: wanted }
    const likes = row.likes + (wanted ? 1n : -1n)
    await changeComment(tx, commentId, { likes, standing: standingWith(row, { likes }) })
    return { likes: Number(likes), likedByMe: wanted }
  })
}

/** What only the author of the post may. */
const asCreator = async (deps: SocialDeps, wish: Omit<CommentWish, 'wanted'>): Promise<void> => {
  if ((await authorOf(deps, wish.postId, wish.viewer)) !== wish.viewer.personId)
    throw new AppError('forbidden')
}

/** Sets whether the author of the post gives a comment a heart. */
export const setHeart = async (deps: SocialDeps, wish: CommentWish): Promise<{ likedByCreator: boolean }> => {
  await asCreator(deps, wish)
  await deps.db.transaction(async (tx) => {
    const row = await shownComment(tx, wish)
    if ((row.heartedAt !== null) === wish.wanted) return
    const heartedAt = wish.wanted ? deps.clock.now() : null
    await changeComment(tx, wish.commentId, { heartedAt, standing: standingWith(row, { heartedAt }) })
  })
  return { likedByCreator: wish.wanted }
}

/** Sets whether a comment stands on top of all others. */
export const setPin = async (deps: SocialDeps, wish: CommentWish): Promise<{ pinned: boolean }> => {
  await asCreator(deps, wish)
  await deps.db.transaction(async (tx) => {
    const row = await shownComment(tx, wish)
    if (row.parentId !== null) throw new AppError('forbidden')
    if ((row.pinnedAt !== null) === wish.wanted) return
    if (wish.wanted && (await countPinned(tx, wish.postId)) >= mostPinned) throw new AppError('list_full')
    await changeComment(tx, wish.commentId, { pinnedAt: wish.wanted ? deps.clock.now() : null })
  })
  return { pinned: wish.wanted }
}

/** Lets a comment through that was held. */
export const approveComment = async (
  deps: SocialDeps,
  wish: Omit<CommentWish, 'wanted'>,
): Promise<{ comments: number }> => {
  await asCreator(deps, wish)
  return deps.db.transaction(async (tx) => {
    const row = await lockComment(tx, wish.commentId)
    if (!row || row.postId !== wish.postId || row.removed || row.hidden) throw new AppError('not_found')
    if (row.heldFor !== null) {
      await changeComment(tx, wish.commentId, { heldFor: null })
      const parent = row.parentId === null ? null : await lockComment(tx, row.parentId)
      await comesUp(deps, tx, {
        ...{ row: { ...row, heldFor: null }, postAuthorId: wish.viewer.personId, told: { surface: 'other' } },
        parentAuthorId: row.answeredId ?? parent?.authorId ?? null,
      })
    }
    return { comments: await totalOf(tx, wish.postId) }
  })
}
