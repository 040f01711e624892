import { deepestLineage, type CommentId, type PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { PostsDeps } from './deps.ts'
import { getCards } from './posts.ts'
import { stepsShown } from './rules/lineage.ts'
import { answerPlace, replyPlace } from './rules/topics.ts'
import type { SharedReads } from './shared-reads.ts'
import { countWithSound, listSteps } from './store/lineage.ts'
import { countTopic } from './store/topics.ts'
import { listPostsOf, type TopicAsked } from './topics.ts'

export interface LineageAsked {
  readonly postId: PostId
  readonly viewer: Viewer
}

/** Throws when there is no such post for this viewer. */
const openPost = async (deps: PostsDeps, shared: SharedReads, { postId, viewer }: LineageAsked) => {
  if (!(await getCards(deps, shared, { ids: [postId], viewer })).has(postId)) throw new AppError('not_found')
}

/** What a post was made from, and how much was made from it. */
export const getLineage = async (deps: PostsDeps, shared: SharedReads, asked: LineageAsked) => {
  const { postId, viewer } = asked
  await openPost(deps, shared, asked)
  const steps = await listSteps(deps.db.pool, postId, deepestLineage)
  const ids = [...new Set(steps.map(({ parentId }) => parentId))]
  const [cards, replies, withSound] = await Promise.all([
    ids.length === 0 ? null : getCards(deps, shared, { ids, viewer }),
    countTopic(deps.db.pool, replyPlace(postId)),
    countWithSound(deps.db.pool, postId),
  ])
  const shown = stepsShown(postId, steps, new Set(cards?.keys()))
  const parents = new Set(shown.map(({ parentId }) => parentId))
  const posts = [...parents].flatMap((id) => cards?.get(id) ?? [])
  return { steps: shown, posts, made: { replies: replies.posts, withSound } }
}

/** A page of the videos that answer comments under a post, or one of these. */
export const listVideoReplies = async (
  deps: PostsDeps,
  shared: SharedReads,
  asked: Omit<TopicAsked, 'topic'> & LineageAsked & { readonly commentId?: CommentId | undefined },
) => {
  const { postId, commentId } = asked
  await openPost(deps, shared, asked)
  return listPostsOf(deps, shared, {
    ...asked,
    topic: commentId === undefined ? replyPlace(postId) : answerPlace(commentId),
  })
}
