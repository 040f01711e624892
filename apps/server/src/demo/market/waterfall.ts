import type { Micro } from '@busker/money'

/**
 * From what was sold to what is left. Each cost is positive where it takes away; `contribution` is the GMV less all
 * others.
 */
export interface Waterfall {
  readonly gmv: Micro
  readonly cancelled: Micro
  readonly refunded: Micro
  readonly platformFees: Micro
  readonly commission: Micro
  readonly shipping: Micro
  readonly goods: Micro
  /** Fees of creators and agencies, samples. */
  readonly creatorCosts: Micro
  readonly adSpend: Micro
  readonly otherCosts: Micro
  readonly contribution: Micro
}

export type Step = Exclude<keyof Waterfall, 'contribution'>

export const steps: readonly Step[] = [
  'gmv',
  'cancelled',
  'refunded',
  'platformFees',
  'commission',
  'shipping',
  'goods',
  'creatorCosts',
  'adSpend',
  'otherCosts',
]

const zero: Readonly<Record<Step, Micro>> = {
  gmv: 0n,
  cancelled: 0n,
  refunded: 0n,
  platformFees: 0n,
  commission: 0n,
  shipping: 0n,
  goods: 0n,
  creatorCosts: 0n,
  adSpend: 0n,
  otherCosts: 0n,
}

/** The waterfall of some steps; those not given are nothing. */
export const waterfallOf = (given: Partial<Record<Step, Micro>>): Waterfall => {
  const amounts = { ...zero, ...given }
  let contribution = amounts.gmv
  for (const step of steps) if (step !== 'gmv') contribution -= amounts[step]
  return { ...amounts, contribution }
}

export const sumOfWaterfalls = (list: Iterable<Waterfall>): Waterfall => {
  const sum = { ...zero }
  for (const waterfall of list) for (const step of steps) sum[step] += waterfall[step]
  return waterfallOf(sum)
}
