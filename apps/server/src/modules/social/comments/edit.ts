import type { Comment, CommentId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { SocialDeps } from '../deps.ts'
import { authorOf } from '../reach.ts'
import { isHeld, mayStillEdit } from '../rules/comment-life.ts'
import { changeComment, editsOf, findComments, isShown, keepEdit, lockComment } from '../store/comments.ts'
import type { Told } from '../tell.ts'
import { goesDown, totalOf } from './counting.ts'
import { presentComments } from './present.ts'
import { effectiveRules } from './rules.ts'
import { mentionedIn, readable } from './write.ts'

/**
 * Changes the words of one's own comment. Words that hold a comment back hold it also when they are put in later, so
 * that an edit is no way around them. Changing it to what it says already is no change.
 */
export const editComment = async (
  deps: SocialDeps,
  given: { viewer: PersonViewer; postId: PostId; commentId: CommentId; text: string; told: Told },
): Promise<{ comment: Comment; comments: number }> => {
  const { viewer, postId, commentId, told } = given
  const text = readable(given.text)
  const postAuthorId = await authorOf(deps, postId, viewer)
  const rules = await effectiveRules(deps.db.pool, { postId, postAuthorId })
  const mentionedIds = await mentionedIn(deps, text, viewer)
  const edited = await deps.db.transaction(async (tx) => {
    const row = await lockComment(tx, commentId)
    if (!row || row.postId !== postId || row.removed || row.hidden) throw new AppError('not_found')
    if (row.authorId !== viewer.personId) throw new AppError('forbidden')
    const now = deps.clock.now()
    if (row.text === text) return { row, comments: await totalOf(tx, postId) }
    if (!mayStillEdit(row.createdAt, now.getTime())) throw new AppError('edit_closed')
    const holds = isHeld(text, rules, viewer.personId === postAuthorId)
    const change = {
      ...{ text, mentionedIds, editedAt: now, heldFor: holds ? postAuthorId : row.heldFor },
      // What waits is no longer on top.
      ...(holds ? { pinnedAt: null } : {}),
    }
    await keepEdit(tx, { commentId, text: row.text, until: now })
    await changeComment(tx, commentId, change)
    if (isShown(row) && holds) await goesDown(deps, tx, { row, postAuthorId, told })
    return { row: { ...row, ...change }, comments: await totalOf(tx, postId) }
  })
  const shown = { viewer, postAuthorId, nowMs: deps.clock.nowMs() }
  const [comment] = await presentComments(deps, [edited.row], shown)
  if (!comment) throw new AppError('not_found')
  return { comment, comments: edited.comments }
}

/** What a comment said before, for those who judge it. */
export const listEdits = async (
  deps: SocialDeps,
  commentId: CommentId,
): Promise<{ text: string; until: string }[]> => {
  const [row] = await findComments(deps.db.pool, [commentId])
  if (!row) throw new AppError('not_found')
  const edits = await editsOf(deps.db.pool, commentId)
  return edits.map(({ text, until }) => ({ text, until: until.toISOString() }))
}
