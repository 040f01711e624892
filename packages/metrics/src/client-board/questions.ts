import type { SliceId } from '../slice.ts'
import { creatorMetrics, videoMetrics } from './earners.ts'
import { goodsMetrics } from './goods.ts'
import { waterfallMetrics } from './waterfall.ts'

/** What claims the sales, beside what was left: a claim alone says nothing. */
export const claimMetrics: readonly string[] = [
  ...[
    'sales_gmv',
    'sales_claimed',
    'sales_brought',
    'sales_contribution',
    'sales_claimed_roas',
    'sales_ad_spend',
  ],
]

/** What else tells how well it sells, in three numbers. */
export const factMetrics: readonly string[] = [
  ...['sales_contribution_margin', 'sales_order_value', 'sales_repeat_buyers'],
]

/** What the head of the board asks for in one go: all of it is of the same moment, and vanity has its pairs. */
export const wholeMetrics: readonly string[] = [
  ...new Set([
    ...[...waterfallMetrics, ...claimMetrics, ...factMetrics],
    ...['sales_orders', 'sales_settled_share', 'sales_goods_cost_known', 'sales_contribution_error'],
  ]),
]

/** One of the questions that a page of the board asks of a period. */
export interface BoardQuestion {
  readonly name: string
  readonly metrics: readonly string[]
  readonly by?: SliceId
  readonly compare?: 'previous'
}

/** What every look at the board asks. */
export const boardQuestions: readonly BoardQuestion[] = [
  { name: 'whole', metrics: wholeMetrics, compare: 'previous' },
  { name: 'creators', metrics: creatorMetrics, by: 'creator', compare: 'previous' },
  { name: 'videos', metrics: videoMetrics, by: 'video', compare: 'previous' },
  { name: 'products', metrics: goodsMetrics, by: 'product', compare: 'previous' },
  { name: 'skus', metrics: goodsMetrics, by: 'sku', compare: 'previous' },
]
