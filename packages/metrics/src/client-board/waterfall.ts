import { sumAt, valueAt, valueBefore, type Measured } from './numbers.ts'

/** What is taken from the GMV, in the order in which it goes; together they are all that stands between it and contribution. */
export const costIds = [
  'cancelled',
  'refunded',
  'platform_fees',
  'commission',
  'shipping',
  'goods',
  'creators',
  'advertising',
  'other',
] as const
export type CostId = (typeof costIds)[number]
export type StepId = 'gmv' | CostId | 'contribution'

export const metricOfStep: Readonly<Record<StepId, string>> = {
  gmv: 'sales_gmv',
  cancelled: 'sales_cancelled',
  refunded: 'sales_refunded',
  platform_fees: 'sales_platform_fees',
  commission: 'sales_commission',
  shipping: 'sales_shipping',
  goods: 'sales_goods',
  creators: 'sales_creator_costs',
  advertising: 'sales_ad_spend',
  other: 'sales_other_costs',
  contribution: 'sales_contribution',
}

const stepIds = ['gmv', ...costIds, 'contribution'] as const
export const waterfallMetrics: readonly string[] = stepIds.map((id) => metricOfStep[id])

/** The amounts of a period. */
export interface Totals {
  readonly orders: number
  readonly gmvMicro: number
  readonly contributionMicro: number
  /** How far chance reaches in what the orders left. */
  readonly errorMicro: number
  readonly costsMicro: Readonly<Record<CostId, number>>
}

const totalsFrom = (at: (id: string) => number): Totals => ({
  orders: at('sales_orders'),
  gmvMicro: at(metricOfStep.gmv),
  contributionMicro: at(metricOfStep.contribution),
  errorMicro: at('sales_contribution_error'),
  costsMicro: {
    cancelled: at(metricOfStep.cancelled),
    refunded: at(metricOfStep.refunded),
    platform_fees: at(metricOfStep.platform_fees),
    commission: at(metricOfStep.commission),
    shipping: at(metricOfStep.shipping),
    goods: at(metricOfStep.goods),
    creators: at(metricOfStep.creators),
    advertising: at(metricOfStep.advertising),
    other: at(metricOfStep.other),
  },
})

export const totalsNow = (measured: Measured): Totals => totalsFrom((id) => sumAt(measured, id))
export const totalsBefore = (measured: Measured): Totals => totalsFrom((id) => valueBefore(measured, id) ?? 0)

/** What orders leave before what is paid whatever is sold. */
export const beforeFixedMicro = ({ contributionMicro, costsMicro }: Totals): number =>
  contributionMicro + costsMicro.advertising + costsMicro.creators + costsMicro.other

/** One bar: from where to where it reaches. */
export interface Step {
  readonly id: StepId
  readonly fromMicro: number
  readonly toMicro: number
  /** With its sign: what is taken is negative. */
  readonly amountMicro: number
}

/** The bars from GMV down to contribution, each hanging where the one before it ended. */
export const waterfallSteps = ({ gmvMicro, contributionMicro, costsMicro }: Totals): Step[] => {
  const steps: Step[] = [{ id: 'gmv', fromMicro: 0, toMicro: gmvMicro, amountMicro: gmvMicro }]
  let left = gmvMicro
  for (const id of costIds) {
    const amountMicro = costsMicro[id] === 0 ? 0 : -costsMicro[id]
    steps.push({ id, fromMicro: left, toMicro: left + amountMicro, amountMicro })
    left += amountMicro
  }
  return [
    ...steps,
    { id: 'contribution', fromMicro: 0, toMicro: contributionMicro, amountMicro: contributionMicro },
  ]
}

export type WaterfallFinding =
  | { readonly kind: 'empty' }
  /** Of each unit of GMV so much is left, and most goes where. */
  | {
      readonly kind: 'left' | 'lost'
      readonly share: number
      readonly largest: CostId
      readonly largestShare: number
    }

export const waterfallFinding = (totals: Totals): WaterfallFinding => {
  const { gmvMicro, contributionMicro, costsMicro } = totals
  if (gmvMicro <= 0) return { kind: 'empty' }
  const largest = costIds.reduce((most, id) => (costsMicro[id] > costsMicro[most] ? id : most))
  const share = contributionMicro / gmvMicro
  return {
    kind: share < 0 ? 'lost' : 'left',
    share: Math.abs(share),
    largest,
    largestShare: costsMicro[largest] / gmvMicro,
  }
}

export interface Guards {
  /** Shares; null: not known. */
  readonly settled: number | null
  readonly goodsKnown: number | null
}

export const guardsOf = (measured: Measured): Guards => ({
  settled: valueAt(measured, 'sales_settled_share'),
  goodsKnown: valueAt(measured, 'sales_goods_cost_known'),
})
