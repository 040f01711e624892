import { assert } from './assert.ts'
import type { Micro } from './micro.ts'

/** A line of `total` for `quantity` pieces of which `before` were reversed and `after` are now. */
export interface Reversal {
  readonly total: Micro
  readonly quantity: bigint
  readonly before: bigint
  readonly after: bigint
}

/**
 * What this reversal gives back: the part of the pieces reversed so far, less what was given back before. Whatever the
 * steps, they sum to the total when the last piece is reversed.
 *
 * @example reversalOf({ total: 10n, quantity: 3n, before: 0n, after: 1n }) // 3n
 * @example reversalOf({ total: 10n, quantity: 3n, before: 1n, after: 3n }) // 7n
 */
export const reversalOf = ({ total, quantity, before, after }: Reversal): Micro => {
  assert(quantity > 0n && before >= 0n && before <= after && after <= quantity, 'pieces are reversed once')
  return (total * after) / quantity - (total * before) / quantity
}
