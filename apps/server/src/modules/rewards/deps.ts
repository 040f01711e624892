import type { PersonId, PostId, RealtimeMessage } from '@busker/contract'
import type { Currency } from '@busker/money'
import type { Bus } from '#platform/bus'
import type { Identity } from '#modules/identity'
import type { Ledger } from '#modules/ledger'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'

/** A payout as the payment provider's module tells of it. */
export interface ToldPayout {
  readonly payoutId: string
  /** What we called it: the id of our payout. */
  readonly reference: string
  readonly provider: string
  readonly state: 'requested' | 'submitted' | 'paid' | 'failed' | 'returned'
  readonly code: string | null
}

/** What of the payments of the instance this module needs. The composition root gives it. */
export interface PayoutPort {
  /** The same key is the same payout. Tells `onPayout` of the purpose in the transaction of each change. */
  startPayout(request: {
    readonly key: string
    readonly purpose: string
    readonly reference: string
    readonly party: string
    readonly amountMinor: bigint
    readonly currency: Currency
  }): Promise<ToldPayout>
  onboard(request: {
    readonly party: string
    readonly country: string
    readonly returnPath: string
  }): Promise<PayoutAccount>
  getAccount(party: string): Promise<PayoutAccount>
}

export interface PayoutAccount {
  readonly state: 'none' | 'requested' | 'pending' | 'enabled' | 'rejected'
  readonly url: string | null
}

/** Numbers of other modules' facts; the composition root fills it from `measure`. */
export interface RewardNumbers {
  /** Views (X1) of everything of a person on these days; null: the number is not known now. */
  viewsOf(personId: PersonId, days: { readonly from: string; readonly to: string }): Promise<number | null>
}

export interface RewardsDeps {
  readonly db: Database
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Pick<Jobs, 'enqueue' | 'handle'>
  readonly identity: Pick<Identity, 'getAuthors' | 'agesOn'>
  readonly social: { followersOf(handle: Queryable, personId: PersonId): Promise<number> }
  /** Posts that can be seen now. */
  readonly posts: { lookUp(handle: Queryable, ids: readonly PostId[]): Promise<ReadonlyMap<PostId, unknown>> }
  readonly ledger: Ledger
  readonly payments: PayoutPort
  readonly numbers: RewardNumbers
  readonly facts: {
    /** Resolves when every view that was reported counts in the settled table. */
    settled(): Promise<void>
  }
  readonly bus: Pick<Bus, 'emit'>
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
