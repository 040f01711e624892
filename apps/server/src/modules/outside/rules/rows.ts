/**
 * What a line of an exported file says, in one shape whatever region, language and generation the file is of. Amounts
 * are 10⁻⁶ of a major unit; null: the file does not carry it, which is not zero. Dates are `YYYY-MM-DD`, moments
 * `YYYY-MM-DDTHH:MM:SS`, both on the clock of the shop or account, because the files name no zone. Names of creators are
 * lower-case without `@`. Nothing about a buyer is here but the keyed hash of the user name.
 */
export type Micro = bigint

/** The files that are understood (formats: outside the platform, what its dashboards export). */
export type RowKind =
  | 'order_line'
  | 'settlement_line'
  | 'affiliate_order'
  | 'affiliate_creator'
  | 'affiliate_video'
  | 'affiliate_product'
  | 'ad_spend'
  | 'gmv_max_item'
  | 'studio_day'
  | 'studio_post'
  | 'live_day'
  | 'audience_share'
  | 'own_post'
  | 'own_action'
  | 'cost'

export type OrderStatus =
  | 'unpaid'
  | 'on_hold'
  | 'to_ship'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'

/** One line of an order: a SKU. Amounts of the whole order stand on each of its lines and count once. */
export interface OrderLine {
  readonly kind: 'order_line'
  readonly orderId: string
  readonly skuId: string
  /** The how-manieth line of this order with this SKU in the file, from 1: a gift may list a SKU twice. */
  readonly sequence: number
  readonly sellerSku: string
  readonly productName: string
  readonly variation: string
  readonly category: string
  readonly status: OrderStatus
  /** Status text as in the file, for what is not known yet. */
  readonly statusText: string
  readonly cancelReason: string
  readonly cancelledBy: string
  readonly returnType: string
  readonly currency: string
  readonly quantity: number
  readonly returnedQuantity: number
  readonly unitPriceMicro: Micro | null
  readonly subtotalBeforeMicro: Micro | null
  readonly platformDiscountMicro: Micro | null
  readonly sellerDiscountMicro: Micro | null
  readonly subtotalAfterMicro: Micro | null
  /** Of the whole order. */
  readonly orderAmountMicro: Micro | null
  readonly orderRefundMicro: Micro | null
  readonly orderShippingMicro: Micro | null
  readonly orderTaxesMicro: Micro | null
  readonly createdAt: string | null
  readonly paidAt: string | null
  readonly shippedAt: string | null
  readonly deliveredAt: string | null
  readonly cancelledAt: string | null
  readonly country: string
  readonly warehouse: string
  readonly buyerHash: string | null
  /** Nothing was paid for it by buyer or platform: a sample sent to a creator. */
  readonly isSample: boolean
}

export type SettlementType = 'order' | 'refund' | 'reimbursement' | 'advertising' | 'adjustment'

/** What was settled for an order, a SKU of an order, or an adjustment. Costs are negative, as in the file. */
export interface SettlementLine {
  readonly kind: 'settlement_line'
  /** The order, or the adjustment where there is none. */
  readonly entryId: string
  readonly orderId: string | null
  readonly skuId: string | null
  readonly type: SettlementType
  readonly typeText: string
  readonly statementId: string
  readonly settledOn: string
  readonly createdOn: string | null
  /** The how-manieth line of this entry, SKU, type and day in the file, from 1. */
  readonly sequence: number
  readonly currency: string
  readonly quantity: number | null
  readonly totalMicro: Micro
  /** What was sold, after discounts of the seller and refunds. */
  readonly revenueMicro: Micro | null
  readonly refundMicro: Micro | null
  /** Fees of the platform without commission and shipping; each cost stands in exactly one of these four. */
  readonly platformFeesMicro: Micro
  readonly commissionMicro: Micro
  readonly shippingMicro: Micro
  readonly advertisingMicro: Micro
  /** Adjustments, and what the leaves lack to the totals of the file: revenue, these four and this sum to the total. */
  readonly otherMicro: Micro
  /** Every leaf column of the fees that is not zero, by its name in the file, for the drill-down. */
  readonly leaves: Readonly<Record<string, string>>
}

