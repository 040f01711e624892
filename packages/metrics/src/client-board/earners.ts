import { wilsonInterval } from '../proportion.ts'
import { tiersOf, type Change, type Range } from '../certainty.ts'
import { judge, ordersMissing, type Judgement, type Usual } from './judge.ts'
import { contributionChange, slicesOf, sumAt, valueAt, type Measured } from './numbers.ts'
import { beforeFixedMicro, type Totals } from './waterfall.ts'

/** What is asked about creators, one by one. Orders and claims are only shown beside contribution. */
export const creatorMetrics: readonly string[] = [
  ...['sales_contribution', 'sales_net_gmv', 'sales_commission', 'sales_creator_costs', 'sales_ad_spend'],
  ...['sales_refund_rate', 'sales_orders', 'sales_claimed', 'sales_link_value'],
  ...['sales_contribution_error', 'sales_refund_rate_error'],
]

/** And about videos: also how their advertising is watched. */
export const videoMetrics: readonly string[] = [
  ...['sales_contribution', 'sales_net_gmv', 'sales_creator_costs', 'sales_ad_spend', 'sales_orders'],
  ...['sales_claimed', 'sales_ad_hook', 'sales_ad_hold', 'sales_ad_click_rate', 'sales_ad_conversion'],
  ...['sales_ad_cost_per_mille', 'sales_contribution_error', 'sales_link_value'],
]

export type Interval = Range

/** A creator or a video with what it earned. */
export interface EarnerRow {
  /** A handle or the id of a video. */
  readonly id: string
  readonly contributionMicro: number
  readonly netGmvMicro: number
  readonly orders: number
  readonly commissionMicro: number
  readonly creatorCostsMicro: number
  readonly adSpendMicro: number
  readonly claimedMicro: number
  /** Refunds of each unit of GMV, and where it lies with 95 % confidence when each order counts once. */
  readonly refundRate: number | null
  readonly refundInterval: Interval | null
  readonly judgement: Judgement
  /** Orders until something can be said. */
  readonly ordersMissing: number
  /** Against the period before. */
  readonly change: Change
  /** From 1: within a tier the ranges overlap, and the order may be chance. */
  readonly tier: number
  /** The same by how little comes back. */
  readonly refundTier: number
}

export const usualOf = (totals: Totals): Usual => ({
  perOrderMicro: totals.orders === 0 ? null : beforeFixedMicro(totals) / totals.orders,
  margin: totals.gmvMicro <= 0 ? null : beforeFixedMicro(totals) / totals.gmvMicro,
})

/** 97.5th percentile of the normal distribution. */
const z = 1.959963984540054

/** By the error over orders; where no order tells one, as if each counted once. */
const refundInterval = (
  rate: number | null,
  { error, orders }: { readonly error: number | null; readonly orders: number },
): Interval | null => {
  // An odd correction can push a rate out of its range; such a one is no share.
  if (rate === null || orders === 0 || rate < 0 || rate > 1) return null
  if (error === null || error === 0) return wilsonInterval(rate, orders)
  return [Math.max(0, rate - z * error), Math.min(1, rate + z * error)]
}

/** What something earned, before it is laid beside the others. */
export type Earned = Omit<EarnerRow, 'tier' | 'refundTier'>

const earnerAt = (measured: Measured, id: string, usual: Usual): Earned => {
  const at = (metric: string): number => sumAt(measured, metric, id)
  const [orders, contributionMicro] = [at('sales_orders'), at('sales_contribution')]
  const [creatorCostsMicro, adSpendMicro] = [at('sales_creator_costs'), at('sales_ad_spend')]
  // What posts here brought is a claim, too: their orders may be those of a shop whose files are not here.
  const claimedMicro = at('sales_claimed') + at('sales_link_value')
  const refundRate = valueAt(measured, 'sales_refund_rate', id)
  const fixedMicro = creatorCostsMicro + adSpendMicro
  const errorMicro = at('sales_contribution_error')
  const judgement = judge({ orders, contributionMicro, errorMicro, fixedMicro, claimedMicro }, usual)
  return {
    ...{ id, orders, contributionMicro, creatorCostsMicro, adSpendMicro, claimedMicro, refundRate },
    netGmvMicro: at('sales_net_gmv'),
    commissionMicro: at('sales_commission'),
    refundInterval: refundInterval(refundRate, {
      ...{ orders, error: valueAt(measured, 'sales_refund_rate_error', id) },
    }),
    judgement,
    ordersMissing: ordersMissing(judgement, orders),
    change: contributionChange(measured, id),
  }
}

/** Of whom nothing came back nobody knows how much would: such a one is in no better tier than anybody. */
const unknownRefunds: Interval = [0, 1]

const ranked = (rows: readonly Earned[]): EarnerRow[] => {
  const tiers = tiersOf(
    rows.map(
      ({ judgement, contributionMicro }) => judgement.interval ?? [contributionMicro, contributionMicro],
    ),
  )
  const refundTiers = tiersOf(
    rows.map(({ refundInterval: range }): Interval => {
      const [low, high] = range ?? unknownRefunds
      return [-high, -low]
    }),
  )
  return rows.map((row, at) => ({ ...row, tier: tiers[at] ?? 1, refundTier: refundTiers[at] ?? 1 }))
}

/** All of them by contribution, the most first; what belongs to nobody is told apart. */
export const earnersOf = (
  measured: Measured,
  usual: Usual,
): { readonly rows: readonly EarnerRow[]; readonly nobody: Earned | null } => {
  const all = slicesOf(measured).map((id) => earnerAt(measured, id, usual))
  return {
    rows: ranked(all.filter(({ id }) => id !== '')).toSorted(
      (one, other) => other.contributionMicro - one.contributionMicro || (one.id < other.id ? -1 : 1),
    ),
    nobody: all.find(({ id }) => id === '') ?? null,
  }
}

/** By how little comes back, the most reliable first; within a tier by contribution. */
export const byReliability = (rows: readonly EarnerRow[]): EarnerRow[] =>
  rows.toSorted(
    (one, other) =>
      one.refundTier - other.refundTier ||
      other.contributionMicro - one.contributionMicro ||
      (one.id < other.id ? -1 : 1),
  )

export interface Found {
  /** The one that surely gains most, and the one that surely loses most. */
  readonly best: EarnerRow | null
  readonly worst: EarnerRow | null
  /** Where none surely gains: the one with the most, if it has any. */
  readonly leader: EarnerRow | null
}

export const bestAndWorst = (rows: readonly EarnerRow[]): Found => {
  const best = rows.find(({ judgement }) => judgement.kind === 'gains') ?? null
  const [first] = rows
  return {
    best,
    worst: rows.findLast(({ judgement }) => judgement.kind === 'loses') ?? null,
    leader: best === null && first !== undefined && first.contributionMicro > 0 ? first : null,
  }
}
