import type { GiftId, PersonId, RealtimeMessage } from '@busker/contract'
import type { Currency } from '@busker/money'
import type { Identity } from '#modules/identity'
import type { Ledger } from '#modules/ledger'
import type { Payments } from '#modules/payments'
import type { Posts } from '#modules/posts'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { Catalogue } from './catalogue.ts'
import type { Gift } from './store/catalogue.ts'

export type GiftNames = Pick<Gift, 'name' | 'label' | 'animation'>

export interface WalletDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly jobs: Jobs
  readonly identity: Pick<Identity, 'getAuthors' | 'agesOn'>
  readonly ledger: Ledger
  /** Made after this module, whose handlers it needs. */
  readonly payments: () => Pick<Payments, 'startCharge' | 'refresh' | 'refund' | 'getCharge' | 'providerId'>
  readonly posts: Pick<Posts, 'authorFor'>
  /** All coins are bought and counted in it. */
  readonly currency: Currency
  readonly instanceName: string
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}

/** The same with what is read of the catalogue for many requests. */
export interface Wallet extends WalletDeps {
  readonly catalogue: Catalogue
  /** Names of gifts by the version that was sent. */
  readonly namesOf: (
    versions: readonly { giftId: GiftId; giftVersion: number }[],
  ) => Promise<(one: { giftId: GiftId; giftVersion: number }) => GiftNames>
  /** Names of gifts as they are called now. */
  readonly latestNames: (ids: readonly GiftId[]) => Promise<(giftId: GiftId) => GiftNames>
  /** Whether somebody is an adult today. */
  readonly isAdult: (personId: PersonId) => Promise<boolean>
}
