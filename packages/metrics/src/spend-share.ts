import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/**
 * Money spent besides the orders, taken apart by the SKUs that it belongs to. The shares of one amount are that amount;
 * what belongs to no SKU has none. Made by module `outside` by the rule that stands in its README.
 */
export const shareSource = /* @__PURE__ */ source({
  id: 'spend_share',
  table: 'outside_spend_share',
  entity: 'share of an amount spent',
  columns: {
    clientId: { sql: 'client_id', type: 'uuid' },
    spendKey: { sql: 'spend_key', type: 'text' },
    kind: { sql: 'source', type: 'text' },
    skuId: { sql: 'sku_id', type: 'text' },
    localDate: { sql: 'local_date', type: 'date' },
    campaign: { sql: 'campaign', type: 'text' },
    productId: { sql: 'product_id', type: 'text' },
    videoId: { sql: 'video_id', type: 'text' },
    creator: { sql: 'creator', type: 'text' },
    settledAt: { sql: 'settled_at', type: 'time' },
    isConverted: { sql: 'is_converted', type: 'boolean' },
    costMicro: { sql: 'cost_micro', type: 'integer' },
  },
  latest: { key: ['clientId', 'kind', 'spendKey', 'skuId'], order: ['settledAt'] },
  isUnique: true,
  scope: { clientId: 'clientId' },
  receivedAt: 'settledAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One share of an amount spent. */
export type ShareFact = FactOf<typeof shareSource>
