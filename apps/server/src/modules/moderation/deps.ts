import type { CommentId, PersonId, PostId } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database, Queryable, Tx } from '#platform/postgres'
import type { PostEffects } from './rules/effects.ts'

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
  /** Comments by id; those that were removed by their authors are absent. */
  findComments(handle: Queryable, ids: readonly CommentId[]): Promise<ReportedComment[]>
}

/** What moderators do with posts. */
export interface PostRestrictions {
  /** Sets what holds for a post, all of it together. False: it is gone. */
  restrict(tx: Tx, postId: PostId, effects: PostEffects): Promise<boolean>
}

/** What moderators do with comments. False: it is gone. */
export interface Comments {
  remove(tx: Tx, commentId: CommentId): Promise<boolean>
  restore(tx: Tx, commentId: CommentId): Promise<boolean>
}

/** How many people something of this author may reach. */
export interface Reach {
  reachOf(handle: Queryable, authorId: PersonId): Promise<number>
}

export interface ModerationDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly identity: Pick<Identity, 'getAuthors' | 'listStaff' | 'suspend' | 'suspensionOf'>
  readonly content: Reportable
  readonly posts: PostRestrictions
  readonly comments: Comments
  readonly reach: Reach
}
