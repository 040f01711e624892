import type { PostId, PublishedPost, TopicOrder } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import { pageOf, pageRequest } from '#platform/list-page'
import type { PostsDeps } from './deps.ts'
import { getCards } from './posts.ts'
import { decodeLiked, encodeLiked } from './rules/liked-cursor.ts'
import { afterLiked, byLikes, tagTopic, type Place, type Topic } from './rules/topics.ts'
import type { SharedReads } from './shared-reads.ts'
import {
  addFollow,
  countTopic,
  isFollowed,
  listFollowed,
  listTopic,
  lockFollows,
  removeFollow,
} from './store/topics.ts'

/** Of one kind. */
const mostFollowed = 500
/** So many of the newest posts are put in the order of likes: a bound on the work of one page. */
const mostCompared = 2000

export interface TopicAsked {
  readonly topic: Place
  readonly order: TopicOrder
  readonly cursor?: string | undefined
  readonly limit: number
  readonly viewer: Viewer
}

interface Ids {
  readonly ids: PostId[]
  readonly next: string | null
}

const newestIds = async ({ db }: PostsDeps, { topic, cursor, limit }: TopicAsked): Promise<Ids> => {
  const request = pageRequest({ cursor, limit })
  const rows = await listTopic(db.pool, topic, { after: request.after, limit: limit + 1 })
  const page = pageOf(
    rows.map(({ postId, publishedAt }) => ({ postId, id: postId, at: publishedAt })),
    request,
  )
  return { ids: page.items.map(({ postId }) => postId), next: page.next }
}

const likedIds = async (deps: PostsDeps, asked: TopicAsked): Promise<Ids> => {
  const { topic, cursor, limit, viewer } = asked
  const position = cursor === undefined ? null : decodeLiked(cursor)
  if (cursor !== undefined && position === null) throw new AppError('invalid_cursor')
  const newest = await listTopic(deps.db.pool, topic, { after: null, limit: mostCompared })
  const reactions = await deps.relations.reactionsTo(deps.db.pool, newest, viewer)
  const liked = newest.flatMap(({ postId, authorId }) => {
    const likes = reactions.get(postId)?.likes
    return likes === undefined ? [] : [{ postId, authorId, likes }]
  })
  const rest = afterLiked(liked.toSorted(byLikes), position)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  return {
    ids: shown.map(({ postId }) => postId),
    next: rest.length > limit && last ? encodeLiked(last) : null,
  }
}

/** A page of what has a hashtag or a sound, as this viewer sees it: blocks make it shorter. */
export const listPostsOf = async (
  deps: PostsDeps,
  shared: SharedReads,
  asked: TopicAsked,
): Promise<{ posts: PublishedPost[]; nextCursor: string | null }> => {
  const { ids, next } = await (asked.order === 'newest' ? newestIds : likedIds)(deps, asked)
  const cards = ids.length === 0 ? new Map() : await getCards(deps, shared, { ids, viewer: asked.viewer })
  return { posts: ids.flatMap((id) => cards.get(id) ?? []), nextCursor: next }
}

export const isFollowedBy = async (deps: PostsDeps, topic: Topic, viewer: Viewer): Promise<boolean> =>
  viewer.kind === 'person' && isFollowed(deps.db.pool, { ...topic, personId: viewer.personId })

/** Begins or ends to follow; said again it changes nothing. */
export const setFollowed = (
  deps: PostsDeps,
  given: { readonly topic: Topic; readonly viewer: PersonViewer; readonly wanted: boolean },
): Promise<{ followedByMe: boolean }> =>
  deps.db.transaction(async (tx) => {
    const { topic, wanted } = given
    const { personId } = given.viewer
    const follow = { kind: topic.kind, name: topic.name, personId }
    await lockFollows(tx, personId)
    const isChange = wanted ? await addFollow(tx, follow, deps.clock.now()) : await removeFollow(tx, follow)
    if (!isChange) return { followedByMe: wanted }
    if (wanted && (await listFollowed(tx, personId, topic.kind)).length > mostFollowed)
      throw new AppError('list_full')
    await deps.bus.emit(tx, 'posts.topic_followed', follow)
    return { followedByMe: wanted }
  })

/** A hashtag as its page shows it. */
export const getTag = async (deps: PostsDeps, tag: string, viewer: Viewer) => {
  const topic = tagTopic(tag)
  const [counts, followedByMe] = await Promise.all([
    countTopic(deps.db.pool, topic),
    isFollowedBy(deps, topic, viewer),
  ])
  return { tag, ...counts, followedByMe }
}

export const listFollowedTags = async (deps: PostsDeps, { personId }: PersonViewer) => {
  const followed = await listFollowed(deps.db.pool, personId, 'tag')
  return followed.map(({ name, followedAt }) => ({ tag: name, followedAt: followedAt.toISOString() }))
}
