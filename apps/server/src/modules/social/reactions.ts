import type { PersonId, PostId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import { mergedReads, type Queryable } from '#platform/postgres'
import { watcherOf } from './policy.ts'
import { countsOfPerson, countsOfPosts, type PersonCounts, type PostCounts } from './store/counts.ts'
import { relationTo } from './store/hidden.ts'
import { reactionsOf, type AskedPost } from './store/reactions.ts'

/** What the people and this viewer did with a post. */
export interface Reactions extends PostCounts {
  readonly likedByMe: boolean
  readonly savedByMe: boolean
  readonly followedByMe: boolean
}

type Counts = (handle: Queryable, postIds: readonly PostId[]) => Promise<Map<PostId, PostCounts>>

/** Counters, which are the same for everybody: asked together by all who look at posts now, outside of transactions. */
export const sharedCounts = (pool: Queryable): Counts => {
  const shared = mergedReads((postIds: readonly PostId[]) => countsOfPosts(pool, postIds))
  return (handle, postIds) => (handle === pool ? shared(postIds) : countsOfPosts(handle, postIds))
}

/** Reactions to several posts in two reads. Posts whose author is hidden from the viewer are absent. */
export const reactionsTo = async (
  { handle, counts: countsOf }: { readonly handle: Queryable; readonly counts: Counts },
  posts: readonly AskedPost[],
  viewer: Viewer,
): Promise<Map<PostId, Reactions>> => {
  if (posts.length === 0) return new Map()
  const postIds = posts.map(({ postId }) => postId)
  const [counts, mine] = await Promise.all([
    countsOf(handle, postIds),
    viewer.kind === 'anonymous' ? new Map() : reactionsOf(handle, posts, watcherOf(viewer)),
  ])
  return new Map(
    [...counts].flatMap(([postId, count]): [PostId, Reactions][] => {
      const own = mine.get(postId) ?? { liked: false, saved: false, followed: false, hidden: false }
      if (own.hidden) return []
      const { liked, saved, followed } = own
      return [[postId, { ...count, likedByMe: liked, savedByMe: saved, followedByMe: followed }]]
    }),
  )
}

export interface Standing extends PersonCounts {
  readonly followedByMe: boolean
  readonly mutedByMe: boolean
}

/** How a person stands to the viewer; null when they are hidden from each other. */
export const standingOf = async (
  handle: Queryable,
  personId: PersonId,
  viewer: Viewer,
): Promise<Standing | null> => {
  const [counts, { hidden, followed, muted }] = await Promise.all([
    countsOfPerson(handle, personId),
    relationTo(handle, watcherOf(viewer), personId),
  ])
  return hidden ? null : { ...counts, followedByMe: followed, mutedByMe: muted }
}
