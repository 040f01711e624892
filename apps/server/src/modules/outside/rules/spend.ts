import type { Micro } from '@busker/money'
import type { AdSpend, AffiliateVideo, Cost, GmvMaxItem, Span } from './rows.ts'
import type { KnownCosts } from './settle-order.ts'

/** Money that was spent besides the orders' own costs, and what the spender's dashboard claims it brought. */
export interface SpendFact extends Span {
  readonly key: string
  /** `busker…`: posts of this platform, and not money of its own (`link-facts.ts`). */
  readonly source: 'ads_manager' | 'gmv_max' | 'busker' | 'busker_paid' | Cost['cost']
  readonly campaign: string
  readonly productId: string
  readonly videoId: string
  readonly creator: string
  /** The SKU that a cost sheet names, by id or the seller's own name; '': none. */
  readonly sku: string
  readonly currency: string
  readonly costMicro: Micro
  readonly impressions: number | null
  readonly clicks: number | null
  readonly views2s: number | null
  readonly views6s: number | null
  readonly watched25: number | null
  readonly watched100: number | null
  readonly orders: number | null
  readonly claimedMicro: Micro | null
}

const finest = ['ad', 'ad_group', 'campaign'] as const
const lengthOf = ({ from, to }: Span): number => Date.parse(to) - Date.parse(from)
const meet = (one: Span, other: Span): boolean => one.from <= other.to && other.from <= one.to
const spanKey = ({ from, to }: Span): string => `${from}/${to}`

/** Text order, so that the order of import decides nothing. */
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/**
 * Of spans that overlap, the shorter ones: a report by day tells more than its month, and both together would count the
 * money twice. Of two as long the earlier.
 */
export const withoutOverlap = <Row extends Span>(rows: readonly Row[]): Row[] => {
  const spans = [...Map.groupBy(rows, spanKey).values()].toSorted((one, other) => {
    const [first, second] = [one[0], other[0]]
    if (first === undefined || second === undefined) return 0
    return lengthOf(first) - lengthOf(second) || byText(first.from, second.from)
  })
  const kept: Row[] = []
  for (const span of spans) {
    const [first] = span
    if (first !== undefined && !kept.some((one) => meet(one, first))) kept.push(...span)
  }
  return kept
}

const total = (rows: readonly { readonly costMicro: Micro }[]): Micro =>
  rows.reduce((sum, { costMicro }) => sum + costMicro, 0n)

/** A campaign, its ad groups and its ads are the same money: of a span the level that tells most of it, finest first. */
const oneLevel = (rows: readonly AdSpend[]): AdSpend[] => {
  const levels = finest.map((level) => rows.filter((row) => row.level === level))
  return levels.reduce<AdSpend[]>((best, one) => (total(one) > total(best) ? one : best), levels[0] ?? [])
}

const ofCampaigns = <Row extends Span>(
  rows: readonly Row[],
  campaignOf: (row: Row) => string,
  oneOf: (rows: readonly Row[]) => readonly Row[],
): Row[] =>
  [...Map.groupBy(rows, campaignOf).values()].flatMap((own) =>
    withoutOverlap([...Map.groupBy(own, spanKey).values()].flatMap(oneOf)),
  )

const videoIdIn = (name: string): string => /(?<!\d)(7\d{18})(?!\d)/.exec(name)?.[1] ?? ''

interface Known {
  /** Whose video it is, as far as the files tell. */
  readonly creatorOf: (videoId: string) => string
}

const adFact = (row: AdSpend, { creatorOf }: Known): SpendFact => {
  const videoId = videoIdIn(row.ad)
  return {
    ...{ from: row.from, to: row.to, currency: row.currency, costMicro: row.costMicro },
    key: [row.level, row.campaign, row.adGroup, row.ad, row.from, row.to].join('|'),
    ...{ source: 'ads_manager', campaign: row.campaign, productId: '', videoId, creator: creatorOf(videoId) },
    ...{ impressions: row.impressions, clicks: row.destinationClicks },
    ...{ views2s: row.views2s, views6s: row.views6s, watched25: row.watched25, watched100: row.watched100 },
    ...{ sku: '', orders: row.conversions, claimedMicro: row.revenueMicro },
  }
}

