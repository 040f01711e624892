import type { CommentId, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from '../deps.ts'
import { mayDeleteComment } from '../policy.ts'
import { authorOf } from '../reach.ts'
import {
  changeComment,
  deleteComment as deleteRow,
  emptyComment,
  hasReplies,
  isShown,
  lockComment,
  type CommentRow,
} from '../store/comments.ts'
import type { Told } from '../tell.ts'
import { comesUp, goesDown, totalOf } from './counting.ts'

/** The last reply takes along the empty place above it. */
const takeAway = async (tx: Tx, { commentId, parentId }: CommentRow): Promise<void> => {
  if (await hasReplies(tx, commentId)) return emptyComment(tx, commentId)
  await deleteRow(tx, commentId)
  if (parentId === null) return
  const parent = await lockComment(tx, parentId)
  if (parent?.removed && !(await hasReplies(tx, parentId))) await deleteRow(tx, parentId)
}

/** Removes a comment. While there are replies under it its place stays, empty; it counts no more. */
export const deleteComment = async (
  deps: SocialDeps,
  given: { viewer: PersonViewer; postId: PostId; commentId: CommentId; told: Told },
): Promise<{ comments: number }> => {
  const { viewer, postId, commentId, told } = given
  const postAuthorId = await authorOf(deps, postId, viewer)
  return deps.db.transaction(async (tx) => {
    const row = await lockComment(tx, commentId)
    if (!row || row.postId !== postId || row.removed) throw new AppError('not_found')
    if (!mayDeleteComment(viewer, { ...row, postAuthorId })) throw new AppError('forbidden')
    if (isShown(row)) await goesDown(deps, tx, { row, postAuthorId, told })
    await takeAway(tx, row)
    return { comments: await totalOf(tx, postId) }
  })
}

const byModerators: Told = { surface: 'other' }

/** Who wrote the post; without one (it may be gone by now) there is nobody to tell the fact about. */
const creatorOf = async (deps: SocialDeps, tx: Tx, row: CommentRow): Promise<PersonId> =>
  (await deps.posts.authorOf(tx, row.postId)) ?? row.authorId

/** Takes a comment out of sight and leaves it as it is; again, or when it is gone, changes nothing. True: it is hidden. */
export const hideComment = async (deps: SocialDeps, tx: Tx, commentId: CommentId): Promise<boolean> => {
  const row = await lockComment(tx, commentId)
  if (!row || row.removed) return false
  if (row.hidden) return true
  // Whoever cannot be read holds none of the three places on top.
  await changeComment(tx, commentId, { hidden: true, pinnedAt: null })
  if (isShown(row))
    await goesDown(deps, tx, { row, postAuthorId: await creatorOf(deps, tx, row), told: byModerators })
  return true
}

/** Brings a hidden comment back into sight, or back to where it waited. False: it is gone. */
export const restoreComment = async (deps: SocialDeps, tx: Tx, commentId: CommentId): Promise<boolean> => {
  const row = await lockComment(tx, commentId)
  if (!row || row.removed) return false
  if (!row.hidden) return true
  await changeComment(tx, commentId, { hidden: false })
  const back = { ...row, hidden: false }
  if (!isShown(back)) return true
  const parent = row.parentId === null ? null : await lockComment(tx, row.parentId)
  await comesUp(deps, tx, {
    ...{ row: back, postAuthorId: await creatorOf(deps, tx, row), told: byModerators },
    parentAuthorId: row.answeredId ?? parent?.authorId ?? null,
  })
  return true
}
