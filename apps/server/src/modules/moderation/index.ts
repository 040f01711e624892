import type { FastifyInstance } from 'fastify'
import type { ModerationDeps } from './deps.ts'
import { serveModeration } from './http.ts'
import { forgetPost } from './store/reports.ts'

export type { ModerationDeps } from './deps.ts'

/** What people report, what moderators decide about it, and what its authors can do against that. */
export interface Moderation {
  /** Registers the reactions to `posts`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/**
 * Wires the module.
 *
 * @example const moderation = createModeration({ db, clock, ids, log, bus, identity, content, posts, comments, reach })
 */
export const createModeration = (deps: ModerationDeps): Moderation => ({
  listen: () => {
    deps.bus.on('posts.deleted', 'moderation', ({ postId }) => forgetPost(deps.db.pool, postId))
  },
  serve: (app) => serveModeration(app, deps),
})
