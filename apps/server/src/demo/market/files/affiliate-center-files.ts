import { type Micro, sumOf } from '@busker/money'
import { attentionAt } from '../attention.ts'
import { ordersAt } from '../orders.ts'
import { gmvOf, lineRefundAt, returnedQuantityAt } from '../state.ts'
import type { LocalMs } from '../time.ts'
import type { ContentKind, Creator, Market, Video } from '../world.ts'
import { affiliateContexts } from './affiliate-file.ts'
import { nothing, shownMoney, shownShare } from './figures.ts'
import type { Sheet } from './table.ts'

/** What creators sold, as one line of the Affiliate Center counts it. */
interface Sold {
  readonly creator: string
  readonly videoId: string | null
  readonly productId: string
  readonly content: ContentKind
  readonly orderId: string
  readonly buyer: string
  readonly gmvMicro: Micro
  readonly refundMicro: Micro
  readonly quantity: number
  readonly returned: number
  readonly commissionMicro: Micro
}

const soldAt = (market: Market, asOf: LocalMs): Sold[] =>
  [...affiliateContexts(market, ordersAt(market, asOf), asOf)].map(
    ({ order, group, touch, estimate, actual }) => {
      const commission = actual ?? estimate
      return {
        creator: touch.creator.name,
        videoId: touch.content === 'video' ? touch.contentId : null,
        productId: group.lines[0]?.line.sku.productId ?? '',
        content: touch.content,
        orderId: order.id,
        buyer: order.buyer.userName,
        gmvMicro: sumOf(group.lines.map(({ line }) => gmvOf(line))),
        refundMicro: sumOf(group.lines.map(({ index }) => lineRefundAt(order, index, asOf))),
        quantity: group.lines.reduce((sum, { line }) => sum + line.quantity, 0),
        returned: group.lines.reduce((sum, { index }) => sum + returnedQuantityAt(order, index, asOf), 0),
        commissionMicro: commission.standardMicro + commission.shopAdsMicro + commission.bonusMicro,
      }
    },
  )

interface Sum {
  readonly gmv: string
  readonly refunds: string
  readonly orders: string
  readonly sold: string
  readonly refunded: string
  readonly average: string
  readonly commission: string
  readonly customers: string
}

const summed = (market: Market, list: readonly Sold[]): Sum => {
  const money = (amount: Micro): string => shownMoney(market, amount)
  const gmv = sumOf(list.map(({ gmvMicro }) => gmvMicro))
  const orders = new Set(list.map(({ orderId }) => orderId)).size
  const unit = market.unitMicro
  return {
    gmv: money(gmv),
    refunds: money(sumOf(list.map(({ refundMicro }) => refundMicro))),
    orders: String(orders),
    sold: String(list.reduce((sum, { quantity }) => sum + quantity, 0)),
    refunded: String(list.reduce((sum, { returned }) => sum + returned, 0)),
    average: orders === 0 ? nothing : money((gmv / (BigInt(orders) * unit)) * unit),
    commission: money(sumOf(list.map(({ commissionMicro }) => commissionMicro))),
    customers: String(new Set(list.map(({ buyer }) => buyer)).size),
  }
}

/** Cells by header, so that a column and its value cannot slip apart. */
const sheetOf = (
  name: string,
  list: readonly Readonly<Record<string, string>>[],
  headers: readonly string[],
): Sheet => ({
  name,
  rows: [headers, ...list.map((cells) => headers.map((header) => cells[header] ?? nothing))],
})

const split = (text: string): string[] => text.split('|').map((header) => header.trim())

const creatorHeaders = split(`Creator name|Creator-attributed GMV|Refunds|Attributed orders|
Creator-attributed items sold|Items refunded|AOV|Videos|LIVE streams|Est. commission|Samples shipped|Est. flat fee|
Creator video-attributed GMV|Creator LIVE-attributed GMV|Affiliate product card-attributed GMV|CTOR|CTR|
Total sample content|Products added to showcase|Product impressions|Video views|Customers|Products sold`)

const videosOf = (market: Market, creator: Creator, asOf: LocalMs): Video[] =>
  market.videos.filter((video) => video.creator === creator && video.postedMs <= asOf)

const samplesFor = (market: Market, asOf: LocalMs): Map<string, number> => {
  const found = new Map<string, number>()
  for (const { sampleFor } of ordersAt(market, asOf)) {
    if (sampleFor !== null) found.set(sampleFor.name, (found.get(sampleFor.name) ?? 0) + 1)
  }
  return found
}

