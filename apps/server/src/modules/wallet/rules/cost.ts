import { sumOf } from '@busker/money'
import type { Lot } from '#modules/ledger'
import { takeOldest, taxLeftOf } from './lots.ts'

/** What coins of a person cost them, exactly. */
export interface Cost {
  /** Without tax. */
  readonly valueMicro: bigint
  readonly taxMicro: bigint
  /** The lots afterwards. */
  readonly after: readonly Lot[]
}

/**
 * What so many coins of these open lots (the oldest first) were bought for: what the books will take, and the tax that
 * was paid with it. Null: there are too few.
 */
export const costFrom = (lots: readonly Lot[], coins: bigint): Cost | null => {
  const taken = takeOldest(lots, coins)
  if (taken === null) return null
  const changed = new Map(taken.map(({ after }) => [after.lotId, after]))
  return {
    valueMicro: sumOf(taken.map(({ valueMicro }) => valueMicro)),
    taxMicro: sumOf(taken.map(({ lot, after }) => taxLeftOf(lot) - taxLeftOf(after))),
    after: lots.map((lot) => changed.get(lot.lotId) ?? lot),
  }
}

export const coinsIn = (lots: readonly Lot[]): bigint =>
  sumOf(lots.map(({ state, coinsLeft }) => (state === 'open' ? coinsLeft : 0n)))
