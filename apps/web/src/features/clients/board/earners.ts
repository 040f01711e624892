import { wilsonInterval } from '@busker/metrics'
import { judge, type Judgement, type Usual } from './judge.ts'
import { slicesOf, sumAt, valueAt, type Measured } from './numbers.ts'
import { beforeFixedMicro, type Totals } from './waterfall.ts'

/** What is asked about creators, one by one. Orders and claims are only shown beside contribution. */
export const creatorMetrics: readonly string[] = [
  ...['sales_contribution', 'sales_net_gmv', 'sales_commission', 'sales_creator_costs', 'sales_ad_spend'],
  ...['sales_refund_rate', 'sales_orders', 'sales_claimed', 'sales_link_value'],
]

/** And about videos: also how their advertising is watched. */
export const videoMetrics: readonly string[] = [
  ...['sales_contribution', 'sales_net_gmv', 'sales_creator_costs', 'sales_ad_spend', 'sales_orders'],
  ...['sales_claimed', 'sales_ad_hook', 'sales_ad_hold', 'sales_ad_click_rate', 'sales_ad_conversion'],
  ...['sales_ad_cost_per_mille', 'sales_ad_cost_per_click', 'sales_link_value'],
]

export type Interval = readonly [low: number, high: number]

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
}

export const usualOf = (totals: Totals): Usual => ({
  perOrderMicro: totals.orders === 0 ? null : beforeFixedMicro(totals) / totals.orders,
  margin: totals.gmvMicro <= 0 ? null : beforeFixedMicro(totals) / totals.gmvMicro,
})

const refundInterval = (rate: number | null, orders: number): Interval | null =>
  // An odd correction can push a rate out of its range; such a one is no share.
  rate === null || orders === 0 || rate < 0 || rate > 1 ? null : wilsonInterval(rate, orders)

const earnerAt = (measured: Measured, id: string, usual: Usual): EarnerRow => {
  const at = (metric: string): number => sumAt(measured, metric, id)
  const [orders, contributionMicro] = [at('sales_orders'), at('sales_contribution')]
  const [creatorCostsMicro, adSpendMicro] = [at('sales_creator_costs'), at('sales_ad_spend')]
  // What posts here brought is a claim, too: their orders may be those of a shop whose files are not here.
  const claimedMicro = at('sales_claimed') + at('sales_link_value')
  const refundRate = valueAt(measured, 'sales_refund_rate', id)
  const fixedMicro = creatorCostsMicro + adSpendMicro
  return {
    ...{ id, orders, contributionMicro, creatorCostsMicro, adSpendMicro, claimedMicro, refundRate },
    netGmvMicro: at('sales_net_gmv'),
    commissionMicro: at('sales_commission'),
    refundInterval: refundInterval(refundRate, orders),
    judgement: judge({ orders, contributionMicro, fixedMicro, claimedMicro }, usual),
  }
}

/** All of them by contribution, the most first; what belongs to nobody is told apart. */
export const earnersOf = (
  measured: Measured,
  usual: Usual,
): { readonly rows: readonly EarnerRow[]; readonly nobody: EarnerRow | null } => {
  const all = slicesOf(measured).map((id) => earnerAt(measured, id, usual))
  return {
    rows: all
      .filter(({ id }) => id !== '')
      .toSorted(
        (one, other) => other.contributionMicro - one.contributionMicro || (one.id < other.id ? -1 : 1),
      ),
    nobody: all.find(({ id }) => id === '') ?? null,
  }
}

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