/** A rate of impressions as a whole number of them. */
const countOf = (rate: number | null, impressions: number | null): number | null =>
  rate === null || impressions === null ? null : Math.round(rate * impressions)

const gmvMaxFact = (row: GmvMaxItem, { creatorOf }: Known): SpendFact => {
  const { impressions, videoId } = row
  return {
    ...{ from: row.from, to: row.to, currency: row.currency, costMicro: row.costMicro },
    key: [row.campaignId, row.productId, videoId ?? '', row.creativeType, row.from, row.to].join('|'),
    ...{ source: 'gmv_max', campaign: row.campaign, productId: row.productId, videoId: videoId ?? '' },
    creator: creatorOf(videoId ?? ''),
    ...{ impressions, clicks: row.clicks },
    ...{ views2s: countOf(row.rate2s, impressions), views6s: countOf(row.rate6s, impressions) },
    ...{ watched25: countOf(row.rate25, impressions), watched100: countOf(row.rate100, impressions) },
    ...{ sku: '', orders: row.orders, claimedMicro: row.grossRevenueMicro },
  }
}

/** Costs for each piece or order belong to the lines; the others stand for themselves. */
const fixedFact = (row: Cost, { creatorOf }: Known): SpendFact => ({
  ...{ from: row.from, to: row.to, currency: row.currency, costMicro: row.amountMicro },
  key: [row.cost, row.sku, row.creator, row.videoId, row.campaign, row.from, row.to, row.note].join('|'),
  ...{ source: row.cost, campaign: row.campaign, productId: '', videoId: row.videoId },
  creator: row.creator === '' ? creatorOf(row.videoId) : row.creator,
  ...{ impressions: null, clicks: null, views2s: null, views6s: null, watched25: null, watched100: null },
  ...{ sku: row.sku, orders: null, claimedMicro: null },
})

export interface SpendRows {
  readonly ads: readonly AdSpend[]
  readonly gmvMax: readonly GmvMaxItem[]
  readonly costs: readonly Cost[]
  readonly videos: readonly Pick<AffiliateVideo, 'videoId' | 'creator'>[]
}

/** All spending, each amount once, however many reports at however many levels tell of it. */
export const spendFacts = ({ ads, gmvMax, costs, videos }: SpendRows): SpendFact[] => {
  const creators = new Map(videos.map(({ videoId, creator }) => [videoId, creator]))
  const known: Known = { creatorOf: (videoId) => creators.get(videoId) ?? '' }
  return [
    ...ofCampaigns(ads, ({ campaign }) => campaign, oneLevel).map((row) => adFact(row, known)),
    ...ofCampaigns(
      gmvMax,
      ({ campaignId }) => campaignId,
      (rows) => rows,
    ).map((row) => gmvMaxFact(row, known)),
    ...costs.filter(({ per }) => per === 'total').map((row) => fixedFact(row, known)),
  ]
}

const valid = ({ from, to }: Span, day: string): boolean =>
  (from === '' || from <= day) && (to === '' || day <= to)

/** What the cost sheet says of pieces and orders; of several lines for one SKU and day the one that begins last. */
export const knownCosts = (costs: readonly Cost[]): KnownCosts => {
  const goods = costs.filter(({ cost, per }) => cost === 'goods' && per === 'unit')
  const bySku = Map.groupBy(goods, ({ sku }) => sku)
  const perOrder = costs.filter(({ per }) => per === 'order')
  return {
    goodsOf: ({ skuId, sellerSku, day }) => {
      const named = [...(bySku.get(skuId) ?? []), ...(sellerSku === '' ? [] : (bySku.get(sellerSku) ?? []))]
      const fitting = named.filter((cost) => valid(cost, day))
      return fitting.toSorted((one, other) => byText(other.from, one.from))[0]?.amountMicro ?? null
    },
    ofOrder: (day) =>
      perOrder.filter((cost) => valid(cost, day)).reduce((sum, { amountMicro }) => sum + amountMicro, 0n),
  }
}
