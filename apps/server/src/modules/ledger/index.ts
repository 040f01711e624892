import type { Currency } from '@busker/money'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Database, Queryable, Tx } from '#platform/postgres'
import { accountIds } from './account-ids.ts'
import type { Balance, Done, Operation, Outcome } from './port.ts'
import { closeDay, keepBooks } from './daily-close.ts'
import { postedAfter } from './posted.ts'
import { createQueue } from './queue.ts'
import { type Account, type AccountKind, kindOf, nameOf } from './rules/chart.ts'
import type { Lot, Take } from './rules/plan.ts'
import type { Flow, FlowQuery, GiftsReceived, Span } from './flow-views.ts'
import { runBatch } from './run-batch.ts'
import { findBalances, findStatement, findTotals } from './store/accounts.ts'
import { findFlows, findGifts, findUnexplained } from './store/flows.ts'
import { findCloses } from './store/closes.ts'
import { delayTakes, findLotsLeft } from './store/for-gifts.ts'
import { findLots, findMaturing, findTakes, findWithMature } from './store/lots.ts'
import { type Besides, verifyBooks } from './verify.ts'
import type { DailyClose, Maturing, PostedPage, StatementLine, Verdict } from './views.ts'

export type { Flow } from './flow-views.ts'
export { keepLedger, type KeepingParts } from './jobs.ts'
export type { Check, DailyClose, Maturing, Posted, PostedPage, StatementLine, Verdict } from './views.ts'
export type { Account, AccountKind } from './rules/chart.ts'
export { keepCopying } from './copy-movements.ts'
export { accountOf, nameOf } from './rules/chart.ts'
export { takeOldest } from './rules/lots.ts'
export { refundOf, taxLeftOf } from './rules/templates/coins.ts'
export { disputableOf } from './rules/templates/disputes.ts'
export type { ParamsOf, TemplateName, Transfer } from './rules/catalog.ts'
export type { Leg, Lot, RefusalCode, Take, Terms } from './rules/plan.ts'
export type { Balance, Done, Operation, Outcome } from './port.ts'

export interface StatementQuery {
  readonly account: Account
  /** Lines before this one; left out: the latest. */
  readonly before?: { readonly at: Date; readonly txnId: string }
  /** At most 500. */
  readonly limit: number
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
  /** What moved in a time, by kind, currency, template, and owner or day. */
  flowsOf(handle: Queryable, query: FlowQuery): Promise<readonly Flow[]>
  /** What a creator got by gifts in a time, by currency. */
  giftsOf(handle: Queryable, creator: string, span: Span): Promise<readonly GiftsReceived[]>
  /** Since when money waits that nobody expected, by currency. */
  unexplainedSince(handle: Queryable): Promise<readonly { currency: Currency; since: Date }[]>
  /** The latest first, at most 500. */
  lotsOf(handle: Queryable, owner: string, currency: Currency): Promise<readonly Lot[]>
  /** Open and frozen lots of several owners, each owner's in the order in which their coins are used. One read. */
  lotsLeftOf(
    handle: Queryable,
    owners: readonly string[],
    currency: Currency,
  ): Promise<ReadonlyMap<string, readonly Lot[]>>
  /** What creators got by these transfers and is not paid out yet matures later, or earlier if `byMs` is below zero. */
  delay(tx: Tx, txnIds: readonly string[], byMs: number): Promise<void>
  /** What the coins of a lot went to, at most 10 000. */
  takesOf(handle: Queryable, lotId: string): Promise<readonly Take[]>
  /** Pending gifts of a creator by the day (UTC) on which they mature. */
  maturingOf(handle: Queryable, creator: string, currency: Currency): Promise<readonly Maturing[]>
  /** Creators that have mature gifts, for the job that converts them. */
  withMature(
    handle: Queryable,
    at: { readonly atMs: number; readonly limit: number },
  ): Promise<readonly { creator: string; currency: Currency }[]>
  /**
   * Transfers after a position (`''`: from the beginning), for whoever copies them elsewhere: each once, and none is passed
   * over because it was committed late. At most `limit` of each of the 16 lanes.
   */
  postedAfter(handle: Queryable, position: string, limit: number): Promise<PostedPage>
  /** Rechecks every invariant, the chains of hashes and the signed days, and what else is told, in one snapshot. */
  verify(besides?: Besides): Promise<Verdict>
  /** Closes the last whole day (UTC), if nobody did. Null: it was closed before, or there is no key. */
  closeDay(): Promise<DailyClose | null>
  /** Signed days, the oldest first. */
  closes(): Promise<readonly DailyClose[]>
  /** What is due from time to time: expired holds, the last whole day. */
  keep(): Promise<void>
}

export interface LedgerDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  /** Where the key is that signs closed days. Without it no day is closed. */
  readonly keyFolder?: string
}

const largestPage = 500
const largestTakes = 10_000

const doneOrThrow = (outcome: Outcome | undefined): Done => {
  assert(outcome !== undefined, 'each operation has an outcome')
  switch (outcome.is) {
    case 'done':
      return outcome
    case 'conflict':
      throw new AppError('key_reused')
    case 'refused':
      throw new AppError('insufficient_funds', { cause: outcome })
  }
}

/**
 * Wires the module.
 *
 * @example const ledger = createLedger({ db, clock, ids })
 */
export const createLedger = (deps: LedgerDeps): Ledger => {
  const accounts = accountIds()
  const closing = { ...deps, keyFolder: deps.keyFolder ?? null }
  const { execute } = createQueue({ ...deps, accounts })

  const post = async (tx: Tx, operations: readonly Operation[]): Promise<readonly Outcome[]> => {
    const ended = await runBatch(tx, operations, { ...deps, accounts })
    return ended.map((each) => {
      if ('failure' in each) throw each.failure
      return each.outcome
    })
  }
  const balancesOf = async (handle: Queryable, asked: readonly Account[]) => {
    const found = await findBalances(handle, asked.map(accounts.idOf))
    return new Map(
      asked.flatMap((account): [string, Balance][] => {
        const balance = found.get(accounts.idOf(account))
        return balance === undefined ? [] : [[nameOf(account), balance]]
      }),
    )
  }
  const statement = (handle: Queryable, { account, before, limit }: StatementQuery) =>
    findStatement(handle, {
      ...{ accountId: accounts.idOf(account), growsOnDebit: kindOf(account).side === 'debit' },
      ...{ beforeTxn: before?.txnId ?? null, limit: Math.min(limit, largestPage) },
    })
  return {
    ...{ post, execute, balancesOf, statement },
    postOne: async (tx, operation) => doneOrThrow((await post(tx, [operation]))[0]),
    totalsOf: findTotals,
    flowsOf: findFlows,
    giftsOf: findGifts,
    unexplainedSince: findUnexplained,
    lotsOf: (handle, owner, currency) => findLots(handle, { owner, currency, limit: largestPage }),
    lotsLeftOf: findLotsLeft,
    delay: delayTakes,
    takesOf: (handle, lotId) => findTakes(handle, lotId, largestTakes),
    maturingOf: findMaturing,
    withMature: findWithMature,
    postedAfter,
    verify: (besides = async () => []) => verifyBooks(closing, besides),
    closeDay: () => closeDay(closing),
    closes: () => findCloses(deps.db.pool),
    keep: () => keepBooks(closing),
  }
}