export type ContentType = 'video' | 'live' | 'showcase' | 'external' | 'other'
export type AffiliateStatus = 'processing' | 'completed' | 'settled' | 'ineligible'

/** An order line that a creator brought. */
export interface AffiliateOrder {
  readonly kind: 'affiliate_order'
  readonly orderId: string
  readonly skuId: string
  readonly productId: string
  readonly sequence: number
  readonly productName: string
  readonly creator: string
  readonly contentType: ContentType
  readonly contentId: string | null
  readonly status: AffiliateStatus
  readonly isReturned: boolean
  readonly currency: string
  readonly quantity: number
  readonly priceMicro: Micro | null
  readonly paidMicro: Micro | null
  /** Standard, shop ads and bonus together; of each part the actual one, or the estimate while there is none. */
  readonly commissionMicro: Micro
  readonly isEstimate: boolean
  readonly createdAt: string | null
}

/** Dates of a file that has none in its lines: from its name, or told by the member. */
export interface Span {
  readonly from: string
  readonly to: string
}

export interface AffiliateCreator extends Span {
  readonly kind: 'affiliate_creator'
  readonly creator: string
  readonly currency: string
  readonly gmvMicro: Micro | null
  readonly refundsMicro: Micro | null
  readonly orders: number | null
  readonly itemsSold: number | null
  readonly itemsRefunded: number | null
  readonly videos: number | null
  readonly lives: number | null
  readonly samples: number | null
  readonly commissionMicro: Micro | null
  readonly flatFeeMicro: Micro | null
  readonly productImpressions: number | null
  readonly videoViews: number | null
}

/** A video and a product shown in it. Its views stand on each of its products and count once. */
export interface AffiliateVideo extends Span {
  readonly kind: 'affiliate_video'
  readonly videoId: string
  readonly productId: string
  readonly creator: string
  readonly title: string
  readonly productName: string
  readonly postedOn: string | null
  readonly currency: string
  readonly gmvMicro: Micro | null
  readonly refundsMicro: Micro | null
  readonly orders: number | null
  readonly itemsSold: number | null
  readonly commissionMicro: Micro | null
  readonly flatFeeMicro: Micro | null
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
  readonly productImpressions: number | null
  readonly productClicks: number | null
  /** Shares, 0 … 1 and above. */
  readonly completionRate: number | null
}

export interface AffiliateProduct extends Span {
  readonly kind: 'affiliate_product'
  readonly productId: string
  readonly productName: string
  readonly category: string
  readonly currency: string
  readonly gmvMicro: Micro | null
  readonly refundsMicro: Micro | null
  readonly orders: number | null
  readonly itemsSold: number | null
  readonly commissionMicro: Micro | null
  readonly samples: number | null
  readonly productImpressions: number | null
  readonly productClicks: number | null
  readonly creatorsPosted: number | null
  readonly creatorsSold: number | null
}

/** Spend of an ads account; `from` and `to` are one day in a report by day. */
export interface AdSpend extends Span {
  readonly kind: 'ad_spend'
  readonly level: 'campaign' | 'ad_group' | 'ad'
  readonly campaign: string
  readonly adGroup: string
  readonly ad: string
  readonly currency: string
  readonly costMicro: Micro
  readonly impressions: number | null
  readonly destinationClicks: number | null
  readonly allClicks: number | null
  readonly videoViews: number | null
  readonly views2s: number | null
  readonly views6s: number | null
  readonly watched25: number | null
  readonly watched50: number | null
  readonly watched75: number | null
  readonly watched100: number | null
  /** Neither adds up over days. */
  readonly reach: number | null
  readonly conversions: number | null
  readonly revenueMicro: Micro | null
}

