import type { PostId, PublishedPost } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { sharedReads } from './shared-reads.ts'
import { servePosts } from './http.ts'
import {
  createPost,
  getCards,
  lookUp,
  lookUpLatest,
  publishReady,
  refusePost,
  type LatestPosts,
  type NewPost,
  type PostFacts,
} from './posts.ts'

export type { CallsToAction, Reactions, Relations } from './deps.ts'
export type { LatestPosts, NewPost, PostFacts } from './posts.ts'

/** Videos with their captions: what people publish and others see. */
export interface Posts {
  /** Posts a file as a person would; for seeding. Returns the id of the new post. */
  create(post: NewPost): Promise<PostId>
  /** Published posts by id, as this viewer sees them, in six queries whatever their number. */
  getCards(ids: readonly PostId[], viewer: Viewer): Promise<Map<PostId, PublishedPost>>
  /** Author and media length of published posts; others are absent. */
  lookUp(handle: Queryable, ids: readonly PostId[]): Promise<Map<PostId, PostFacts>>
  /** A published post and the newest ones of its author, with their lengths, in three queries. Null: no such post. */
  lookUpLatest(handle: Queryable, postId: PostId): Promise<LatestPosts | null>
  /** Registers the reactions to `media`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/** Wires the module. */
export const createPosts = (deps: PostsDeps): Posts => {
  const shared = sharedReads(deps)
  return {
    create: async (post) => (await createPost(deps, post)).postId,
    getCards: (ids, viewer) => getCards(deps, shared, { ids, viewer }),
    lookUp: (handle, ids) => lookUp(deps, handle, ids),
    lookUpLatest: (handle, postId) => lookUpLatest(deps, handle, postId),
    listen: () => {
      deps.bus.on('media.ready', 'posts', ({ assetId }) => publishReady(deps, assetId))
      deps.bus.on('media.refused', 'posts', ({ assetId, code }) => refusePost(deps, assetId, code))
    },
    serve: (app) => servePosts(app, deps),
  }
}
