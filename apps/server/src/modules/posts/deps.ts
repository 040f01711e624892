import type { PersonId, PostId, RealtimeMessage } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Media } from '#modules/media'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'

export interface LikeState {
  readonly likes: number
  readonly likedByMe: boolean
}

/** What `posts` needs to know about likes; `social` supplies it. Posts without likes may be absent. */
export interface LikeCounts {
  likesOf(
    handle: Queryable,
    postIds: readonly PostId[],
    viewerId: PersonId | null,
  ): Promise<Map<PostId, LikeState>>
}

export interface PostsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly identity: Identity
  readonly media: Media
  readonly likes: LikeCounts
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
