import type { PersonId } from '@busker/contract'
import type { Currency } from '@busker/money'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database, Tx } from '#platform/postgres'
import type { BalanceLine, PaymentProvider } from './provider.ts'

interface Common {
  readonly purpose: string
  /** What it is about, in the words of whoever asked, such as the id of an order. */
  readonly reference: string
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly provider: string
  readonly createdAt: Date
  /** Why it failed, in the provider's word. */
  readonly code: string | null
}

/** Money from a person. `settled` and `failed` are told to the purpose and are final. */
export interface Charge extends Common {
  readonly chargeId: string
  readonly payer: PersonId
  readonly state: 'requested' | 'open' | 'processing' | 'authorized' | 'settled' | 'failed'
  readonly capturedMinor: bigint
  /** Where the person pays; null until the provider has answered. */
  readonly checkoutUrl: string | null
}

/** Money back. Told: `requested`, then `succeeded` or `failed`; `returned` may follow `succeeded`. */
export interface Refund extends Common {
  readonly refundId: string
  readonly chargeId: string
  readonly payer: PersonId
  readonly state: 'requested' | 'pending' | 'succeeded' | 'failed' | 'returned'
}

/** The payer's bank took money back. Told: `opened`, then `won` or `lost`. Its fee is told as a fee. */
export interface Dispute extends Common {
  readonly disputeId: string
  readonly chargeId: string
  readonly payer: PersonId
  readonly state: 'seen' | 'opened' | 'won' | 'lost'
}

/** Money to a party. Told: `requested`, then `paid` or `failed`; `returned` may follow `paid`, days later. */
export interface Payout extends Common {
  readonly payoutId: string
  readonly party: string
  readonly state: 'requested' | 'submitted' | 'paid' | 'failed' | 'returned'
}

/** A fee that the provider kept, below zero, and what it was for where that is known. */
export interface FeeLine extends BalanceLine {
  readonly purpose: string | null
  readonly reference: string | null
}

/** Money of the report that our books do not have, or have otherwise. */
export interface UnmatchedLine extends BalanceLine {
  /** The part of the line that nobody expected; above zero: it came in. */
  readonly unexpectedMinor: bigint
}

/**
 * What a purpose does when its money moves. Each is called once for each state that is told, in the transaction of that
 * change: what it writes stands exactly if the change does. The `state` of what is given is the step that is told, also
 * when the provider is further already. An error undoes the change, and it is tried again. A handler that is missing
 * is such an error: no movement of money passes unheard.
 */
export interface PurposeHandlers {
  readonly onCharge?: (tx: Tx, charge: Charge) => Promise<void>
  readonly onRefund?: (tx: Tx, refund: Refund) => Promise<void>
  readonly onDispute?: (tx: Tx, dispute: Dispute) => Promise<void>
  readonly onPayout?: (tx: Tx, payout: Payout) => Promise<void>
}

/** The same for what the provider's report says and no purpose asked for. */
export interface ReportHandlers {
  readonly onFee: (tx: Tx, line: FeeLine) => Promise<void>
  readonly onUnmatched: (tx: Tx, line: UnmatchedLine) => Promise<void>
}

export interface PaymentsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Pick<Jobs, 'enqueue' | 'handle'>
  readonly provider: PaymentProvider
  readonly purposes: Readonly<Record<string, PurposeHandlers>>
  /** Left out: the report is not read, and stays unread until somebody keeps books. */
  readonly report?: ReportHandlers
  /** The address people use; without it the provider's pages lead back by path alone, which only the sandbox understands. */
  readonly publicUrl: string | undefined
}
