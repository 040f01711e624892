import type {
  CallToAction,
  CommentId,
  PersonId,
  PostId,
  PublishedPost,
  RealtimeMessage,
} from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Media } from '#modules/media'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'
import type { Tie } from './policy.ts'

/** What people and the viewer did with a post: the part of a published post that `social` knows. */
export type Reactions = Pick<
  PublishedPost,
  'likes' | 'likedByMe' | 'comments' | 'saves' | 'savedByMe' | 'shares' | 'followedByMe'
>

/** What `posts` needs to know about people's relations; `social` supplies it. */
export interface Relations {
  /** With how the viewer stands to the author. Posts whose author is hidden from the viewer by a block are absent. */
  reactionsTo(
    handle: Queryable,
    posts: readonly { postId: PostId; authorId: PersonId }[],
    viewer: Viewer,
  ): Promise<Map<PostId, Reactions & { readonly friends: boolean }>>
  /** Null: hidden from the viewer by a block. */
  tieTo(handle: Queryable, personId: PersonId, viewer: Viewer): Promise<Tie | null>
  followersOf(handle: Queryable, personId: PersonId): Promise<number>
  /** Of these people those who are not hidden from the viewer by a block. */
  peopleFor(
    handle: Queryable,
    people: readonly PersonId[],
    viewer: Viewer,
  ): Promise<ReadonlyMap<PersonId, unknown>>
}

/** What `posts` needs to know about comments that videos answer; `social` supplies it. */
export interface Comments {
  /** Those that everybody can read and that this viewer finds. */
  readableFor(
    handle: Queryable,
    ids: readonly CommentId[],
    viewer: Viewer,
  ): Promise<Map<CommentId, { readonly postId: PostId; readonly authorId: PersonId; readonly text: string }>>
  /** Null: it is gone. */
  authorOf(handle: Queryable, commentId: CommentId): Promise<PersonId | null>
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
  readonly comments: Comments
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
