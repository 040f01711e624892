import type { PersonId, Profile } from '@busker/contract'
import type { BlobStore } from '#platform/blob'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { PostOfficeParts } from '#platform/mail'
import type { Database, Queryable } from '#platform/postgres'

/** What a profile shows of a person's relations. */
export type Standing = Pick<Profile, 'followers' | 'following' | 'followedByMe' | 'mutedByMe' | 'bellByMe'>

/** How people stand to one another; `social` supplies it. Null: hidden from the viewer by a block. */
export interface Standings {
  standingOf(handle: Queryable, personId: PersonId, viewer: Viewer): Promise<Standing | null>
}

export interface IdentityDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly blobs: Pick<BlobStore, 'put' | 'read' | 'delete'>
  readonly standings: Standings
  readonly minimumAge: number
  /** Where people reach this instance; passkeys are bound to its host. */
  readonly publicUrl: string | undefined
  readonly instanceName: string
  readonly postOffice: PostOfficeParts
  /** What the links in mails begin with. */
  readonly linkBase: string
  /** Every session of this person has ended: streams that are still open must end too. */
  readonly onSignedOut: (personId: PersonId) => void
}
