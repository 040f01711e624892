import type { PersonId } from '@busker/contract'
import type { Viewer } from '#platform/http'

const isAuthor = (viewer: Viewer, authorId: PersonId): boolean =>
  viewer.kind === 'person' && viewer.personId === authorId

const isOperator = (viewer: Viewer): boolean => viewer.kind === 'person' && viewer.role === 'operator'

/** Everybody sees published posts; only the author sees one that waits or was refused. */
export const maySee = (viewer: Viewer, post: { authorId: PersonId; state: string }): boolean =>
  post.state === 'published' || isAuthor(viewer, post.authorId)

/** What the viewer may do with a post; sent along with it. */
export const abilities = (viewer: Viewer, authorId: PersonId): { delete: boolean; seeMetrics: boolean } => {
  const allowed = isAuthor(viewer, authorId) || isOperator(viewer)
  return { delete: allowed, seeMetrics: allowed }
}
