import type { Account } from './rules/chart.ts'
import type { Transfer } from './rules/catalog.ts'
import type { Leg, RefusalCode, Terms } from './rules/plan.ts'

/** Who asks, and what makes the operation the same one however often it is asked for. */
interface Asked {
  /** Unique within its scope, for ever. The scope is the kind of thing that asks: `gift`, `payout`… */
  readonly scope: string
  readonly key: string
}

/** Moves money by a template; with a hold, out of what that hold kept aside. */
export interface TransferOperation extends Asked {
  readonly do: 'transfer'
  readonly transfer: Transfer
  readonly hold?: string
}

/** Keeps an amount of an account aside until it is posted, voided or expires. */
export interface HoldOperation extends Asked {
  readonly do: 'hold'
  readonly account: Account
  readonly amount: bigint
  readonly expiresAtMs: number
}

/** Gives back what a hold kept aside; an expired one is voided by whoever sees it first. */
export interface VoidOperation extends Asked {
  readonly do: 'void'
  readonly hold: string
}

export type Operation = TransferOperation | HoldOperation | VoidOperation

/** Done: now, or by the same request before (`again`). Both say the same. */
export interface Done {
  readonly is: 'done'
  /** Of the transfer or the hold. */
  readonly id: string
  readonly again: boolean
  readonly legs: readonly Leg[]
  readonly terms: Terms
}

/** Nothing was moved, and nothing is remembered: the same key may be asked for again. */
export interface Refused {
  readonly is: 'refused'
  readonly code: RefusalCode | 'hold_unknown'
}

/** The key was used for another request. Nothing was moved. */
export interface Conflict {
  readonly is: 'conflict'
}

export type Outcome = Done | Refused | Conflict

export interface Balance {
  readonly debits: bigint
  readonly credits: bigint
  /** Kept aside by holds. */
  readonly held: bigint
}

/**
 * What keeps the books. Each operation is atomic by itself; those given together are done in their order, and one that
 * is refused changes nothing of the others.
 */
export interface LedgerEngine {
  execute(operations: readonly Operation[]): Promise<readonly Outcome[]>
  balanceOf(account: Account): Promise<Balance>
}
