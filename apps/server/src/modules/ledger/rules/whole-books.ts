import type { Account } from './chart.ts'
import type { Leg, Lot, Take, Terms } from './plan.ts'

/** A transfer that was done. */
export interface Posted {
  readonly txnId: string
  readonly atMs: number
  readonly template: string
  readonly scope: string
  readonly key: string
  readonly legs: readonly Leg[]
  readonly terms: Terms
  /** Another transfer that this one resolved, and how far. */
  readonly settles: { readonly txnId: string; readonly settled: bigint } | null
  /** What it was posted out of. */
  readonly hold: string | null
}

export interface Hold {
  readonly holdId: string
  readonly account: Account
  readonly amount: bigint
  readonly state: 'open' | 'posted' | 'voided' | 'expired'
  readonly expiresAtMs: number
}

/** The counters of one account, which only grow, and what its open holds keep aside. */
export interface AccountState {
  readonly account: Account
  readonly debits: bigint
  readonly credits: bigint
  readonly held: bigint
}

/** Everything that books consist of: what the invariants are about, whoever keeps it. */
export interface WholeBooks {
  /** In the order in which they were done. */
  readonly posted: readonly Posted[]
  /** By name. */
  readonly accounts: ReadonlyMap<string, AccountState>
  readonly lots: ReadonlyMap<string, Lot>
  /** By transfer and lot (`takeName`). */
  readonly takes: ReadonlyMap<string, Take>
  readonly holds: ReadonlyMap<string, Hold>
  /** How far each transfer that others refer to was settled. */
  readonly settled: ReadonlyMap<string, bigint>
}

export const takeName = ({ txnId, lotId }: Pick<Take, 'txnId' | 'lotId'>): string => `${txnId} ${lotId}`