/** A creative of a GMV Max campaign, or a live. Its revenue overlaps organic and affiliate orders. */
export interface GmvMaxItem extends Span {
  readonly kind: 'gmv_max_item'
  readonly campaignId: string
  readonly campaign: string
  readonly productId: string
  /** null: a product card, or what could not be attributed. */
  readonly videoId: string | null
  readonly creativeType: string
  readonly account: string
  readonly title: string
  readonly postedOn: string | null
  readonly currency: string
  readonly costMicro: Micro
  readonly orders: number | null
  readonly grossRevenueMicro: Micro | null
  readonly impressions: number | null
  readonly clicks: number | null
  readonly rate2s: number | null
  readonly rate6s: number | null
  readonly rate25: number | null
  readonly rate50: number | null
  readonly rate75: number | null
  readonly rate100: number | null
}

/** A day of an account. Each file carries some of the columns, so lines of one day are to be laid over each other. */
export interface StudioDay {
  readonly kind: 'studio_day'
  readonly account: string
  readonly day: string
  readonly views: number | null
  readonly profileViews: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
  readonly followers: number | null
  readonly viewers: number | null
  readonly newViewers: number | null
  readonly returningViewers: number | null
  /** Followers active in each hour, 0 to 23; empty: not told. */
  readonly activeByHour: readonly number[]
}

/** A post as it stood on a day. */
export interface StudioPost {
  readonly kind: 'studio_post'
  readonly account: string
  readonly videoId: string
  readonly asOf: string
  readonly title: string
  readonly postedOn: string | null
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
}

/** A day of live broadcasts; each file carries some of the columns. */
export interface LiveDay {
  readonly kind: 'live_day'
  readonly account: string
  readonly day: string
  readonly gifters: number | null
  readonly newFollowers: number | null
  readonly commenters: number | null
  readonly likes: number | null
  readonly shares: number | null
  readonly diamonds: number | null
  readonly lives: number | null
  readonly liveSeconds: number | null
  readonly views: number | null
  readonly uniqueViewers: number | null
  readonly averageWatchSeconds: number | null
  readonly peakViewers: number | null
  readonly averageViewers: number | null
}

export interface AudienceShare {
  readonly kind: 'audience_share'
  readonly account: string
  readonly asOf: string
  readonly by: 'gender' | 'territory'
  readonly value: string
  /** 0 … 1. */
  readonly share: number
}

/** From a person's own data download. */
export interface OwnPost {
  readonly kind: 'own_post'
  readonly account: string
  readonly videoId: string
  readonly postedAt: string
  readonly title: string
  readonly likes: number | null
}

export interface OwnAction {
  readonly kind: 'own_action'
  readonly account: string
  readonly action: 'watch' | 'like' | 'follow' | 'follower'
  readonly at: string
  /** Video id, or the account followed; of a follower nothing. */
  readonly subject: string
}

/** A line of the cost sheet, which is our own form. */
export interface Cost extends Span {
  readonly kind: 'cost'
  readonly cost: 'goods' | 'sample' | 'creator_fee' | 'agency_fee' | 'shipping' | 'other'
  /** Of what: all that are not empty must match. For a SKU: id or the seller's own. */
  readonly sku: string
  readonly creator: string
  readonly videoId: string
  readonly campaign: string
  readonly per: 'unit' | 'order' | 'total'
  readonly currency: string
  readonly amountMicro: Micro
  readonly note: string
}

export type ExportedRow =
  | OrderLine
  | SettlementLine
  | AffiliateOrder
  | AffiliateCreator
  | AffiliateVideo
  | AffiliateProduct
  | AdSpend
  | GmvMaxItem
  | StudioDay
  | StudioPost
  | LiveDay
  | AudienceShare
  | OwnPost
  | OwnAction
  | Cost

/** A line that was not taken, with the reason; personal columns are left out of what is kept of it. */
export interface RefusedLine {
  readonly sheet: string
  /** From 1, as a spreadsheet counts. */
  readonly line: number
  readonly reason: RefusalReason
  /** Which column, as the file calls it; '' for the whole line. */
  readonly column: string
  readonly value: string
}

export type RefusalReason =
  | 'id_lost_digits'
  | 'id_missing'
  | 'not_a_number'
  | 'not_an_amount'
  | 'not_a_date'
  | 'ambiguous_date'
  | 'unknown_currency'
  | 'unknown_status'
  | 'too_few_cells'
  | 'too_many_cells'
  | 'formula'
  | 'damaged_text'
