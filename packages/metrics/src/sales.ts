import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/**
 * What imported files tell about a client of an agency: order lines with all that they earned and cost, money spent
 * besides, and videos. Amounts are 10⁻⁶ of the client's currency. Made by module `outside`, one row for each thing.
 */
export const orderLineSource = /* @__PURE__ */ source({
  id: 'order_line',
  table: 'outside_line',
  entity: 'order line',
  columns: {
    clientId: { sql: 'client_id', type: 'uuid' },
    orderId: { sql: 'order_id', type: 'text' },
    skuId: { sql: 'sku_id', type: 'text' },
    sequence: { sql: 'sequence', type: 'integer' },
    productId: { sql: 'product_id', type: 'text' },
    category: { sql: 'category', type: 'text' },
    creator: { sql: 'creator', type: 'text' },
    contentType: { sql: 'content_type', type: 'text' },
    videoId: { sql: 'video_id', type: 'text' },
    postedWeekday: { sql: 'posted_weekday', type: 'text' },
    postedHour: { sql: 'posted_hour', type: 'text' },
    buyerHash: { sql: 'buyer_hash', type: 'text' },
    localDate: { sql: 'local_date', type: 'date' },
    localHour: { sql: 'local_hour', type: 'integer' },
    settledAt: { sql: 'settled_at', type: 'time' },
    quantity: { sql: 'quantity', type: 'integer' },
    returnedQuantity: { sql: 'returned_quantity', type: 'integer' },
    isPaid: { sql: 'is_paid', type: 'boolean' },
    isCancelled: { sql: 'is_cancelled', type: 'boolean' },
    isSample: { sql: 'is_sample', type: 'boolean' },
    isSettled: { sql: 'is_settled', type: 'boolean' },
    isGoodsCostKnown: { sql: 'is_goods_cost_known', type: 'boolean' },
    isConverted: { sql: 'is_converted', type: 'boolean' },
    gmvMicro: { sql: 'gmv_micro', type: 'integer' },
    cancelledMicro: { sql: 'cancelled_micro', type: 'integer' },
    refundedMicro: { sql: 'refunded_micro', type: 'integer' },
    platformFeesMicro: { sql: 'platform_fees_micro', type: 'integer' },
    commissionMicro: { sql: 'commission_micro', type: 'integer' },
    shippingMicro: { sql: 'shipping_micro', type: 'integer' },
    goodsMicro: { sql: 'goods_micro', type: 'integer' },
    creatorCostsMicro: { sql: 'creator_costs_micro', type: 'integer' },
    contributionMicro: { sql: 'contribution_micro', type: 'integer' },
  },
  latest: { key: ['clientId', 'orderId', 'skuId', 'sequence'], order: ['settledAt'] },
  isUnique: true,
  scope: { clientId: 'clientId' },
  receivedAt: 'settledAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One order line. */
export type OrderLineFact = FactOf<typeof orderLineSource>

/** Money spent besides the orders: advertising by campaign and video, and what the client's cost sheet names. */
export const spendSource = /* @__PURE__ */ source({
  id: 'spend',
  table: 'outside_spend',
  entity: 'amount spent',
  columns: {
    clientId: { sql: 'client_id', type: 'uuid' },
    spendKey: { sql: 'spend_key', type: 'text' },
    kind: { sql: 'source', type: 'text' },
    localDate: { sql: 'local_date', type: 'date' },
    campaign: { sql: 'campaign', type: 'text' },
    productId: { sql: 'product_id', type: 'text' },
    videoId: { sql: 'video_id', type: 'text' },
    creator: { sql: 'creator', type: 'text' },
    settledAt: { sql: 'settled_at', type: 'time' },
    isConverted: { sql: 'is_converted', type: 'boolean' },
    costMicro: { sql: 'cost_micro', type: 'integer' },
    impressions: { sql: 'impressions', type: 'optional_integer' },
    clicks: { sql: 'clicks', type: 'optional_integer' },
    views2s: { sql: 'views_2s', type: 'optional_integer' },
    views6s: { sql: 'views_6s', type: 'optional_integer' },
    watched100: { sql: 'watched_100', type: 'optional_integer' },
    orders: { sql: 'orders', type: 'optional_integer' },
    claimedMicro: { sql: 'claimed_micro', type: 'optional_integer' },
  },
  latest: { key: ['clientId', 'kind', 'spendKey'], order: ['settledAt'] },
  isUnique: true,
  scope: { clientId: 'clientId' },
  receivedAt: 'settledAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One amount spent. */
export type SpendFact = FactOf<typeof spendSource>
