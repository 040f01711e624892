import type { FactSets } from '../plain/table.ts'
import type { ChannelDayFact } from '../channel-day.ts'
import type { OrderLineFact, SpendFact } from '../sales.ts'
import type { ShareFact } from '../spend-share.ts'
import type { ToldVideoFact } from '../told-video.ts'
import { about, idOf } from './facts.ts'
import type { GoldenStory } from './golden-months.ts'

/** A client with four orders and two campaigns, small enough to be counted by hand. Amounts in whole units × 10⁶. */

const clientId = idOf('client')
const day = '2026-05-04'
const micro = (units: number): number => units * 1_000_000

export const aLine = (rest: Partial<OrderLineFact>): OrderLineFact => {
  const line: OrderLineFact = {
    ...{ clientId, orderId: '1', skuId: 'a', sequence: 1, productId: 'p', category: '', creator: '' },
    ...{ postedWeekday: '', postedHour: '' },
    ...{ contentType: '', videoId: '', buyerHash: 'x', localDate: day, localHour: 12, settledAt: 0 },
    ...{
      quantity: 1,
      returnedQuantity: 0,
      isPaid: true,
      isCancelled: false,
      isSample: false,
      isSettled: true,
    },
    ...{ isGoodsCostKnown: true, isConverted: true, gmvMicro: 0, cancelledMicro: 0, refundedMicro: 0 },
    ...{ platformFeesMicro: 0, commissionMicro: 0, shippingMicro: 0, goodsMicro: 0, creatorCostsMicro: 0 },
    contributionMicro: 0,
    ...rest,
  }
  const { gmvMicro, cancelledMicro, refundedMicro, platformFeesMicro, commissionMicro } = line
  const costs = platformFeesMicro + commissionMicro + line.shippingMicro + line.goodsMicro
  return {
    ...line,
    contributionMicro: gmvMicro - cancelledMicro - refundedMicro - costs - line.creatorCostsMicro,
  }
}

export const anAmount = (spendKey: string, rest: Partial<SpendFact>): SpendFact => ({
  ...{ clientId, spendKey, kind: 'gmv_max', localDate: day, campaign: 'spring', productId: 'p', videoId: '' },
  ...{ creator: '', settledAt: 0, isConverted: true, costMicro: 0, impressions: null, clicks: null },
  ...{ views2s: null, views6s: null, watched100: null, orders: null, claimedMicro: null },
  ...rest,
})

const aShare = (spendKey: string, skuId: string, rest: Partial<ShareFact>): ShareFact => ({
  ...{ clientId, spendKey, skuId, kind: 'gmv_max', localDate: day, campaign: 'spring', productId: 'p' },
  ...{ videoId: '', creator: '', settledAt: 0, isConverted: true, costMicro: 0 },
  ...rest,
})

const aChannelDay = (rest: Partial<ChannelDayFact>): ChannelDayFact => ({
  ...{ clientId, creator: 'brand', localDate: day, settledAt: 0, views: null, likes: null, comments: null },
  ...{ shares: null, followers: null, isGainTold: false, followersGained: 0, viewers: null },
  returningViewers: null,
  ...rest,
})

const aVideo = (videoId: string, rest: Partial<ToldVideoFact>): ToldVideoFact => ({
  ...{ clientId, videoId, creator: 'mia', localDate: day, settledAt: 0, views: null, likes: null },
  ...{ comments: null, shares: null, productImpressions: null, productClicks: null },
  ...{ reportViews: null, reportOrders: null, reportGmvMicro: null },
  ...rest,
})

