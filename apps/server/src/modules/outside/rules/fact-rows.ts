import { convert, rateOf, type Micro, type Rate } from '@busker/money'
import { marksOf, orderLineCells } from '@busker/metrics'
import type { AffiliateVideo, StudioPost } from './rows.ts'
import type { PostedOf } from './posted.ts'
import { contributionOf, type LineFact } from './settle-order.ts'
import type { SpendShare } from './share-spend.ts'
import type { SpendFact } from './spend.ts'

/** What one unit of a currency is worth in another from a day on, as the client gave it. */
export interface DatedRate {
  readonly day: string
  readonly from: string
  readonly to: string
  readonly rate: string
}

/** An amount in the client's currency. null: nobody gave a rate. */
export type Convert = (amount: Micro, currency: string, day: string) => Micro | null

/** Converts by the last rate that is not after the day. */
export const converter = (own: string, rates: readonly DatedRate[]): Convert => {
  const newestFirst = rates
    .filter(({ to }) => to === own)
    .toSorted((one, other) => (one.day < other.day ? 1 : -1))
    .map(({ day, from, rate }): { day: string; from: string; rate: Rate | null } => ({
      ...{ day, from, rate: rateOf(rate) },
    }))
  return (amount, currency, day) => {
    if (currency === own || amount === 0n) return amount
    const rate = newestFirst.find((one) => one.from === currency && one.day <= day)?.rate ?? null
    return rate === null ? null : convert(amount, rate)
  }
}

/** What every row of the settled tables carries. */
export interface Settled {
  readonly clientId: string
  readonly settledAt: string
  readonly currency: string
  readonly convert: Convert
  readonly posted: PostedOf
}

const epoch = '1970-01-01'

const amounts = [
  ...(['gmvMicro', 'cancelledMicro', 'refundedMicro', 'platformFeesMicro'] as const),
  ...(['commissionMicro', 'shippingMicro', 'goodsMicro', 'creatorCostsMicro'] as const),
] as const
type Amounts = Pick<LineFact, (typeof amounts)[number]>

const momentOf = ({ line }: LineFact): string => line.paidAt ?? line.createdAt ?? `${epoch}T00:00:00`

/** The day on which an order line counts. */
export const lineDay = (fact: LineFact): string => momentOf(fact).slice(0, 10)

const nothingEarned: { -readonly [Name in keyof Amounts]: Micro } = {
  ...{ gmvMicro: 0n, cancelledMicro: 0n, refundedMicro: 0n, platformFeesMicro: 0n, commissionMicro: 0n },
  ...{ shippingMicro: 0n, goodsMicro: 0n, creatorCostsMicro: 0n },
}

/** The amounts of a line in the client's currency; null: nobody gave a rate. What was converted is rounded each by itself. */
const convertedAmounts = (
  fact: LineFact,
  { currency, convert: into }: Settled,
  day: string,
): Amounts | null => {
  if (fact.line.currency === currency) return fact
  const converted = { ...nothingEarned }
  for (const name of amounts) {
    const amount = into(fact[name], fact.line.currency, day)
    if (amount === null) return null
    converted[name] = amount
  }
  return converted
}

/** The row of an order line. What was left is computed from the converted amounts, so that it always adds up. */
const lineRow = (fact: LineFact, settled: Settled) => {
  const { line } = fact
  const { weekday, hour } = settled.posted(fact.videoId)
  const moment = momentOf(fact)
  const day = lineDay(fact)
  const converted = convertedAmounts(fact, settled, day)
  const known = converted ?? nothingEarned
  return {
    client_id: settled.clientId,
    settled_at: settled.settledAt,
    currency: settled.currency,
    is_converted: converted !== null,
    order_id: line.orderId,
    sku_id: line.skuId,
    sequence: line.sequence,
    product_id: fact.productId,
    seller_sku: line.sellerSku,
    product_name: line.productName,
    category: line.category,
    creator: fact.creator,
    content_type: fact.contentType,
    video_id: fact.videoId,
    posted_weekday: weekday,
    posted_hour: hour,
    buyer_hash: line.buyerHash ?? '',
    local_date: day,
    local_hour: Number(moment.slice(11, 13)),
    quantity: line.quantity,
    returned_quantity: line.returnedQuantity,
    is_sample: fact.isSample,
    is_paid: fact.isPaid,
    is_cancelled: fact.isCancelled,
    is_settled: fact.isSettled,
    is_goods_cost_known: fact.isGoodsCostKnown,
    gmv_micro: String(known.gmvMicro),
    cancelled_micro: String(known.cancelledMicro),
    refunded_micro: String(known.refundedMicro),
    platform_fees_micro: String(known.platformFeesMicro),
    commission_micro: String(known.commissionMicro),
    shipping_micro: String(known.shippingMicro),
    goods_micro: String(known.goodsMicro),
    creator_costs_micro: String(known.creatorCostsMicro),
    contribution_micro: String(contributionOf(known)),
  }
}

/** What a row has in a column of the facts. */
const valueOf = (row: Readonly<Record<string, unknown>>, column: string): unknown =>
  row[orderLineCells.source.columns[column]?.sql ?? '']

