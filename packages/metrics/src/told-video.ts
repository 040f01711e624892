import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/**
 * A video on another platform as the files last told of it, by the day on which it was posted. Its numbers are of its
 * whole life up to the newest file. Made by module `outside`.
 */
export const toldVideoSource = /* @__PURE__ */ source({
  id: 'told_video',
  table: 'outside_video',
  entity: 'video',
  columns: {
    clientId: { sql: 'client_id', type: 'uuid' },
    videoId: { sql: 'video_id', type: 'text' },
    creator: { sql: 'creator', type: 'text' },
    localDate: { sql: 'local_date', type: 'date' },
    settledAt: { sql: 'settled_at', type: 'time' },
    views: { sql: 'views', type: 'optional_integer' },
    likes: { sql: 'likes', type: 'optional_integer' },
    comments: { sql: 'comments', type: 'optional_integer' },
    shares: { sql: 'shares', type: 'optional_integer' },
    productImpressions: { sql: 'product_impressions', type: 'optional_integer' },
    productClicks: { sql: 'product_clicks', type: 'optional_integer' },
    /** Of the report that tells of its sales: views of the same days, orders and GMV. */
    reportViews: { sql: 'report_views', type: 'optional_integer' },
    reportOrders: { sql: 'report_orders', type: 'optional_integer' },
    reportGmvMicro: { sql: 'report_gmv_micro', type: 'optional_integer' },
  },
  latest: { key: ['clientId', 'videoId'], order: ['settledAt'] },
  isUnique: true,
  scope: { clientId: 'clientId' },
  receivedAt: 'settledAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One video as the files tell of it. */
export type ToldVideoFact = FactOf<typeof toldVideoSource>
