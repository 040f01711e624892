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
