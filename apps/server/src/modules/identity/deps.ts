import type { PersonId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'

export interface IdentityDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly minimumAge: number
  /** Where people reach this instance; passkeys are bound to its host. */
  readonly publicUrl: string | undefined
  readonly instanceName: string
  /** Every session of this person has ended: streams that are still open must end too. */
  readonly onSignedOut: (personId: PersonId) => void
}
