import type { Side } from './rules/chart.ts'
import type { Leg } from './rules/plan.ts'

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

/** A transfer with its legs, for whoever copies them elsewhere. Holds and voids have no legs. */
export interface Posted {
  readonly txnId: string
  readonly at: Date
  readonly template: string
  readonly scope: string
  readonly key: string
  readonly legs: readonly Leg[]
}

export interface PostedPage {
  readonly transfers: readonly Posted[]
  /** To be kept with what was copied, and given for the next page. */
  readonly position: string
}

/** A day that was closed. */
export interface DailyClose {
  readonly day: string
  readonly closedAt: Date
  /** What was signed: where the chains stood, and the trial balance. */
  readonly statement: string
  readonly publicKey: string
  readonly signature: string
}
