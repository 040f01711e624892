import type { Side } from './rules/chart.ts'

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