const facts = (): FactSets => ({
  order_line: [
    aLine({
      ...{ creator: 'mia', gmvMicro: micro(100), refundedMicro: micro(20), platformFeesMicro: micro(6) },
      ...{ commissionMicro: micro(10), shippingMicro: micro(4), goodsMicro: micro(30) },
    }),
    // Not settled, and what its goods cost nobody told.
    aLine({ orderId: '2', gmvMicro: micro(50), isSettled: false, isGoodsCostKnown: false }),
    aLine({
      orderId: '3',
      buyerHash: 'y',
      gmvMicro: micro(50),
      cancelledMicro: micro(50),
      isCancelled: true,
    }),
    aLine({ orderId: '4', buyerHash: 'y', gmvMicro: micro(40), goodsMicro: micro(10) }),
    aLine({ orderId: '5', buyerHash: '', isSample: true, creatorCostsMicro: micro(5) }),
    // Comes again after 67 days; until then the files tell.
    aLine({ orderId: '7', buyerHash: 'y', localDate: '2026-07-10', gmvMicro: micro(40) }),
    // In a currency of which no rate is known, and of somebody else.
    aLine({ orderId: '6', isConverted: false, gmvMicro: micro(1000) }),
    aLine({ clientId: idOf('stranger'), gmvMicro: micro(1000) }),
  ],
  spend: [
    anAmount('1', {
      ...{ costMicro: micro(20), impressions: 1000, clicks: 50, orders: 5, claimedMicro: micro(60) },
      ...{ views2s: 400, watched100: 100 },
    }),
    // A campaign whose report tells no clicks, orders or revenue.
    anAmount('2', { kind: 'ads_manager', campaign: 'brand', costMicro: micro(10), impressions: 3000 }),
    anAmount('3', { kind: 'creator_fee', creator: 'mia', costMicro: micro(15) }),
    anAmount('4', { kind: 'other', costMicro: micro(2) }),
    // Posts here with a link: one whose fee the cost sheet names (it is the 15 above), one without, one click from elsewhere.
    anAmount('5', { kind: 'busker_paid', impressions: 500, clicks: 20, orders: 3, claimedMicro: micro(30) }),
    anAmount('6', { kind: 'busker_paid', impressions: 0, clicks: 0, orders: 0, costMicro: micro(15) }),
    anAmount('7', { kind: 'busker', impressions: 1000, clicks: 30, orders: 2, claimedMicro: micro(20) }),
    anAmount('8', { kind: 'busker', clicks: 1, orders: 1 }),
  ],
  spend_share: [
    aShare('1', 'a', { costMicro: micro(12) }),
    aShare('1', 'b', { costMicro: micro(8) }),
    aShare('2', '', { kind: 'ads_manager', campaign: 'brand', productId: '', costMicro: micro(10) }),
    aShare('3', 'a', { kind: 'creator_fee', creator: 'mia', costMicro: micro(15) }),
    aShare('4', '', { kind: 'other', productId: '', costMicro: micro(2) }),
  ],
  channel_day: [
    aChannelDay({
      ...{ views: 1000, likes: 80, comments: 15, shares: 5, followers: 500, isGainTold: true },
      ...{ followersGained: 10, viewers: 400, returningViewers: 100 },
    }),
    // Another account, whose file tells views alone, and one of somebody else.
    aChannelDay({ creator: 'mia', views: 500 }),
    aChannelDay({ clientId: idOf('stranger'), views: 9000, likes: 900, comments: 0, shares: 0 }),
  ],
  told_video: [
    aVideo('1', {
      ...{ views: 2000, likes: 100, comments: 20, shares: 10, productImpressions: 300, productClicks: 30 },
      ...{ reportViews: 1500, reportOrders: 3, reportGmvMicro: micro(90) },
    }),
    aVideo('2', { views: 1000 }),
  ],
})

export const salesStory = (): GoldenStory & {
  readonly curves: Readonly<Record<string, readonly number[]>>
} => ({
  facts: facts(),
  question: about(day, day, { scope: { kind: 'client', clientId } }),
  values: {
    sales_gmv: micro(240),
    sales_cancelled: micro(50),
    sales_refunded: micro(20),
    sales_net_gmv: micro(170),
    sales_platform_fees: micro(6),
    sales_commission: micro(10),
    sales_shipping: micro(4),
    sales_goods: micro(40),
    sales_creator_costs: micro(5 + 15),
    sales_ad_spend: micro(30),
    sales_other_costs: micro(2),
    // Of the lines 30 + 50 + 0 + 30 - 5.
    sales_before_advertising: micro(105),
    sales_contribution: micro(105 - 30 - 15 - 2),
    sales_contribution_margin: 58 / 170,
    sales_refund_rate: 20 / 240,
    sales_cancel_rate: 50 / 240,
    sales_settled_share: 140 / 190,
    sales_goods_cost_known: 4 / 5,
    sales_affiliate_share: 100 / 240,
    // x bought twice, of y's two orders one was cancelled.
    sales_repeat_buyers: 1 / 2,
    sales_orders: 4,
    sales_order_value: micro(170) / 3,
    sales_ad_click_rate: (50 + 20 + 30) / (1000 + 500 + 1000),
    sales_ad_conversion: (5 + 3 + 2 + 1) / (50 + 20 + 30 + 1),
    sales_ad_conversion_seen: (5 + 3 + 2) / (1000 + 500 + 1000),
    sales_ad_hook: 400 / 1000,
    sales_ad_hold: 100 / 400,
    sales_ad_cost_per_mille: (micro(30) / 4000) * 1000,
    sales_ad_cost_per_click: micro(20) / 50,
    sales_ad_cost_per_order: micro(20 + 15) / (5 + 3),
    sales_claimed_roas: 60 / 20,
    sales_claimed: micro(60),
    sales_link_value: micro(30 + 20),
    sales_brought: micro(100),
    // Orders left 30, 50, 0, 30 and -5.
    sales_contribution_error: micro(Math.sqrt(900 + 2500 + 900 + 25)),
    // Of 100, 50, 50 and 40 a twelfth is usual; 20 came back of the first.
    sales_refund_rate_error: Math.sqrt((20 - 100 / 12) ** 2 + 2 * (50 / 12) ** 2 + (40 / 12) ** 2) / 240,
    // x came again the same day, y after more than 60.
    sales_bought_again: 1 / 2,
    channel_views: 1500,
    channel_daily_viewers: 400,
    channel_likes: 80,
    channel_comments: 15,
    channel_shares: 5,
    channel_engagement: 100 / 1000,
    channel_engagement_by_followers: 100 / 500,
    channel_share_rate: 5 / 1000,
    channel_followers_gained: 10,
    channel_follow_rate: 10 / 400,
    channel_return_rate: 100 / 400,
    told_video_views: 3000,
    told_video_engagement: 130 / 2000,
    told_video_share_rate: 10 / 2000,
    told_video_product_click_rate: 30 / 300,
    told_video_link_conversion: 3 / 30,
    told_video_gpm: micro(90) / 1.5,
  },
  // After 30 and 60 days; 90 are not over.
  curves: { sales_buyer_retention: [1 / 2, 1 / 2] },
})
