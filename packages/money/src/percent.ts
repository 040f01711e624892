import { assert } from './assert.ts'
import type { Micro } from './micro.ts'

const basisPoints = 10_000n

/**
 * The part of an amount in basis points, rounded towards zero; the other side gets the difference, so that both sum to
 * the amount. The part of a negative amount is the negative part.
 *
 * @example percentOf(999n, 1_000n) // 99n, ten percent
 */
export const percentOf = (amount: Micro, bps: bigint): Micro => {
  assert(bps >= 0n, 'a share in basis points is not negative')
  return (amount * bps) / basisPoints
}
