import { unreachable } from '#platform/assert'
import type { ExportedRow } from './rows.ts'

const sumOf = (numbers: readonly (number | bigint | null)[]): bigint =>
  numbers.reduce<bigint>((sum, one) => sum + BigInt(one ?? 0), 0n)

/**
 * How much a report of a period tells. Exported before its period is over it speaks as of the same end as the one exported
 * afterwards, and nothing in it says when it was made; but its numbers only grow, so of two the one that tells more is the
 * later. 0 for rows whose file says as of when it speaks.
 */
export const toldSoFar = (row: ExportedRow): bigint => {
  switch (row.kind) {
    case 'gmv_max_item':
      return sumOf([row.costMicro, row.grossRevenueMicro, row.orders, row.impressions, row.clicks])
    case 'ad_spend':
      return sumOf([row.costMicro, row.revenueMicro, row.conversions, row.impressions, row.allClicks])
    case 'affiliate_creator':
      return sumOf([row.gmvMicro, row.orders, row.productImpressions, row.videoViews])
    case 'affiliate_video':
      return sumOf([row.gmvMicro, row.orders, row.views, row.productImpressions, row.productClicks])
    case 'affiliate_product':
      return sumOf([row.gmvMicro, row.orders, row.productImpressions, row.productClicks])
    case 'order_line':
    case 'settlement_line':
    case 'affiliate_order':
    case 'studio_day':
    case 'studio_post':
    case 'live_day':
    case 'audience_share':
    case 'own_post':
    case 'own_action':
    case 'cost':
      return 0n
    default:
      return unreachable(row)
  }
}
