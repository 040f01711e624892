import type { getExploration as getExplorationEndpoint, PostId, ResponseOf } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import { orOverloaded, type ControlDeps } from './controls.ts'
import { maySeeExploration } from './policy.ts'

type ExplorationAnswer = ResponseOf<typeof getExplorationEndpoint>

/** How far a video came with its first viewers. For everybody but its author there is nothing here. */
export const getExploration = async (
  deps: ControlDeps,
  postId: PostId,
  viewer: PersonViewer,
): Promise<ExplorationAnswer> => {
  const post = (await deps.posts.lookUp(deps.db.pool, [postId])).get(postId)
  if (!post || !maySeeExploration(viewer, post.authorId)) throw new AppError('not_found')
  const known = (await orOverloaded(deps.ranker.explorations([postId]))).get(postId)
  const quota = deps.parameters.rules.freshQuota
  return known ? { postId, ...known } : { postId, state: 'waiting', shown: 0, quota, held: null, usual: null }
}
