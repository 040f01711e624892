import type { PersonId, PostId } from '@busker/contract'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Database, Queryable } from '#platform/postgres'
import { addToCount, countsOf, deleteLike, insertLike, likedAmong } from './store/likes.ts'

/** What `social` must know about a post; `posts` supplies it. */
export interface PostLookup {
  isPublished(postId: PostId): Promise<boolean>
}

export interface SocialDeps {
  readonly db: Database
  readonly clock: Clock
  readonly bus: Bus
  readonly posts: PostLookup
}

export interface LikeState {
  readonly likes: number
  readonly likedByMe: boolean
}

/** Likes of several posts in two reads. Posts that nobody liked are absent unless the viewer asked about them. */
export const likesOf = async (
  handle: Queryable,
  postIds: readonly PostId[],
  viewerId: PersonId | null,
): Promise<Map<PostId, LikeState>> => {
  if (postIds.length === 0) return new Map()
  const [counts, mine] = await Promise.all([
    countsOf(handle, postIds),
    viewerId === null ? [] : likedAmong(handle, postIds, viewerId),
  ])
  const liked = new Set(mine)
  return new Map(
    counts.map(({ postId, likes }) => [postId, { likes: Number(likes), likedByMe: liked.has(postId) }]),
  )
}

/** Sets whether a person likes a post. Doing it again changes nothing; the count is exact under concurrency. */
export const setLike = async (
  deps: SocialDeps,
  like: { postId: PostId; personId: PersonId; liked: boolean },
): Promise<LikeState> => {
  if (!(await deps.posts.isPublished(like.postId))) throw new AppError('not_found')
  return deps.db.transaction(async (tx) => {
    const changed = like.liked
      ? await insertLike(tx, { ...like, likedAt: deps.clock.now() })
      : await deleteLike(tx, like)
    if (changed) await addToCount(tx, like.postId, like.liked ? 1n : -1n)
    const states = await likesOf(tx, [like.postId], like.personId)
    return states.get(like.postId) ?? { likes: 0, likedByMe: false }
  })
}
