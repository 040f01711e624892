import type { PostId } from '@busker/contract'
import type { PersonViewer } from '#platform/http'
import type { SocialDeps } from './deps.ts'
import { authorOf } from './reach.ts'
import { countsOfPosts } from './store/counts.ts'
import { addToCount, deleteLike, insertLike } from './store/likes.ts'
import { tell, type Told } from './tell.ts'

/** What somebody wants to be so with a post. */
export interface PostWish {
  readonly viewer: PersonViewer
  readonly postId: PostId
  readonly wanted: boolean
  readonly told: Told
}

/** Sets whether a person likes a post. Doing it again changes nothing; the count is exact under concurrency. */
export const setLike = async (
  deps: SocialDeps,
  { viewer, postId, wanted, told }: PostWish,
): Promise<{ likes: number; likedByMe: boolean }> => {
  const authorId = await authorOf(deps, postId, viewer)
  const like = { postId, personId: viewer.personId }
  return deps.db.transaction(async (tx) => {
    const changed = wanted
      ? await insertLike(tx, { ...like, likedAt: deps.clock.now() })
      : await deleteLike(tx, like)
    if (changed) {
      await addToCount(tx, postId, wanted ? 1n : -1n)
      await tell(deps, tx, { ...like, kind: wanted ? 'like' : 'unlike', authorId, told })
    }
    const counts = await countsOfPosts(tx, [postId])
    return { likes: counts.get(postId)?.likes ?? 0, likedByMe: wanted }
  })
}
