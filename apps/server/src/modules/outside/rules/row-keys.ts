import { unreachable } from '#platform/assert'
import type { ExportedRow } from './rows.ts'

/** What a row is about: two rows with the same key are two versions of one thing, and the later one counts. */
export interface RowKey {
  /** The order that the row belongs to; empty for none. */
  readonly group: string
  readonly key: string
}

const joined = (parts: readonly (string | number | null)[]): string =>
  parts.map((part) => part ?? '').join('|')

/** The key of a row. Later exports of the same order, day or video have the same. */
export const rowKey = (row: ExportedRow): RowKey => {
  switch (row.kind) {
    case 'order_line':
      return { group: row.orderId, key: joined([row.skuId, row.sequence]) }
    case 'settlement_line':
      return {
        group: row.orderId ?? '',
        key: joined([row.entryId, row.skuId, row.typeText, row.settledOn, row.sequence]),
      }
    case 'affiliate_order':
      return { group: row.orderId, key: joined([row.skuId, row.creator, row.sequence]) }
    case 'affiliate_creator':
      return { group: '', key: joined([row.creator, row.from, row.to]) }
    case 'affiliate_video':
      return { group: '', key: joined([row.videoId, row.productId, row.from, row.to]) }
    case 'affiliate_product':
      return { group: '', key: joined([row.productId, row.from, row.to]) }
    case 'ad_spend':
      return { group: '', key: joined([row.level, row.campaign, row.adGroup, row.ad, row.from, row.to]) }
    case 'gmv_max_item':
      return {
        group: '',
        key: joined([row.campaignId, row.productId, row.videoId, row.creativeType, row.from, row.to]),
      }
    case 'studio_day':
      // Several files tell of a day, each some of its numbers: those are different things.
      return { group: '', key: joined([row.account, row.day, toldOf(row)]) }
    case 'studio_post':
      return { group: '', key: joined([row.account, row.videoId]) }
    case 'live_day':
      return { group: '', key: joined([row.account, row.day]) }
    case 'audience_share':
      return { group: '', key: joined([row.account, row.by, row.value]) }
    case 'own_post':
      return { group: '', key: joined([row.account, row.videoId]) }
    case 'own_action':
      return { group: '', key: joined([row.account, row.action, row.at, row.subject]) }
    case 'cost':
      return {
        group: '',
        key: joined([
          row.cost,
          row.sku,
          row.creator,
          row.videoId,
          row.campaign,
          row.per,
          row.from,
          row.to,
          row.note,
        ]),
      }
    default:
      return unreachable(row)
  }
}

const toldOf = (row: Extract<ExportedRow, { kind: 'studio_day' }>): string => {
  if (row.views !== null || row.profileViews !== null) return 'overview'
  if (row.followers !== null) return 'followers'
  return row.activeByHour.length > 0 ? 'activity' : 'viewers'
}
