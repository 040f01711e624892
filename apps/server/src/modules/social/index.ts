import { likePost, unlikePost, type PersonId, type PostId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import { likesOf, setLike, type LikeState, type SocialDeps } from './likes.ts'
import { forgetPost } from './store/likes.ts'

export type { PostLookup, SocialDeps } from './likes.ts'

/** What people do with posts and with one another. For now: likes. */
export interface Social {
  likesOf(
    handle: Queryable,
    postIds: readonly PostId[],
    viewerId: PersonId | null,
  ): Promise<Map<PostId, LikeState>>
  /** Registers the reactions to `posts`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/** Wires the module. */
export const createSocial = (deps: SocialDeps): Social => ({
  likesOf,
  listen: () => {
    deps.bus.on('posts.deleted', 'social', ({ postId }) =>
      deps.db.transaction((tx) => forgetPost(tx, postId)),
    )
  },
  serve: (app) => {
    route(app, likePost, ({ params, viewer }) =>
      setLike(deps, { postId: params.postId, personId: viewer.personId, liked: true }),
    )
    route(app, unlikePost, ({ params, viewer }) =>
      setLike(deps, { postId: params.postId, personId: viewer.personId, liked: false }),
    )
  },
})
