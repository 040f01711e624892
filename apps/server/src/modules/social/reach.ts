import type { Author, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { SocialDeps } from './deps.ts'
import { watcherOf } from './policy.ts'
import { relationTo } from './store/hidden.ts'

/** The author of a post that this viewer may see; for everybody else it does not exist. */
export const authorOf = async (deps: SocialDeps, postId: PostId, viewer: Viewer): Promise<PersonId> => {
  const authorId = await deps.posts.authorFor(postId, viewer)
  if (authorId === null) throw new AppError('not_found')
  return authorId
}

/** A person by handle, whether they are hidden or not. */
export const personOf = async (deps: SocialDeps, handle: string): Promise<Author> => {
  const person = await deps.identity.findByHandle(deps.db.pool, handle)
  if (!person) throw new AppError('not_found')
  return person
}

/** A person whose page this viewer may see. */
export const visiblePerson = async (deps: SocialDeps, handle: string, viewer: Viewer): Promise<Author> => {
  const person = await personOf(deps, handle)
  const { hidden } = await relationTo(deps.db.pool, watcherOf(viewer), person.personId)
  if (hidden) throw new AppError('not_found')
  return person
}
