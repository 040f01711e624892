import type { CommentId, PersonId, PostId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import { serveSocial } from './http.ts'
import { reactionsTo, sharedCounts, standingOf, type Reactions, type Standing } from './reactions.ts'
import { findComments, type CommentRow } from './store/comments.ts'
import { countsOfPerson } from './store/counts.ts'
import { unwantedBy, type Unwanted } from './store/hidden.ts'
import { followedBy } from './store/pairs.ts'
import { forgetPost, type AskedPost } from './store/reactions.ts'

export type { PostLookup, SocialDeps } from './deps.ts'

/** What people do with posts and with one another. */
export interface Social {
  /** Counters of posts and what the viewer did with them, in two reads; posts hidden from the viewer are absent. */
  reactionsTo(handle: Queryable, posts: readonly AskedPost[], viewer: Viewer): Promise<Map<PostId, Reactions>>
  /** How a person stands to the viewer; null when one of the two blocked the other. */
  standingOf(handle: Queryable, personId: PersonId, viewer: Viewer): Promise<Standing | null>
  followersOf(handle: Queryable, personId: PersonId): Promise<number>
  /** People and posts that a person's feed leaves out: at most 4000, in one read. */
  unwantedBy(handle: Queryable, personId: PersonId): Promise<Unwanted>
  /** Whom a person follows, the latest first: at most 10 000. */
  followedBy(handle: Queryable, personId: PersonId): Promise<PersonId[]>
  /** Comments by id; those that were removed are absent. */
  findComments(handle: Queryable, ids: readonly CommentId[]): Promise<CommentRow[]>
  /** Registers the reactions to `posts`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/**
 * Wires the module.
 *
 * @example const social = createSocial({ db, clock, ids, bus, identity, posts })
 */
export const createSocial = (deps: SocialDeps): Social => {
  const counts = sharedCounts(deps.db.pool)
  return {
    reactionsTo: (handle, posts, viewer) => reactionsTo({ handle, counts }, posts, viewer),
    standingOf,
    followersOf: async (handle, personId) => (await countsOfPerson(handle, personId)).followers,
    unwantedBy,
    followedBy,
    findComments: async (handle, ids) => (ids.length === 0 ? [] : findComments(handle, ids)),
    listen: () => {
      deps.bus.on('posts.deleted', 'social', ({ postId }) =>
        deps.db.transaction((tx) => forgetPost(tx, postId)),
      )
    },
    serve: (app) => serveSocial(app, deps),
  }
}
