import type { Currency, Micro } from '@busker/money'
import type { RegionFacts } from './region.ts'
import type { LocalMs } from './time.ts'

/** What one piece costs to make or buy, for orders made on these days; '' leaves the end open. */
export interface GoodsCost {
  readonly from: string
  readonly to: string
  readonly amountMicro: Micro
}

export interface Sku {
  readonly id: string
  readonly sellerSku: string
  readonly variation: string
  readonly priceMicro: Micro
  readonly goods: readonly GoodsCost[]
  readonly productId: string
  readonly productName: string
  readonly category: string
}

export interface Product {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly skus: readonly Sku[]
}

export interface Creator {
  /** Lower case, as it is compared. */
  readonly name: string
  readonly commissionBps: bigint
  readonly shopAdsBps: bigint
  readonly bonusBps: bigint
  /** How many of the orders come back, of a hundred. */
  readonly returnsOfHundred: number
  /** Asked beforehand, whatever is sold. */
  readonly flatFeeMicro: Micro
}

export interface Video {
  readonly id: string
  readonly title: string
  /** null: posted by the brand itself. */
  readonly creator: Creator | null
  readonly products: readonly Product[]
  readonly postedMs: LocalMs
  /** How much it is seen, and how well it holds. */
  readonly reach: number
  readonly hold: number
}

export interface GmvMaxItem {
  /** null: the product card, or what could not be attributed. */
  readonly video: Video | null
  readonly dailyMicro: Micro
}

export interface GmvMaxCampaign {
  readonly id: string
  readonly name: string
  readonly product: Product
  readonly items: readonly GmvMaxItem[]
}

/** An ad of the Ads Manager. Only its name may tell which video it shows. */
export interface Ad {
  readonly campaign: string
  readonly adGroup: string
  readonly name: string
  readonly video: Video | null
  readonly dailyMicro: Micro
}

export interface Buyer {
  readonly userName: string
  readonly name: string
  readonly phone: string
  readonly address: string
  readonly zip: string
  readonly city: string
}

export type ContentKind = 'video' | 'live' | 'showcase' | 'external'

/** The creator who brought a line of an order. */
export interface AffiliateTouch {
  readonly creator: Creator
  readonly content: ContentKind
  /** Of the video or the live; '' for others. */
  readonly contentId: string
}

export interface OrderLine {
  readonly sku: Sku
  /** The how-manieth line with this SKU, from 1. */
  readonly sequence: number
  readonly quantity: number
  readonly beforeMicro: Micro
  readonly sellerDiscountMicro: Micro
  readonly platformDiscountMicro: Micro
  readonly afterMicro: Micro
  readonly touch: AffiliateTouch | null
}

/** Pieces given back, money given back, or both. */
export interface Refund {
  readonly atMs: LocalMs
  readonly line: number
  readonly quantity: number
  readonly amountMicro: Micro
  /** Shipping and taxes given back with it. */
  readonly extraMicro: Micro
}

export interface OrderTimes {
  readonly createdMs: LocalMs
  readonly paidMs: LocalMs | null
  readonly readyMs: LocalMs | null
  readonly shippedMs: LocalMs | null
  readonly deliveredMs: LocalMs | null
  readonly completedMs: LocalMs | null
  readonly cancelledMs: LocalMs | null
  /** Midnight of the day of the first statement. */
  readonly settledMs: LocalMs | null
}

export interface Order extends OrderTimes {
  readonly index: number
  readonly id: string
  readonly buyer: Buyer
  readonly message: string
  readonly isSample: boolean
  /** The creator who asked for the sample. */
  readonly sampleFor: Creator | null
  readonly lines: readonly OrderLine[]
  readonly shippingOriginalMicro: Micro
  readonly shippingSellerDiscountMicro: Micro
  readonly shippingPlatformDiscountMicro: Micro
  readonly shippingMicro: Micro
  readonly taxesMicro: Micro
  readonly paymentDiscountMicro: Micro
  readonly amountMicro: Micro
  readonly refunds: readonly Refund[]
  readonly cancelledBy: string
  readonly cancelReason: string
  /** Who says it brought this order, beside the creators of its lines. */
  readonly gmvMaxClaim: { readonly campaign: GmvMaxCampaign; readonly item: GmvMaxItem } | null
  readonly adClaim: Ad | null
}

/** A line of the brand's own cost sheet. */
export interface CostLine {
  readonly cost: 'goods' | 'sample' | 'creator_fee' | 'agency_fee' | 'shipping' | 'other'
  readonly sku: Sku | null
  readonly creator: Creator | null
  readonly video: Video | null
  readonly per: 'unit' | 'order' | 'total'
  readonly amountMicro: Micro
  readonly from: string
  readonly to: string
  readonly note: string
}

/** How the shop writes its files: habits of the seller and of the month. */
export interface Quirks {
  readonly descriptionRow: boolean
  readonly tabs: boolean
  readonly quotedCells: boolean
  readonly staleDimension: boolean
  readonly scatteredRows: boolean
  readonly numericCells: boolean
  readonly sharedStrings: boolean
  readonly shoutedCreators: boolean
  readonly localStatuses: boolean
  readonly blankActuals: boolean
}

/** A small market: everything that happened, whoever exported it. Orders are made when asked for. */
export interface Market {
  readonly seed: number
  readonly facts: RegionFacts
  readonly currency: Currency
  readonly unitMicro: Micro
  readonly decimals: number
  readonly startMs: LocalMs
  readonly endMs: LocalMs
  readonly days: number
  readonly orderCount: number
  readonly brand: string
  readonly products: readonly Product[]
  readonly skus: readonly Sku[]
  readonly creators: readonly Creator[]
  readonly videos: readonly Video[]
  readonly campaigns: readonly GmvMaxCampaign[]
  readonly ads: readonly Ad[]
  readonly costs: readonly CostLine[]
  readonly quirks: Quirks
}
