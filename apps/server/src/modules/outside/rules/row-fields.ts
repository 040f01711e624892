import type { ExportedRow, RowKind } from './rows.ts'

type RowOf<Kind extends RowKind> = Extract<ExportedRow, { kind: Kind }>

/**
 * The columns of each kind of row in the order in which they are kept: a row is a list, without the names, which would
 * be most of it. What is kept is never written anew, so a new column goes to the end of its list and is null in rows of
 * before, and no column leaves it.
 */
export const rowFields = {
  order_line: [
    ...(['orderId', 'skuId', 'sequence', 'sellerSku', 'productName'] as const),
    ...(['variation', 'category', 'status', 'statusText', 'cancelReason'] as const),
    ...(['cancelledBy', 'returnType', 'currency', 'quantity', 'returnedQuantity'] as const),
    ...([
      'unitPriceMicro',
      'subtotalBeforeMicro',
      'platformDiscountMicro',
      'sellerDiscountMicro',
      'subtotalAfterMicro',
    ] as const),
    ...([
      'orderAmountMicro',
      'orderRefundMicro',
      'orderShippingMicro',
      'orderTaxesMicro',
      'createdAt',
    ] as const),
    ...(['paidAt', 'shippedAt', 'deliveredAt', 'cancelledAt', 'country'] as const),
    ...(['warehouse', 'buyerHash', 'isSample'] as const),
  ],
  settlement_line: [
    ...(['entryId', 'orderId', 'skuId', 'type', 'typeText'] as const),
    ...(['statementId', 'settledOn', 'createdOn', 'sequence', 'currency'] as const),
    ...(['quantity', 'totalMicro', 'revenueMicro', 'refundMicro', 'platformFeesMicro'] as const),
    ...(['commissionMicro', 'shippingMicro', 'advertisingMicro', 'otherMicro', 'leaves'] as const),
  ],
  affiliate_order: [
    ...(['orderId', 'skuId', 'productId', 'sequence', 'productName'] as const),
    ...(['creator', 'contentType', 'contentId', 'status', 'isReturned'] as const),
    ...(['currency', 'quantity', 'priceMicro', 'paidMicro', 'commissionMicro'] as const),
    ...(['isEstimate', 'createdAt'] as const),
  ],
  affiliate_creator: [
    ...(['creator', 'currency', 'gmvMicro', 'refundsMicro', 'orders'] as const),
    ...(['itemsSold', 'itemsRefunded', 'videos', 'lives', 'samples'] as const),
    ...(['commissionMicro', 'flatFeeMicro', 'productImpressions', 'videoViews', 'from'] as const),
    ...(['to'] as const),
  ],
  affiliate_video: [
    ...(['videoId', 'productId', 'creator', 'title', 'productName'] as const),
    ...(['postedOn', 'currency', 'gmvMicro', 'refundsMicro', 'orders'] as const),
    ...(['itemsSold', 'commissionMicro', 'flatFeeMicro', 'views', 'likes'] as const),
    ...(['comments', 'shares', 'productImpressions', 'productClicks', 'completionRate'] as const),
    ...(['from', 'to'] as const),
  ],
  affiliate_product: [
    ...(['productId', 'productName', 'category', 'currency', 'gmvMicro'] as const),
    ...(['refundsMicro', 'orders', 'itemsSold', 'commissionMicro', 'samples'] as const),
    ...(['productImpressions', 'productClicks', 'creatorsPosted', 'creatorsSold', 'from'] as const),
    ...(['to'] as const),
  ],
  ad_spend: [
    ...(['level', 'campaign', 'adGroup', 'ad', 'currency'] as const),
    ...(['costMicro', 'impressions', 'destinationClicks', 'allClicks', 'videoViews'] as const),
    ...(['views2s', 'views6s', 'watched25', 'watched50', 'watched75'] as const),
    ...(['watched100', 'reach', 'conversions', 'revenueMicro', 'from'] as const),
    ...(['to'] as const),
  ],
  gmv_max_item: [
    ...(['campaignId', 'campaign', 'productId', 'videoId', 'creativeType'] as const),
    ...(['account', 'title', 'postedOn', 'currency', 'costMicro'] as const),
    ...(['orders', 'grossRevenueMicro', 'impressions', 'clicks', 'rate2s'] as const),
    ...(['rate6s', 'rate25', 'rate50', 'rate75', 'rate100'] as const),
    ...(['from', 'to'] as const),
  ],
  studio_day: [
    ...(['account', 'day', 'views', 'profileViews', 'likes'] as const),
    ...(['comments', 'shares', 'followers', 'viewers', 'newViewers'] as const),
    ...(['returningViewers', 'activeByHour'] as const),
  ],
  studio_post: ['account', 'videoId', 'asOf', 'title', 'postedOn', 'views', 'likes', 'comments', 'shares'],
  live_day: [
    ...(['account', 'day', 'gifters', 'newFollowers', 'commenters'] as const),
    ...(['likes', 'shares', 'diamonds', 'lives', 'liveSeconds'] as const),
    ...(['views', 'uniqueViewers', 'averageWatchSeconds', 'peakViewers', 'averageViewers'] as const),
  ],
  audience_share: ['account', 'asOf', 'by', 'value', 'share'],
  own_post: ['account', 'videoId', 'postedAt', 'title', 'likes'],
  own_action: ['account', 'action', 'at', 'subject'],
  cost: [
    ...(['cost', 'sku', 'creator', 'videoId', 'campaign'] as const),
    ...(['per', 'currency', 'amountMicro', 'note', 'from'] as const),
    ...(['to'] as const),
  ],
} as const satisfies { readonly [Kind in RowKind]: readonly (keyof RowOf<Kind>)[] }

/** Columns that are in no list: a test holds that there are none. */
export type ForgottenField = {
  [Kind in RowKind]: Exclude<keyof RowOf<Kind>, 'kind' | (typeof rowFields)[Kind][number]>
}[RowKind]
