import type { Account } from './chart.ts'
import { kindOf } from './chart.ts'
import { checkFloors, planTransfer } from './decide.ts'
import { areSound } from './parameters.ts'
import { type Books, refuse, type Refusal } from './plan.ts'
import type { Hold } from './whole-books.ts'

/** What is asked to be kept aside. */
interface Asked {
  readonly account: Account
  readonly amount: bigint
  readonly expiresAtMs: number
}

/**
 * Whether an amount may be kept aside. Only what cannot be overdrawn can be promised to somebody, and only for some time: a
 * hold that is over when it is made would count for whoever is decided with it, and for nobody else.
 */
export const checkHold = (
  { account, amount, expiresAtMs }: Asked,
  books: Books,
  atMs: number,
): Refusal | null => {
  if (amount <= 0n || !kindOf(account).floor) return refuse('nothing_to_move')
  if (!areSound(expiresAtMs)) return refuse('invalid_parameter')
  if (expiresAtMs <= atMs) return refuse('hold_resolved')
  return books.available(account) < amount ? refuse('insufficient_funds') : null
}

/** Whether a hold still keeps something aside: it ends once, by a transfer, by hand or by time. */
export const isOpen = ({ state, expiresAtMs }: Hold, atMs: number): boolean =>
  state === 'open' && expiresAtMs > atMs

/** A key that was used answers the request that used it, for ever, and no other. */
export const isSameRequest = (before: string, now: string): boolean => before === now

/** Everything that is decided about the books. Tests put wrong rules in the place of these. */
export const ledgerRules = { planTransfer, checkFloors, checkHold, isOpen, isSameRequest }

export type LedgerRules = typeof ledgerRules
