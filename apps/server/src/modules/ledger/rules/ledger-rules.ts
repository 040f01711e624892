import type { Account } from './chart.ts'
import { kindOf } from './chart.ts'
import { checkFloors, planTransfer } from './decide.ts'
import { type Books, refuse, type Refusal } from './plan.ts'
import type { Hold } from './whole-books.ts'

/** Whether an amount may be kept aside. Only what cannot be overdrawn can be promised to somebody. */
export const checkHold = (account: Account, amount: bigint, books: Books): Refusal | null => {
  if (amount <= 0n || !kindOf(account).floor) return refuse('nothing_to_move')
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
