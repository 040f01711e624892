import type { Comment, CommentId, PersonId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import { mayStillEdit } from './rules/comment-life.ts'
import type { Watcher } from './store/hidden.ts'

/** Moderators and operators see also those who blocked them, because they answer for what is shown. */
export const watcherOf = (viewer: Viewer): Watcher => ({
  watcherId: viewer.kind === 'person' ? viewer.personId : null,
  seesBlockers: viewer.kind === 'person' && viewer.role !== 'person',
})

/** Whoever wrote a comment, the author of the post it stands under, and those who answer for the instance. */
export const mayDeleteComment = (
  viewer: Viewer,
  comment: { authorId: PersonId; postAuthorId: PersonId },
): boolean =>
  viewer.kind === 'person' &&
  (viewer.personId === comment.authorId ||
    viewer.personId === comment.postAuthorId ||
    viewer.role !== 'person')

/** What a viewer may do with a comment, so that no screen has to guess. */
export const abilitiesOn = (
  viewer: Viewer,
  comment: {
    authorId: PersonId
    postAuthorId: PersonId
    parentId: CommentId | null
    createdAt: Date
    state: Comment['state']
    nowMs: number
  },
): Comment['can'] => {
  const { state, createdAt, nowMs } = comment
  const viewerId = viewer.kind === 'person' ? viewer.personId : null
  const isCreator = viewerId === comment.postAuthorId
  const isShown = state === 'shown'
  return {
    delete: state !== 'removed' && mayDeleteComment(viewer, comment),
    edit: state !== 'removed' && viewerId === comment.authorId && mayStillEdit(createdAt, nowMs),
    reply: isShown && viewerId !== null,
    pin: isShown && isCreator && comment.parentId === null,
    heart: isShown && isCreator,
    approve: state === 'held' && isCreator,
  }
}
