import type { Transfer } from './catalog.ts'
import type { Account } from './chart.ts'
import { balancesOf, needsOf, planTransfer, takenFrom } from './decide.ts'
import type { Needs, Occasion } from './plan.ts'
import { type ReadBooks, readBooks } from './read-books.ts'

/** Which accounts a transfer takes from or asks about, as far as can be said. */
export interface Guess {
  readonly accounts: readonly Account[]
  /** Whether these are all; otherwise they are told only by what the transfer reads. */
  readonly isExact: boolean
}

const nothingRead = readBooks({ lots: [], takes: [], pasts: [] })

/**
 * Before anything is read. Most transfers say in their parameters what they take from; gifts and conversions by whose lots
 * they look at. So these are locked by the same call that reads.
 */
export const guessOf = (transfer: Transfer, needs: Needs, occasion: Occasion): Guess => {
  const plan = planTransfer(transfer, nothingRead, occasion)
  const asked = needs.accounts ?? []
  if (!('refused' in plan))
    return { accounts: [...asked, ...takenFrom(plan.legs).map(({ account }) => account)], isExact: true }
  const gifts = (needs.lotsOf ?? []).flatMap(({ owner, currency }): Account[] => [
    { kind: 'coin_float', currency, owner },
    { kind: 'c.wallet', currency, owner },
  ])
  const conversions = (needs.matureOf ?? []).flatMap(({ creator, currency }): Account[] => [
    { kind: 'creator_pending', currency, owner: creator },
    { kind: 'd.creator', currency, owner: creator },
  ])
  const isExact = [needs.lots, needs.takesOf, needs.past].every((ids) => (ids ?? []).length === 0)
  return { accounts: [...asked, ...gifts, ...conversions], isExact }
}

/** The same after reading, for those that could not be said before. */
export const lookOf = (transfer: Transfer, books: ReadBooks, occasion: Occasion): readonly Account[] => {
  const plan = planTransfer(transfer, books, occasion)
  const taken = 'refused' in plan ? [] : takenFrom(plan.legs).map(({ account }) => account)
  return [...(needsOf(transfer, occasion).accounts ?? []), ...balancesOf(transfer, books), ...taken]
}
