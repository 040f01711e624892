import type { Currency } from '@busker/money'
import type { Queryable, Tx } from '#platform/postgres'
import type { Balance, Done, Operation, Outcome } from './port.ts'
import type { Account, AccountKind, Side } from './rules/chart.ts'
import type { Lot, Take } from './rules/plan.ts'

export type { Account, AccountKind } from './rules/chart.ts'
export { accountOf, nameOf } from './rules/chart.ts'
export type { ParamsOf, TemplateName, Transfer } from './rules/catalog.ts'
export type { Leg, Lot, RefusalCode, Take, Terms } from './rules/plan.ts'
export type { Balance, Done, Operation, Outcome } from './port.ts'

/** One movement of one account, as its owner sees it. */
export interface StatementLine {
  readonly txnId: string
  readonly at: Date
  readonly template: string
  readonly side: Side
  readonly amount: bigint
  /** Of the account after this line, on the side on which it grows. */
  readonly balance: bigint
  /** What asked for the transfer: scope and key of its operation. */
  readonly scope: string
  readonly key: string
}

export interface StatementQuery {
  readonly account: Account
  /** Lines before this one; left out: the latest. */
  readonly before?: { readonly at: Date; readonly txnId: string }
  /** At most 500. */
  readonly limit: number
}

/** What of a creator's gifts may be paid out when: sums of takes by the day on which they mature. */
export interface Maturing {
  readonly day: string
  readonly amountMicro: bigint
}

/** One check of the books. */
export interface Check {
  /** `I1` to `I16`, `chain`. */
  readonly id: string
  readonly ok: boolean
  readonly detail: string
}

export interface Verdict {
  readonly ok: boolean
  readonly entries: number
  readonly checks: readonly Check[]
}

/** The books. Nobody else writes what anybody has. */
export interface Ledger {
  /**
   * In the transaction of the caller, so that a change of state and its posting are committed together or not at all. An
   * operation that is refused changes nothing and does not break the transaction: the caller decides.
   */
  post(tx: Tx, operations: readonly Operation[]): Promise<readonly Outcome[]>
  /** One operation that must be done: what is refused throws `insufficient_funds` (409) or `key_reused` (409). */
  postOne(tx: Tx, operation: Operation): Promise<Done>
  /** In a transaction of its own, together with whatever else is asked for at that moment. */
  execute(operations: readonly Operation[]): Promise<readonly Outcome[]>
  /** By name (`nameOf`); accounts that were never used are absent. */
  balancesOf(handle: Queryable, accounts: readonly Account[]): Promise<ReadonlyMap<string, Balance>>
  /** The latest first. */
  statement(handle: Queryable, query: StatementQuery): Promise<readonly StatementLine[]>
  /** Sums over all accounts of a kind, by currency: the trial balance, and the tiles of the operator. */
  totalsOf(
    handle: Queryable,
    kinds: readonly AccountKind[],
  ): Promise<readonly { kind: AccountKind; currency: Currency; balance: Balance }[]>
  /** The latest first, at most 500. */
  lotsOf(handle: Queryable, owner: string, currency: Currency): Promise<readonly Lot[]>
  /** What the coins of a lot went to, at most 10 000. */
  takesOf(handle: Queryable, lotId: string): Promise<readonly Take[]>
  /** Pending gifts of a creator by the day (UTC) on which they mature. */
  maturingOf(handle: Queryable, creator: string, currency: Currency): Promise<readonly Maturing[]>
  /** Creators that have mature gifts, for the job that converts them. */
  withMature(
    handle: Queryable,
    at: { readonly atMs: number; readonly limit: number },
  ): Promise<readonly { creator: string; currency: Currency }[]>
  /** Rechecks every invariant and the chains of hashes. */
  verify(): Promise<Verdict>
}
