import { formatDecimal, type Micro, sumOf } from '@busker/money'
import { daysOver, itemCostOn } from '../campaigns.ts'
import { gmvMaxGmvOf } from '../claims.ts'
import { ordersAt } from '../orders.ts'
import { isPaid } from '../state.ts'
import { day, dayText, type LocalMs, spacedText } from '../time.ts'
import type { GmvMaxCampaign, GmvMaxItem, Market } from '../world.ts'
import { nothing, shownQuotient, shownShare } from './figures.ts'
import type { Sheet } from './table.ts'

const header =
  `Campaign name|Campaign ID|Product ID|Creative type|Video title|Video ID|TikTok account|Time posted|Status|
Cost|SKU orders|Cost per order|Gross revenue|ROI|Product ad impressions|Product ad clicks|Product ad click rate|
Ad conversion rate|2-second ad video view rate|6-second ad video view rate|25% ad video view rate|
50% ad video view rate|75% ad video view rate|100% ad video view rate|Currency`
    .split('|')
    .map((text) => text.trim())

/** The week of an export: the report has no date in its lines, only the one that was asked for. */
export interface Week {
  readonly from: string
  readonly to: string
  readonly startMs: LocalMs
}

export const weeksAt = (market: Market, asOf: LocalMs): Week[] => {
  const weeks: Week[] = []
  for (let at = market.startMs; at < market.endMs && at <= asOf; at += 7 * day) {
    weeks.push({ from: dayText(at), to: dayText(at + 6 * day), startMs: at })
  }
  return weeks
}

interface Earned {
  orders: number
  gmvMicro: Micro
}

const keyOf = (campaign: GmvMaxCampaign, item: GmvMaxItem, startMs: LocalMs): string =>
  `${campaign.id}/${item.video?.id ?? ''}/${startMs}`

/** What GMV Max claims, by item and week of the order. */
const claimedByWeek = (market: Market, asOf: LocalMs): Map<string, Earned> => {
  const found = new Map<string, Earned>()
  for (const order of ordersAt(market, asOf)) {
    const claim = order.gmvMaxClaim
    const gmv = gmvMaxGmvOf(order)
    if (claim === null || gmv === null || order.isSample || !isPaid(order, asOf)) continue
    const week = market.startMs + Math.floor((order.createdMs - market.startMs) / (7 * day)) * 7 * day
    const key = keyOf(claim.campaign, claim.item, week)
    const earned = found.get(key) ?? { orders: 0, gmvMicro: 0n }
    earned.orders += 1
    earned.gmvMicro += gmv
    found.set(key, earned)
  }
  return found
}

/** Product cards have no video: each campaign says so in another way. */
const noVideo = ['-1', '-', '']

interface Context {
  readonly market: Market
  readonly campaign: GmvMaxCampaign
  readonly item: GmvMaxItem
  readonly cost: Micro
  readonly earned: Earned
}

const rowOf = ({ market, campaign, item, cost, earned }: Context): string[] => {
  const { video } = item
  const money = (amount: Micro): string => formatDecimal(amount, market.decimals)
  const seen = Number(cost / market.unitMicro) * (market.decimals === 0 ? 1 : 3)
  const clicks = Math.floor((seen * (20 + (video?.hold ?? 10))) / 3000)
  const hold = video?.hold ?? null
  const rate = (part: number): string => (hold === null ? nothing : shownShare(hold * part, 100))
  return [
    campaign.name,
    campaign.id,
    campaign.product.id,
    video === null ? 'Product card' : 'Video',
    video?.title ?? '-',
    video?.id ?? noVideo[market.campaigns.indexOf(campaign) % noVideo.length] ?? '',
    video === null ? '-' : (video.creator?.name ?? market.brand),
    video === null ? '-' : spacedText(video.postedMs),
    video === null ? nothing : 'In queue',
    money(cost),
    String(earned.orders),
    earned.orders === 0 ? nothing : shownQuotient(cost / BigInt(earned.orders), 1_000_000n),
    money(earned.gmvMicro),
    shownQuotient(earned.gmvMicro, cost),
    String(seen),
    String(clicks),
    shownShare(clicks, seen),
    shownShare(earned.orders, clicks),
    rate(0.9),
    rate(0.5),
    rate(0.6),
    rate(0.4),
    rate(0.25),
    rate(0.12),
    market.currency,
  ]
}

/** The creatives of every GMV Max campaign, one sheet for each week until a moment. */
export const gmvMaxSheets = (
  market: Market,
  asOf: LocalMs,
): { readonly week: Week; readonly sheet: Sheet }[] => {
  const claimed = claimedByWeek(market, asOf)
  const days = daysOver(market, asOf)
  return weeksAt(market, asOf).map((week) => {
    const ofWeek = days.filter((at) => at >= week.startMs && at < week.startMs + 7 * day)
    const rows = market.campaigns.flatMap((campaign) =>
      campaign.items.flatMap((item): string[][] => {
        const cost = sumOf(ofWeek.map((at) => itemCostOn(market, { campaign, item }, at)))
        const earned = claimed.get(keyOf(campaign, item, week.startMs)) ?? { orders: 0, gmvMicro: 0n }
        return cost === 0n && earned.orders === 0 ? [] : [rowOf({ market, campaign, item, cost, earned })]
      }),
    )
    return { week, sheet: { name: 'Data', rows: [header, ...rows] } }
  })
}
