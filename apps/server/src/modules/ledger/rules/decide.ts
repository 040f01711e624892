import { decimalsOf, sumOf, unitOf } from '@busker/money'
import { assert } from '#platform/assert'
import { templates, type Transfer } from './catalog.ts'
import { type Account, assetOf, kindOf, nameOf, type Side } from './chart.ts'
import { areSound } from './parameters.ts'
import {
  type Books,
  type Leg,
  type Needs,
  type Occasion,
  type Plan,
  refuse,
  type Refusal,
  type Template,
} from './plan.ts'

/** The template of a transfer; the union pairs each name with its parameters. */
const templateOf = ({ template }: Transfer): Template<unknown> => templates[template]

export const needsOf = (transfer: Transfer, occasion: Occasion): Needs =>
  templateOf(transfer).needs(transfer.params, occasion)

/** Whether a second look is needed, for balances that only the first one names. */
export const balancesOf = (transfer: Transfer, books: Books): readonly Account[] =>
  templateOf(transfer).balances?.(transfer.params, books) ?? []

/** What an account gains, on the side on which it grows. */
export interface Gain {
  readonly account: Account
  readonly amount: bigint
}

/** What each account gains by legs, by its name. */
export const gainsOf = (legs: readonly Leg[]): ReadonlyMap<string, Gain> => {
  const gains = new Map<string, Gain>()
  for (const { account, side, amount } of legs) {
    const name = nameOf(account)
    const change = side === kindOf(account).side ? amount : -amount
    gains.set(name, { account, amount: (gains.get(name)?.amount ?? 0n) + change })
  }
  return gains
}

const sumOfSide = (legs: readonly Leg[], asset: string, side: Side): bigint =>
  sumOf(legs.flatMap((leg) => (leg.side === side && assetOf(leg.account) === asset ? [leg.amount] : [])))

/** Debits equal credits in each asset by itself; a template that does not hold this is a mistake in the code. */
const assertBalanced = (legs: readonly Leg[]): void => {
  for (const asset of new Set(legs.map(({ account }) => assetOf(account))))
    assert(
      sumOfSide(legs, asset, 'debit') === sumOfSide(legs, asset, 'credit'),
      `debits equal credits in ${asset}`,
    )
  assert(
    legs.every(({ amount }) => amount > 0n),
    'a leg moves something',
  )
}

const isWholeWhereABankMoves = ({ account, amount }: Leg): boolean =>
  !kindOf(account).wholeMinor || amount % unitOf(decimalsOf(account.currency)) === 0n

/** What is owed is owed to somebody. */
const isNobodys = ({ account }: Leg): boolean => kindOf(account).floor && account.owner === ''

/** Amount of a hold that is used up by this transfer. */
export interface HeldFor {
  readonly account: Account
  readonly amount: bigint
}

/** Floored accounts that these legs take from: the engine must know, and hold, what is in them. */
export const takenFrom = (legs: readonly Leg[]): Gain[] =>
  [...gainsOf(legs).values()].filter(({ account, amount }) => kindOf(account).floor && amount < 0n)

/** A hundred billion of a major unit. The counters of accounts have eighteen digits, so sums of such amounts still fit. */
const largestAmount = 100_000_000_000_000_000n

/**
 * What a transfer does to the books, or why it may not happen. The same for every engine: an engine reads what is needed
 * and writes what is planned.
 */
export const planTransfer = (transfer: Transfer, books: Books, occasion: Occasion): Plan | Refusal => {
  if (!areSound(transfer.params)) return refuse('invalid_parameter')
  const plan = templateOf(transfer).plan(transfer.params, books, occasion)
  if ('refused' in plan) return plan
  assertBalanced(plan.legs)
  if (plan.legs.length === 0) return refuse('nothing_to_move')
  if (plan.legs.some(({ amount }) => amount > largestAmount)) return refuse('too_large')
  if (plan.settles && plan.settles.settled > largestAmount) return refuse('too_large')
  if (plan.legs.some(isNobodys)) return refuse('wrong_account')
  return plan.legs.every(isWholeWhereABankMoves) ? plan : refuse('not_whole_minor')
}

/**
 * The last look before a plan becomes true: no floored account may end below zero, holds counted. With a hold, something is
 * taken out of what it kept aside, and no more than that.
 */
export const checkFloors = (plan: Plan, books: Books, hold: HeldFor | null = null): Refusal | null => {
  const taken = takenFrom(plan.legs)
  if (hold !== null) {
    const used = taken.find(({ account }) => nameOf(account) === nameOf(hold.account))
    if (used === undefined) return refuse('nothing_to_move')
    if (-used.amount > hold.amount) return refuse('exceeds_original')
  }
  for (const { account, amount } of taken) {
    const freed = hold !== null && nameOf(hold.account) === nameOf(account) ? hold.amount : 0n
    if (books.available(account) + freed + amount < 0n) return refuse('insufficient_funds')
  }
  return null
}
