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
  /** The viewer and the author follow each other. */
  readonly friends: boolean
}

type Counts = (handle: Queryable, postIds: readonly PostId[]) => Promise<Map<PostId, PostCounts>>

/** Counters, which are the same for everybody: asked together by all who look at posts now, outside of transactions. */
export const sharedCounts = (pool: Queryable): Counts => {
  const shared = mergedReads((postIds: readonly PostId[]) => countsOfPosts(pool, postIds))
  return (handle, postIds) => (handle === pool ? shared(postIds) : countsOfPosts(handle, postIds))
}

const nothing = { liked: false, saved: false, followed: false, followsMe: false, hidden: false }

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
      const own = mine.get(postId) ?? nothing
      if (own.hidden) return []
      const { liked, saved, followed } = own
      const byMe = { likedByMe: liked, savedByMe: saved, followedByMe: followed }
      return [[postId, { ...count, ...byMe, friends: followed && own.followsMe }]]
    }),
  )
}

/** How the viewer stands to a person; null when they are hidden from each other. */
export const tieTo = async (
  handle: Queryable,
  personId: PersonId,
  viewer: Viewer,
): Promise<{ followed: boolean; friends: boolean } | null> => {
  const { hidden, followed, followsMe } = await relationTo(handle, watcherOf(viewer), personId)
  return hidden ? null : { followed, friends: followed && followsMe }
}

export interface Standing extends PersonCounts {
  readonly followedByMe: boolean
  readonly mutedByMe: boolean
  readonly bellByMe: boolean
}

/** How a person stands to the viewer; null when they are hidden from each other. */
export const standingOf = async (
  handle: Queryable,
  personId: PersonId,
  viewer: Viewer,
): Promise<Standing | null> => {
  const [counts, { hidden, followed, muted, bell }] = await Promise.all([
    countsOfPerson(handle, personId),
    relationTo(handle, watcherOf(viewer), personId),
  ])
  return hidden ? null : { ...counts, followedByMe: followed, mutedByMe: muted, bellByMe: bell }
}
