import type { ActionOrigin, CommentId, PersonId, PostId, PublishedPost } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Database, Queryable } from '#platform/postgres'

/** What `social` must know about posts; `posts` supplies it. */
export interface PostLookup {
  /** Whose published post it is; null when there is none that this viewer may see. */
  authorFor(postId: PostId, viewer: Viewer): Promise<PersonId | null>
  /** Whose published post it is, whoever may see it; null: there is none. */
  authorOf(handle: Queryable, postId: PostId): Promise<PersonId | null>
  /** Videos that everybody may see and that answer these comments: how many, and the newest of each. */
  videoRepliesTo(
    handle: Queryable,
    ids: readonly CommentId[],
  ): Promise<{ commentId: CommentId; count: number; newest: PostId; authorId: PersonId }[]>
  /** Published posts as this viewer sees them; hidden ones are absent. */
  getCards(ids: readonly PostId[], viewer: Viewer): Promise<Map<PostId, PublishedPost>>
}

/** What `social` asks the facts; `telemetry` supplies it. */
export interface ShareFacts {
  /** How many people did something after opening a shared address. */
  shareResults(share: {
    token: string
    postId: string
    sharerId: string
  }): Promise<{ watched: number; followed: number; joined: number }>
}

export interface SocialDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly bus: Bus
  readonly identity: Pick<Identity, 'getAuthors' | 'findByHandle' | 'findByHandles'>
  readonly posts: PostLookup
  readonly facts: ShareFacts
  /** What the headers of a request tell about the app it came from; `telemetry` supplies it. */
  originOf(headers: Readonly<Record<string, string | string[] | undefined>>): ActionOrigin
}
