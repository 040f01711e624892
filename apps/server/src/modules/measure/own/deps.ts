import type { ClientId, PersonId, RealtimeMessage } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database, Queryable, Tx } from '#platform/postgres'
import type { Measure } from '../measure.ts'

/** What composed metrics must know of agencies' clients; the composition root fills it. */
export interface OwnClients {
  /** Resolves for who may read the numbers of this client. For anybody else there is no such client: `not_found`. */
  requireReader(clientId: ClientId, personId: PersonId): Promise<void>
  /** The same for who may compose and set targets. Until the transaction ends other changes of the client wait. */
  requireAnalyst(tx: Tx, clientId: ClientId, personId: PersonId): Promise<{ readonly currency: string }>
  currencyOf(handle: Queryable, clientId: ClientId): Promise<string | undefined>
  /** Whom a change of a target concerns. */
  readersOf(handle: Queryable, clientId: ClientId): Promise<PersonId[]>
}

export interface OwnDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Jobs
  readonly measure: Pick<Measure, 'composed' | 'composedSql'>
  readonly clients: OwnClients
  readonly identity: Pick<Identity, 'getAuthors'>
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}

/** Whose numbers, and who asks. */
export interface AskedClient {
  readonly clientId: ClientId
  readonly personId: PersonId
}
