import type { Currency } from '@busker/money'
import type { Account, Side } from './chart.ts'

/** One line of a posting. The amount is above zero, in the unit of the account's asset. */
export interface Leg {
  readonly account: Account
  readonly side: Side
  readonly amount: bigint
}

/**
 * Coins that were bought together, with what was paid for them and is not used yet (deferred revenue). Coins leave the
 * oldest lot first and take their part of its value with them.
 */
export interface Lot {
  readonly lotId: string
  readonly owner: string
  readonly currency: Currency
  readonly provider: string
  readonly jurisdiction: string
  readonly coins: bigint
  /** What was paid, less tax, and less what went back to the buyer. */
  readonly valueMicro: bigint
  /** The tax on it. */
  readonly taxMicro: bigint
  readonly coinsLeft: bigint
  readonly valueLeftMicro: bigint
  readonly state: 'open' | 'frozen' | 'closed'
  readonly boughtAtMs: number
  /** From here on the payment can hardly be disputed, so what it paid for may be paid out. */
  readonly seasonedAtMs: number
}

/** What one gift took out of one lot: the way of the money from a payment to a creator. */
export interface Take {
  /** The transfer of the gift. */
  readonly txnId: string
  readonly lotId: string
  readonly creator: string
  readonly currency: Currency
  readonly coins: bigint
  readonly valueMicro: bigint
  /** What the creator gets for these coins. */
  readonly payeeMicro: bigint
  readonly diamonds: bigint
  readonly state: 'pending' | 'available' | 'frozen' | 'lost'
  readonly maturesAtMs: number
}

/** What a transfer froze for those that follow it: amounts as decimal text, as they are kept. */
export type Terms = Readonly<Record<string, string>>

/** A transfer that another one refers to. */
export interface Past {
  readonly txnId: string
  readonly template: string
  readonly terms: Terms
  /** How much of it was resolved, reversed or paid so far, in the unit that its template says. */
  readonly settled: bigint
}

/** What a plan must know; the engine reads exactly this, and locks what may change. */
export interface Needs {
  /** Open lots of these owners. */
  readonly lotsOf?: readonly { readonly owner: string; readonly currency: Currency }[]
  readonly lots?: readonly string[]
  /** All takes of these lots. */
  readonly takesOf?: readonly string[]
  /** Takes of these creators that are pending and mature. */
  readonly matureOf?: readonly {
    readonly creator: string
    readonly currency: Currency
    readonly atMs: number
  }[]
  readonly past?: readonly string[]
  /** Accounts whose balance the plan depends on. */
  readonly accounts?: readonly Account[]
}

/** What is known at the moment of posting. */
export interface Books {
  /** Open lots, the oldest first. */
  lotsOf(owner: string, currency: Currency): readonly Lot[]
  lot(lotId: string): Lot | null
  takesOf(lotId: string): readonly Take[]
  matureOf(creator: string, currency: Currency, atMs: number): readonly Take[]
  past(txnId: string): Past | null
  /** On the side on which the account grows, less what is held. */
  available(account: Account): bigint
}

/** Everything that a transfer changes. Rows are given as they are afterwards. */
export interface Plan {
  readonly legs: readonly Leg[]
  readonly terms?: Terms
  readonly lots?: readonly Lot[]
  readonly takes?: readonly Take[]
  readonly settles?: { readonly txnId: string; readonly settled: bigint }
}

export type RefusalCode =
  | 'insufficient_funds'
  | 'too_few_coins'
  | 'lot_not_open'
  | 'same_party'
  | 'unknown_transfer'
  | 'already_settled'
  | 'exceeds_original'
  | 'not_whole_minor'
  | 'nothing_to_move'
  | 'hold_resolved'
  | 'too_large'
  | 'invalid_parameter'
  | 'wrong_account'

export interface Refusal {
  readonly refused: RefusalCode
}

export const refuse = (refused: RefusalCode): Refusal => ({ refused })

/** Which transfer it is, and when. */
export interface Occasion {
  readonly txnId: string
  readonly atMs: number
}

/** A way in which money moves: data in, plan out. `code` is its number in the catalogue of transfers. */
export interface Template<Params> {
  readonly code: string
  readonly summary: string
  needs(params: Params, occasion: Occasion): Needs
  /** Accounts whose balance the plan depends on, and which only what was read names. */
  balances?(params: Params, books: Books): readonly Account[]
  plan(params: Params, books: Books, occasion: Occasion): Plan | Refusal
}

export const template = <Params>(told: Template<Params>): Template<Params> => told

/** All of it, in basis points: no share is more. */
export const wholeBps = 10_000n

export const needsNothing = (): Needs => ({})

/** Legs without those that move nothing, which a posting does not have. */
export const legsOf = (
  debits: readonly (readonly [Account, bigint])[],
  credits: readonly (readonly [Account, bigint])[],
): Leg[] => {
  const side =
    (of: Side) =>
    ([account, amount]: readonly [Account, bigint]): Leg[] =>
      amount === 0n ? [] : [{ account, side: of, amount }]
  return [...debits.flatMap(side('debit')), ...credits.flatMap(side('credit'))]
}

/** An amount that an earlier transfer froze. */
export const frozen = (past: Past, name: string): bigint => BigInt(past.terms[name] ?? '0')
