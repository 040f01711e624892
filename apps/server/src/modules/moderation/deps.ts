import type { CommentId, PersonId, PostId } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Database, Queryable } from '#platform/postgres'

export interface ReportedComment {
  readonly commentId: CommentId
  readonly postId: PostId
  readonly authorId: PersonId
  readonly text: string
}

/** What can be reported besides people; `posts` and `social` supply it. */
export interface Reportable {
  /** Whose published post it is; null when there is none. */
  authorOf(postId: PostId): Promise<PersonId | null>
  /** Comments by id; those that were removed are absent. */
  findComments(handle: Queryable, ids: readonly CommentId[]): Promise<ReportedComment[]>
}

export interface ModerationDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly bus: Bus
  readonly identity: Pick<Identity, 'getAuthors'>
  readonly content: Reportable
}
