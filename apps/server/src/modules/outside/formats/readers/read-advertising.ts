import type { AdSpend, GmvMaxItem } from '../../rules/rows.ts'
import { isNothing } from '../values/amount.ts'
import { readCreator } from '../values/identifiers.ts'
import type { Line } from './line.ts'
import type { Reader, ReaderContext } from './reader.ts'

/** `Total`, `Total 12 campaigns`, `Total of 12 results`: in the languages of the dashboards. */
const isTotalText = (text: string): boolean =>
  /^(grand )?(total|tổng|tổng cộng|jumlah|รวม|ทั้งหมด)(\s*(of\s*)?[\d.,]+.*|\s*[:(-].*)?$/iu.test(text.trim())

const dimensions = ['day', 'campaign', 'adGroup', 'ad'] as const

/** The line under the lines that sums them. A campaign may be named "Total care", which is none. */
const isTotal = (line: Line): boolean => {
  const filled = dimensions.filter((field) => line.has(field) && !isNothing(line.text(field)))
  const first = filled[0]
  if (first === undefined) return true
  const text = line.text(first)
  const used = dimensions.filter((field) => line.has(field)).length
  return isTotalText(text) || (filled.length === 1 && used > 1 && /^total\b/i.test(text))
}

const spanOf = (line: Line, context: ReaderContext): { from: string; to: string } => {
  if (!line.has('day')) return context.period ?? { from: '', to: '' }
  const day = line.neededDay('day')
  return { from: day, to: day }
}

const levelOf = (line: Line): AdSpend['level'] =>
  line.has('ad') ? 'ad' : line.has('adGroup') ? 'ad_group' : 'campaign'

/** Spend of an ads account by campaign, ad group or ad. */
export const adsReader = (context: ReaderContext): Reader => {
  const read = (line: Line): AdSpend[] => {
    if (line.fault === null && isTotal(line)) return []
    return [
      {
        kind: 'ad_spend',
        ...spanOf(line, context),
        level: levelOf(line),
        campaign: line.words('campaign'),
        adGroup: line.words('adGroup'),
        ad: line.words('ad'),
        currency: line.currency(),
        costMicro: line.amountOrZero('cost'),
        impressions: line.count('impressions'),
        destinationClicks: line.count('destinationClicks'),
        allClicks: line.count('allClicks'),
        videoViews: line.count('videoViews'),
        views2s: line.count('views2s'),
        views6s: line.count('views6s'),
        watched25: line.count('watched25'),
        watched50: line.count('watched50'),
        watched75: line.count('watched75'),
        watched100: line.count('watched100'),
        reach: line.count('reach'),
        conversions: line.count('conversions'),
        revenueMicro: line.amount('revenue'),
      },
    ]
  }
  return { read }
}

/** `-1`, `0`, `-` and nothing all stand for what could not be given to a video: product cards. */
const videoOf = (line: Line): string | null => {
  const id = line.has('videoId') ? line.optionalId('videoId') : null
  return id === null || /^(-?[01]|n\/a|na)$/i.test(id) ? null : id
}

const isGmvMaxTotal = (line: Line): boolean =>
  ['campaign', 'campaignId', 'productId', 'title'].some((field) => isTotalText(line.text(field))) &&
  videoOf(line) === null

/** Creatives of GMV Max campaigns, products, or livestreams. */
export const gmvMaxReader = (context: ReaderContext): Reader => {
  const isLive = context.table.format.id.startsWith('gmv_max_live')
  const read = (line: Line): GmvMaxItem[] => {
    if (line.fault === null && isGmvMaxTotal(line)) return []
    return [
      {
        kind: 'gmv_max_item',
        ...spanOf(line, context),
        campaignId: line.optionalId('campaignId') ?? '',
        campaign: line.words('campaign'),
        productId: line.optionalId('productId') ?? '',
        videoId: videoOf(line),
        creativeType: isLive ? 'LIVE' : line.words('creativeType'),
        account: readCreator(line.text('account')),
        title: line.words('title'),
        postedOn: line.day('postedOn'),
        currency: line.currency(),
        costMicro: line.amountOrZero('cost'),
        orders: line.count('orders'),
        grossRevenueMicro: line.amount('grossRevenue'),
        impressions: line.count('impressions'),
        clicks: line.count('clicks'),
        rate2s: line.rate('rate2s'),
        rate6s: line.rate('rate6s'),
        rate25: line.rate('rate25'),
        rate50: line.rate('rate50'),
        rate75: line.rate('rate75'),
        rate100: line.rate('rate100'),
      },
    ]
  }
  return { read }
}
