import type { CallToAction, PersonId, PostId, PublishedPost, RealtimeMessage } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Media } from '#modules/media'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'

/** What people and the viewer did with a post: the part of a published post that `social` knows. */
export type Reactions = Pick<
  PublishedPost,
  'likes' | 'likedByMe' | 'comments' | 'saves' | 'savedByMe' | 'shares' | 'followedByMe'
>

/** What `posts` needs to know about people's relations; `social` supplies it. */
export interface Relations {
  /** Posts whose author is hidden from the viewer by a block are absent. */
  reactionsTo(
    handle: Queryable,
    posts: readonly { postId: PostId; authorId: PersonId }[],
    viewer: Viewer,
  ): Promise<Map<PostId, Reactions>>
  /** Null: hidden from the viewer by a block. */
  standingOf(handle: Queryable, personId: PersonId, viewer: Viewer): Promise<object | null>
  followersOf(handle: Queryable, personId: PersonId): Promise<number>
}

/** Where posts send people for a brand; `outside` supplies it. */
export interface CallsToAction {
  callsOf(handle: Queryable, ids: readonly PostId[]): Promise<Map<PostId, CallToAction>>
}

export interface PostsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly identity: Identity
  readonly media: Media
  readonly relations: Relations
  readonly calls: CallsToAction
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
