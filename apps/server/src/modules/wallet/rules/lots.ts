import type { Lot } from '#modules/ledger'

/** What leaves one lot, and the lot afterwards. */
export interface Taken {
  readonly lot: Lot
  readonly valueMicro: bigint
  readonly after: Lot
}

const takeFrom = (lot: Lot, coins: bigint): Taken => {
  const isLast = coins === lot.coinsLeft
  const valueMicro = isLast ? lot.valueLeftMicro : (lot.valueLeftMicro * coins) / lot.coinsLeft
  const coinsLeft = lot.coinsLeft - coins
  const state = coinsLeft === 0n ? 'closed' : lot.state
  return {
    ...{ lot, valueMicro },
    after: { ...lot, state, coinsLeft, valueLeftMicro: lot.valueLeftMicro - valueMicro },
  }
}

/**
 * Foresees what the books will take: the oldest open lots first, each coin with its part of what is left of the value.
 * A test holds it against the books themselves. Null: there are too few.
 */
export const takeOldest = (lots: readonly Lot[], coins: bigint): Taken[] | null => {
  const taken: Taken[] = []
  let missing = coins
  for (const lot of lots) {
    if (missing === 0n) break
    if (lot.state !== 'open' || lot.coinsLeft === 0n) continue
    const part = lot.coinsLeft < missing ? lot.coinsLeft : missing
    missing -= part
    taken.push(takeFrom(lot, part))
  }
  return missing === 0n ? taken : null
}

/** The tax on what is left of a lot. */
export const taxLeftOf = (lot: Lot): bigint => (lot.taxMicro * lot.coinsLeft) / lot.coins
