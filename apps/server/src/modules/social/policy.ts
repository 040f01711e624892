import type { PersonId } from '@busker/contract'
import type { Viewer } from '#platform/http'
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
