import type { Lot } from './plan.ts'

/** What leaves one lot. */
export interface Taken {
  readonly lot: Lot
  readonly coins: bigint
  readonly valueMicro: bigint
  /** The lot afterwards. */
  readonly after: Lot
}

/**
 * Takes coins out of one lot. They take ⌊value · coins / coins left⌋ with them, and the last ones all that is left, so
 * the values of all lots always sum to the deferred revenue.
 */
export const takeFrom = (lot: Lot, coins: bigint): Taken => {
  const isLast = coins === lot.coinsLeft
  const valueMicro = isLast ? lot.valueLeftMicro : (lot.valueLeftMicro * coins) / lot.coinsLeft
  const coinsLeft = lot.coinsLeft - coins
  const state = coinsLeft === 0n ? 'closed' : lot.state
  return {
    ...{ lot, coins, valueMicro },
    after: { ...lot, state, coinsLeft, valueLeftMicro: lot.valueLeftMicro - valueMicro },
  }
}

/** Takes coins out of open lots, the oldest first. Null: there are too few. */
export const takeOldest = (lots: readonly Lot[], coins: bigint): Taken[] | null => {
  const taken: Taken[] = []
  let missing = coins
  for (const lot of lots) {
    if (missing === 0n) break
    if (lot.state !== 'open' || lot.coinsLeft === 0n) continue
    const one = takeFrom(lot, lot.coinsLeft < missing ? lot.coinsLeft : missing)
    missing -= one.coins
    taken.push(one)
  }
  return missing === 0n ? taken : null
}

/** A lot of which nothing is left. */
export const emptied = (lot: Lot): Lot => ({ ...lot, coinsLeft: 0n, valueLeftMicro: 0n, state: 'closed' })
