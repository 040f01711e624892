import type { CommentId, PersonId, PostId, PublishedPost } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import { hideComment, restoreComment } from './comments/remove.ts'
import type { SocialDeps } from './deps.ts'
import { serveSocial } from './http.ts'
import { reactionsTo, sharedCounts, standingOf, tieTo, type Reactions, type Standing } from './reactions.ts'
import { postOfShare } from './shares.ts'
import { listBells } from './store/bells.ts'
import { visibleComments } from './store/comment-lists.ts'
import { findComments, isShown, type CommentRow } from './store/comments.ts'
import { countsOfPerson } from './store/counts.ts'
import { watcherOf } from './policy.ts'
import { peopleSeenBy, unwantedBy, type Unwanted } from './store/hidden.ts'
import { followedBy } from './store/pairs.ts'
import { forgetPost, type AskedPost } from './store/reactions.ts'

export type { PostLookup, SocialDeps } from './deps.ts'

/** Comments out of sight and back, as they were; counters follow. */
export interface Comments {
  /** True: nobody but moderators sees it, now or already. False: it is gone. */
  remove(tx: Tx, commentId: CommentId): Promise<boolean>
  /** True: it is back where it stood or waited. False: it is gone. */
  restore(tx: Tx, commentId: CommentId): Promise<boolean>
}

/** What people do with posts and with one another. */
export interface Social {
  /** Counters of posts and what the viewer did with them, in two reads; posts hidden from the viewer are absent. */
  reactionsTo(handle: Queryable, posts: readonly AskedPost[], viewer: Viewer): Promise<Map<PostId, Reactions>>
  /** How a person stands to the viewer; null when one of the two blocked the other. */
  standingOf(handle: Queryable, personId: PersonId, viewer: Viewer): Promise<Standing | null>
  /** How the viewer stands to a person; null when one of the two blocked the other. */
  tieTo(
    handle: Queryable,
    personId: PersonId,
    viewer: Viewer,
  ): Promise<{ followed: boolean; friends: boolean } | null>
  /** Followers of people, and whether the viewer follows them, in one read; people hidden by a block are absent. */
  peopleFor(
    handle: Queryable,
    people: readonly PersonId[],
    viewer: Viewer,
  ): Promise<Map<PersonId, { followers: number; followedByMe: boolean }>>
  followersOf(handle: Queryable, personId: PersonId): Promise<number>
  /** People and posts that a person's feed leaves out: at most 4000, in one read. */
  unwantedBy(handle: Queryable, personId: PersonId): Promise<Unwanted>
  /** Whom a person follows, the latest first: at most 10 000. */
  followedBy(handle: Queryable, personId: PersonId): Promise<PersonId[]>
  /** Who wants to hear of each new video of a person, a piece at a time, in the order of their ids. */
  listBells(
    handle: Queryable,
    page: { followeeId: PersonId; after: PersonId | null; limit: number },
  ): Promise<PersonId[]>
  /** Comments by id; those that were removed are absent. */
  findComments(handle: Queryable, ids: readonly CommentId[]): Promise<CommentRow[]>
  /** Comments that everybody can read and that this viewer finds; others are absent. */
  readableFor(
    handle: Queryable,
    ids: readonly CommentId[],
    viewer: Viewer,
  ): Promise<Map<CommentId, CommentRow>>
  /** The post behind a shared address, as this viewer sees it. Throws `not_found`. */
  postOfShare(token: string, viewer: Viewer): Promise<PublishedPost>
  /** What moderators do with comments, in their transaction. */
  readonly comments: Comments
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
    tieTo,
    peopleFor: (handle, people, viewer) => peopleSeenBy(handle, people, watcherOf(viewer)),
    followersOf: async (handle, personId) => (await countsOfPerson(handle, personId)).followers,
    unwantedBy,
    followedBy,
    listBells,
    findComments: async (handle, ids) => (ids.length === 0 ? [] : findComments(handle, ids)),
    readableFor: async (handle, ids, viewer) => {
      const found = ids.length === 0 ? [] : await visibleComments(handle, ids, watcherOf(viewer))
      return new Map(found.filter(isShown).map((row) => [row.commentId, row]))
    },
    postOfShare: (token, viewer) => postOfShare(deps, token, viewer),
    comments: {
      remove: (tx, commentId) => hideComment(deps, tx, commentId),
      restore: (tx, commentId) => restoreComment(deps, tx, commentId),
    },
    listen: () => {
      deps.bus.on('posts.deleted', 'social', ({ postId }) =>
        deps.db.transaction((tx) => forgetPost(tx, postId)),
      )
    },
    serve: (app) => serveSocial(app, deps),
  }
}