/** The rows of all lines of one order. */
export const lineRows = (
  facts: readonly LineFact[],
  settled: Settled,
): (ReturnType<typeof lineRow> & { readonly marks: number })[] => {
  const rows = facts.map((fact) => lineRow(fact, settled))
  const marks = marksOf(orderLineCells, rows, valueOf)
  return rows.map((row, place) => ({ ...row, marks: marks[place] ?? 0 }))
}

/** The day from which an amount counts. */
const spentOn = ({ from }: SpendFact): string => (from === '' ? epoch : from)

/** An amount in the client's currency; null: nobody gave a rate. */
export const spentIn = (fact: SpendFact, { convert: into }: Pick<Settled, 'convert'>): Micro | null =>
  into(fact.costMicro, fact.currency, spentOn(fact))

/** The row of a part of an amount that was spent; the amount is in the client's currency already. */
export const shareRow = (
  { fact, skuId, productId, costMicro }: SpendShare,
  { clientId, settledAt, currency, convert: into }: Omit<Settled, 'posted'>,
): object => ({
  ...{ client_id: clientId, settled_at: settledAt, currency },
  ...{ spend_key: fact.key, source: fact.source, sku_id: skuId, local_date: spentOn(fact) },
  ...{ campaign: fact.campaign, product_id: productId, video_id: fact.videoId, creator: fact.creator },
  is_converted: spentIn(fact, { convert: into }) !== null,
  cost_micro: String(costMicro),
})

/** The row of an amount that was spent. */
export const spendRow = (
  fact: SpendFact,
  { clientId, settledAt, currency, convert: into }: Omit<Settled, 'posted'>,
): object => {
  const day = spentOn(fact)
  const cost = into(fact.costMicro, fact.currency, day)
  const claimed = fact.claimedMicro === null ? null : into(fact.claimedMicro, fact.currency, day)
  return {
    ...{ client_id: clientId, settled_at: settledAt, currency, is_converted: cost !== null },
    ...{
      spend_key: fact.key,
      source: fact.source,
      local_date: day,
      last_date: fact.to === '' ? day : fact.to,
    },
    ...{ campaign: fact.campaign, product_id: fact.productId, video_id: fact.videoId, creator: fact.creator },
    ...{ cost_micro: String(cost ?? 0n), claimed_micro: claimed === null ? null : String(claimed) },
    ...{ impressions: fact.impressions, clicks: fact.clicks, orders: fact.orders },
    ...{ views_2s: fact.views2s, views_6s: fact.views6s },
    ...{ watched_25: fact.watched25, watched_100: fact.watched100 },
  }
}

const mostOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((most, one) => (one === null || (most !== null && most >= one) ? most : one), null)

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, one) => (one === null ? sum : (sum ?? 0) + one), null)

/** What is credited to a video in the client's currency; null: not told, or nobody gave a rate. */
const gmvOf = (own: readonly AffiliateVideo[], into: Settled['convert']): string | null => {
  const told = own.flatMap(({ gmvMicro, currency, to }) =>
    gmvMicro === null ? [] : [into(gmvMicro, currency, to === '' ? epoch : to)],
  )
  if (told.length === 0 || told.includes(null)) return null
  return String(told.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n))
}

/**
 * One row per video. Its views, likes, comments and shares stand on each of its products, and grow: the largest number
 * told is the newest. Card impressions, clicks, orders and GMV are of one product and one report: those of its products
 * are added, of the report that reaches furthest, beside its views in the same report.
 */
export const videoRows = (
  videos: readonly AffiliateVideo[],
  posts: readonly StudioPost[],
  { clientId, settledAt, convert: into }: Pick<Settled, 'clientId' | 'settledAt' | 'convert'>,
): object[] => {
  const byId = Map.groupBy<string, AffiliateVideo | StudioPost>(
    [...videos, ...posts],
    ({ videoId }) => videoId,
  )
  return [...byId].map(([videoId, rows]) => {
    const reports = rows.filter((row) => row.kind === 'affiliate_video')
    const last = reports.reduce((latest, { to }) => (to > latest ? to : latest), '')
    const newest = reports.filter(({ to }) => to === last)
    const widest = newest.reduce((first, { from }) => (first === '' || from < first ? from : first), '')
    const own = newest.filter(({ from }) => from === widest)
    return {
      ...{ client_id: clientId, settled_at: settledAt, video_id: videoId },
      creator: reports[0]?.creator ?? rows.find((row) => row.kind === 'studio_post')?.account ?? '',
      title: rows.find(({ title }) => title !== '')?.title ?? '',
      local_date: rows.find(({ postedOn }) => postedOn !== null)?.postedOn ?? epoch,
      views: mostOf(rows.map(({ views }) => views)),
      likes: mostOf(rows.map(({ likes }) => likes)),
      comments: mostOf(rows.map(({ comments }) => comments)),
      shares: mostOf(rows.map(({ shares }) => shares)),
      product_impressions: sumOf(own.map(({ productImpressions }) => productImpressions)),
      product_clicks: sumOf(own.map(({ productClicks }) => productClicks)),
      report_views: mostOf(own.map(({ views }) => views)),
      report_orders: sumOf(own.map(({ orders }) => orders)),
      report_gmv_micro: gmvOf(own, into),
    }
  })
}
