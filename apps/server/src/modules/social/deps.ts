import type { ActionOrigin, PersonId, PostId, PublishedPost } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Database } from '#platform/postgres'

/** What `social` must know about posts; `posts` supplies it. */
export interface PostLookup {
  /** Whose published post it is; null when there is none. */
  authorOf(postId: PostId): Promise<PersonId | null>
  /** Published posts as this viewer sees them; hidden ones are absent. */
  getCards(ids: readonly PostId[], viewer: Viewer): Promise<Map<PostId, PublishedPost>>
}

export interface SocialDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly bus: Bus
  readonly identity: Pick<Identity, 'getAuthors' | 'findByHandle'>
  readonly posts: PostLookup
  /** What the headers of a request tell about the app it came from; `telemetry` supplies it. */
  originOf(headers: Readonly<Record<string, string | string[] | undefined>>): ActionOrigin
}
