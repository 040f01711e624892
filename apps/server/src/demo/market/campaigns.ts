import type { Micro } from '@busker/money'
import { chanceOf, digits } from './chance.ts'
import { day, type LocalMs } from './time.ts'
import type { Ad, GmvMaxCampaign, GmvMaxItem, Market, Product, Video } from './world.ts'

export interface Budget {
  readonly seed: number
  readonly unitMicro: Micro
  /** Roughly what the shop sells on a day. */
  readonly dailySalesMicro: Micro
}

/** A part of a day's sales in thousandths, in whole units. */
const partOf = ({ dailySalesMicro, unitMicro }: Budget, thousandths: number): Micro =>
  ((dailySalesMicro * BigInt(thousandths)) / (1000n * unitMicro)) * unitMicro

const maximumItems = 6

/** Up to three GMV Max campaigns, each for one product: its videos and the product card. */
export const campaignsOf = (
  budget: Budget,
  products: readonly Product[],
  videos: readonly Video[],
): GmvMaxCampaign[] =>
  products.slice(0, 3).map((product, index) => {
    const chance = chanceOf(budget.seed, `campaign/${index}`)
    const shown = videos.filter((video) => video.products.includes(product)).slice(0, maximumItems)
    const items: GmvMaxItem[] = [...shown, null].map((video) => ({
      video,
      dailyMicro: partOf(budget, chance.int(4, 30)),
    }))
    return {
      id: `18${digits(chance, 13)}${index}`,
      name: `GMV Max | ${product.name}`,
      product,
      items,
    }
  })

/** Ads of the Ads Manager: some with the id of their video in the name, some without. */
export const adsOf = (budget: Budget, videos: readonly Video[]): Ad[] =>
  videos.slice(0, 5).map((video, index) => {
    const chance = chanceOf(budget.seed, `ad/${index}`)
    const tells = index % 2 === 0
    return {
      campaign: index < 3 ? 'Autumn prospecting' : 'Retargeting, 30 days',
      adGroup: `Broad ${index < 3 ? 'A' : 'B'}`,
      name: tells ? `Spark ${video.id} - hook ${index + 1}` : `Studio cut ${index + 1}`,
      video: tells ? video : null,
      dailyMicro: partOf(budget, chance.int(3, 25)),
    }
  })

const noisy = (market: Market, label: string, dailyMicro: Micro): Micro => {
  const percent = BigInt(chanceOf(market.seed, label).int(60, 140))
  return ((dailyMicro * percent) / (100n * market.unitMicro)) * market.unitMicro
}

/** What an item of a campaign cost on a day; nothing before its video was there. */
export const itemCostOn = (
  market: Market,
  { campaign, item }: { campaign: GmvMaxCampaign; item: GmvMaxItem },
  dayMs: LocalMs,
): Micro =>
  item.video !== null && item.video.postedMs > dayMs
    ? 0n
    : noisy(market, `spend/${campaign.id}/${item.video?.id ?? ''}/${dayMs}`, item.dailyMicro)

/** What an ad cost on a day; every seventh day it rests. */
export const adCostOn = (market: Market, ad: Ad, dayMs: LocalMs): Micro =>
  (dayMs / day) % 7 === 2 ? 0n : noisy(market, `ads/${ad.name}/${dayMs}`, ad.dailyMicro)

/** The days that are over at a moment: a day that still runs is in no report. */
export const daysOver = (market: Market, asOf: LocalMs): LocalMs[] => {
  const days: LocalMs[] = []
  for (let at = market.startMs; at < market.endMs && at + day <= asOf; at += day) days.push(at)
  return days
}
