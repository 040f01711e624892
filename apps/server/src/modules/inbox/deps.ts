import type { PersonId, RealtimeMessage } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Posts } from '#modules/posts'
import type { Social } from '#modules/social'
import type { Telemetry } from '#modules/telemetry'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { PostOfficeParts } from '#platform/mail'
import type { Database, Tx } from '#platform/postgres'

/** What the module is wired with. */
export interface InboxParts {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly bus: Bus
  readonly jobs: Pick<Jobs, 'handle' | 'enqueue'>
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
  readonly identity: Pick<Identity, 'agesOn' | 'getAuthors' | 'findByHandles' | 'mailBoxesOf'>
  readonly posts: Pick<Posts, 'getCards' | 'authorFor' | 'lookUp'>
  readonly social: Pick<Social, 'standingOf' | 'findComments' | 'listBells'>
  readonly telemetry: Pick<Telemetry, 'originOf'>
  readonly postOffice: PostOfficeParts
  /** What the links in mails begin with. */
  readonly linkBase: string
  readonly instanceName: string
}

/** Mail that leaves if and only if the transaction commits. */
export interface InboxMail {
  postNotice(tx: Tx, notice: { personId: PersonId; entryId: string }): Promise<void>
  postDigest(tx: Tx, digest: { personId: PersonId; after: number; upTo: number }): Promise<void>
}

export interface InboxDeps extends InboxParts {
  readonly mail: InboxMail
}
