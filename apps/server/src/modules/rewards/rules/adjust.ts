import { sumOf, type Micro } from '@busker/money'
import { assert } from '#platform/assert'
import type { ClosedPeriod } from './closed-period.ts'

/** What a creator's balance changes by when a period becomes final: negative is what goes back. */
export interface Adjustment {
  readonly creatorId: string
  readonly amountMicro: Micro
}

/** The change from the provisional close of a period to its final one, and where the money comes from. */
export interface Adjustments {
  readonly creators: readonly Adjustment[]
  /** What leaves the pool: what was held back, less what nobody can get any more. */
  readonly fromPoolMicro: Micro
}

/**
 * What finalising a period books (T5b): what voided views were paid goes back, and that and the hold-back are shared again,
 * by the same rule as at the close. Changes sum to what leaves the pool.
 */
export const adjustmentsOf = (provisional: ClosedPeriod, final: ClosedPeriod): Adjustments => {
  assert(provisional.periodId === final.periodId, 'both closes are of one period')
  assert(provisional.accounts.size === final.accounts.size, 'both closes are of the same creators')
  const creators = [...final.accounts.values()].flatMap(({ creatorId, amountMicro }) => {
    const before = provisional.accounts.get(creatorId)
    assert(before !== undefined, 'both closes are of the same creators')
    const change = amountMicro - before.amountMicro
    return change === 0n ? [] : [{ creatorId, amountMicro: change }]
  })
  const [then, now] = [provisional.allocation, final.allocation]
  const fromPoolMicro = then.parts.holdBackMicro + then.unallocatedMicro - now.unallocatedMicro
  assert(
    sumOf(creators.map((one) => one.amountMicro)) === fromPoolMicro,
    'changes sum to what leaves the pool',
  )
  return { creators, fromPoolMicro }
}
