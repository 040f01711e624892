import type { CommentId, PersonId, PostId, SoundId, TopicKind } from '@busker/contract'
import { reachOf, type Standing } from './life.ts'

/** Where posts are listed together: what they have in common, and the post and the comment that they answer. */
export type PlaceKind = TopicKind | 'reply' | 'answer'

export interface Place {
  readonly kind: PlaceKind
  readonly name: string
}

export const replyPlace = (postId: PostId): Place => ({ kind: 'reply', name: postId })
export const answerPlace = (commentId: CommentId): Place => ({ kind: 'answer', name: commentId })

/** What posts have in common: a hashtag by its name, a sound by its id. */
export interface Topic extends Place {
  readonly kind: TopicKind
  readonly name: string
}

export const tagTopic = (tag: string): Topic => ({ kind: 'tag', name: tag })
export const soundTopic = (soundId: SoundId): Topic => ({ kind: 'sound', name: soundId })

interface Described extends Standing {
  readonly tags: readonly string[]
  readonly soundId: SoundId | null
  readonly answersId: CommentId | null
  readonly answersPostId: PostId | null
  readonly publishedAt: Date | null
}

/** Where a post is listed: only what everybody may see is, so that counts are the same for all. */
export const placesOf = (post: Described): Place[] => {
  if (reachOf(post) !== 'everybody') return []
  const { soundId, answersId, answersPostId } = post
  return [
    ...post.tags.map(tagTopic),
    ...(soundId === null ? [] : [soundTopic(soundId)]),
    ...(answersId === null ? [] : [answerPlace(answersId)]),
    ...(answersPostId === null ? [] : [replyPlace(answersPostId)]),
  ]
}

/** Whether two states of a post are listed in the same places and at the same time. */
export const isListedAlike = (one: Described, other: Described): boolean => {
  const places = (post: Described): string =>
    JSON.stringify([placesOf(post), placesOf(post).length === 0 ? null : post.publishedAt])
  return places(one) === places(other)
}

/** A row of a list by likes. */
export interface Liked {
  readonly postId: PostId
  readonly authorId: PersonId
  readonly likes: number
}

/** Most liked first; those with the same number by id, so that the order is total. */
export const byLikes = (one: Liked, other: Liked): number =>
  other.likes - one.likes || (one.postId < other.postId ? 1 : -1)

/** Those that stand after this one in the order by likes. */
export const afterLiked = <Row extends Liked>(
  rows: readonly Row[],
  position: Pick<Liked, 'likes' | 'postId'> | null,
): Row[] =>
  position === null
    ? [...rows]
    : rows.filter(
        ({ likes, postId }) =>
          likes < position.likes || (likes === position.likes && postId < position.postId),
      )