/** Creator Data of the Affiliate Center, for all days until a moment. */
export const affiliateCreatorSheet = (market: Market, asOf: LocalMs): Sheet => {
  const sold = soldAt(market, asOf)
  const samples = samplesFor(market, asOf)
  const rows = market.creators.map((creator) => {
    const own = sold.filter((line) => line.creator === creator.name)
    const sum = summed(market, own)
    const gmvBy = (kinds: readonly ContentKind[]): string =>
      shownMoney(
        market,
        sumOf(own.filter(({ content }) => kinds.includes(content)).map(({ gmvMicro }) => gmvMicro)),
      )
    const seen = videosOf(market, creator, asOf).map((video) => attentionAt(video, asOf))
    const total = (of: 'views' | 'productImpressions' | 'productClicks'): number =>
      seen.reduce((count, attention) => count + attention[of], 0)
    return {
      'Creator name': creator.name,
      'Creator-attributed GMV': sum.gmv,
      Refunds: sum.refunds,
      'Attributed orders': sum.orders,
      'Creator-attributed items sold': sum.sold,
      'Items refunded': sum.refunded,
      AOV: sum.average,
      Videos: String(seen.length),
      'LIVE streams': String(
        new Set(own.filter(({ content }) => content === 'live').map(({ orderId }) => orderId)).size,
      ),
      'Est. commission': sum.commission,
      'Samples shipped': String(samples.get(creator.name) ?? 0),
      'Est. flat fee': shownMoney(market, creator.flatFeeMicro),
      'Creator video-attributed GMV': gmvBy(['video']),
      'Creator LIVE-attributed GMV': gmvBy(['live']),
      'Affiliate product card-attributed GMV': gmvBy(['showcase', 'external']),
      CTR: shownShare(total('productClicks'), total('productImpressions')),
      'Product impressions': String(total('productImpressions')),
      'Video views': String(total('views')),
      Customers: sum.customers,
      'Products sold': String(new Set(own.map(({ productId }) => productId)).size),
    }
  })
  return sheetOf('Creator Data', rows, creatorHeaders)
}

const videoHeaders = split(`Video title|Video ID|Post date|Video link|Creator name|Product name|Product ID|
Creator video-attributed GMV|Video-attributed orders|AOV|Avg. GMV per customer|Video-attributed items sold|Refunds|
Items refunded|Est. commission|Est. flat fee|Video views|Likes|Comments|Shares|Video product impressions|
Video product clicks|Completion rate|CTR|Engagement|Video GPM`)

const monthFirst = (at: LocalMs): string => {
  const [year = '', month = '', ofMonth = ''] = new Date(at).toISOString().slice(0, 10).split('-')
  return `${month}/${ofMonth}/${year}`
}

/** Video Data: a line for each product of a video; what the video had stands on each of them. */
export const affiliateVideoSheet = (market: Market, asOf: LocalMs): Sheet => {
  const sold = soldAt(market, asOf)
  const shown = market.videos.filter(({ creator, postedMs }) => creator !== null && postedMs <= asOf)
  const rows = shown.flatMap((video) =>
    video.products.map((product) => {
      const sum = summed(
        market,
        sold.filter((line) => line.videoId === video.id && line.productId === product.id),
      )
      const seen = attentionAt(video, asOf)
      return {
        'Video title': video.title,
        'Video ID': video.id,
        'Post date': monthFirst(video.postedMs),
        'Video link': `https://www.tiktok.com/@${video.creator?.name ?? ''}/video/${video.id}`,
        'Creator name': video.creator?.name ?? nothing,
        'Product name': product.name,
        'Product ID': product.id,
        'Creator video-attributed GMV': sum.gmv,
        'Video-attributed orders': sum.orders,
        AOV: sum.average,
        'Video-attributed items sold': sum.sold,
        Refunds: sum.refunds,
        'Items refunded': sum.refunded,
        'Est. commission': sum.commission,
        'Video views': String(seen.views),
        Likes: String(seen.likes),
        Comments: String(seen.comments),
        Shares: String(seen.shares),
        'Video product impressions': String(seen.productImpressions),
        'Video product clicks': String(seen.productClicks),
        'Completion rate': shownShare(video.hold, 200),
        CTR: shownShare(seen.productClicks, seen.productImpressions),
        Engagement: shownShare(seen.likes + seen.comments + seen.shares, seen.views),
      }
    }),
  )
  return sheetOf('Video Data', rows, videoHeaders)
}

const productHeaders = split(`Product name|Product ID|Product category|Creator-attributed GMV|Refunds|
Creator-attributed items sold|Items refunded|Attributed orders|Videos|LIVE streams|Est. commission|Samples shipped|
Est. flat fee|Videos with sales|LIVE streams with sales|Creators posted content|Creators with sales|Customers|
Total sample content|Product impressions|Product clicks|CTOR|CTR`)

/** Transaction Analysis > Product. */
export const affiliateProductSheet = (market: Market, asOf: LocalMs): Sheet => {
  const sold = soldAt(market, asOf)
  const rows = market.products.map((product) => {
    const own = sold.filter((line) => line.productId === product.id)
    const sum = summed(market, own)
    const videos = market.videos.filter(
      (video) => video.creator !== null && video.postedMs <= asOf && video.products.includes(product),
    )
    const seen = videos.map((video) => attentionAt(video, asOf))
    const impressions = seen.reduce((count, { productImpressions }) => count + productImpressions, 0)
    const clicks = seen.reduce((count, { productClicks }) => count + productClicks, 0)
    return {
      'Product name': product.name,
      'Product ID': product.id,
      'Product category': product.category,
      'Creator-attributed GMV': sum.gmv,
      Refunds: sum.refunds,
      'Creator-attributed items sold': sum.sold,
      'Items refunded': sum.refunded,
      'Attributed orders': sum.orders,
      Videos: String(videos.length),
      'LIVE streams': '0',
      'Est. commission': sum.commission,
      'Samples shipped': '0',
      'Videos with sales': String(new Set(own.flatMap(({ videoId }) => videoId ?? [])).size),
      'Creators posted content': String(new Set(videos.map(({ creator }) => creator?.name)).size),
      'Creators with sales': String(new Set(own.map(({ creator }) => creator)).size),
      Customers: sum.customers,
      'Product impressions': String(impressions),
      'Product clicks': String(clicks),
      CTR: shownShare(clicks, impressions),
    }
  })
  return sheetOf('Product', rows, productHeaders)
}
