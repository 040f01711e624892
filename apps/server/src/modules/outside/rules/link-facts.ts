import { splitByWeights, type Micro } from '@busker/money'
import type { Convert } from './fact-rows.ts'
import type { Credited, ImportedOrder } from './conversions.ts'
import type { Cost } from './rows.ts'
import type { SpendFact } from './spend.ts'

/** A post with a link of the client, as long as it was on it. Days are those of the client. */
export interface LinkedPost {
  readonly linkId: string
  readonly postId: string
  readonly campaign: string
  /** How the boards name its author. */
  readonly creator: string
  readonly from: string
}

/** What happened on one day with one post (or '') and link. */
export interface LinkDay {
  readonly linkId: string
  readonly postId: string
  readonly day: string
  readonly count: number
}

export interface LinkRows {
  readonly posts: readonly LinkedPost[]
  readonly campaignOf: (linkId: string) => string
  readonly impressions: readonly LinkDay[]
  readonly clicks: readonly LinkDay[]
  readonly credited: readonly (Credited & { readonly imported: ImportedOrder | null })[]
  readonly costs: readonly Cost[]
  /** The day of a moment, where the client is. */
  readonly dayOf: (ms: number) => string
  readonly currency: string
  readonly convert: Convert
}

/** A name that no creator of another platform has. */
export const creatorHere = (handle: string): string => `${handle}@busker`

interface Day {
  impressions: number | null
  clicks: number
  orders: number
  claimedMicro: Micro | null
}

const keyOf = (linkId: string, postId: string, day: string): string => [linkId, postId, day].join('|')

/** What an order was worth in the client's currency; null: not told, or in a currency without a rate. */
const worthOf = (
  { conversion, imported }: LinkRows['credited'][number],
  day: string,
  { convert }: LinkRows,
): Micro | null => {
  if (imported !== null) return imported.gmvMicro
  return conversion.valueMicro === null ? null : convert(conversion.valueMicro, conversion.currency, day)
}

/** By link, post and day. Clicks from elsewhere have no impressions, which is not zero. */
const daysOf = (rows: LinkRows): ReadonlyMap<string, Day> => {
  const days = new Map<string, Day>()
  const at = (linkId: string, postId: string, day: string): Day => {
    const key = keyOf(linkId, postId, day)
    const known = days.get(key)
    const found = known ?? {
      ...{ impressions: postId === '' ? null : 0, clicks: 0, orders: 0, claimedMicro: null },
    }
    if (known === undefined) days.set(key, found)
    return found
  }
  for (const { linkId, postId, day, count } of rows.impressions) at(linkId, postId, day).impressions = count
  for (const { linkId, postId, day, count } of rows.clicks) at(linkId, postId, day).clicks += count
  for (const one of rows.credited) {
    const day = rows.dayOf(one.conversion.atMs)
    const found = at(one.click.linkId, one.click.postId, day)
    const worth = worthOf(one, day, rows)
    found.orders += 1
    if (worth !== null) found.claimedMicro = (found.claimedMicro ?? 0n) + worth
  }
  return days
}

const isFor = (cost: Cost, post: LinkedPost): boolean => {
  if (cost.videoId !== '') return cost.videoId === post.postId
  const isOfCampaign = cost.campaign !== '' && cost.campaign === post.campaign
  return (
    isOfCampaign &&
    (cost.creator === '' || post.creator === creatorHere(cost.creator) || post.creator === cost.creator)
  )
}

interface PostCost {
  readonly post: LinkedPost
  readonly cost: Cost
  readonly amountMicro: Micro
}

/** A line that names a campaign and no video is shared equally by the posts of the campaign. */
const costsOf = ({ costs, posts }: LinkRows): PostCost[] => {
  const each = [...new Map(posts.map((post) => [post.postId, post])).values()]
  return costs
    .filter(({ per }) => per === 'total')
    .flatMap((cost) => {
      const own = each.filter((post) => isFor(cost, post))
      if (own.length === 0) return []
      const shares = splitByWeights(
        cost.amountMicro,
        own.map(() => 1n),
        own.map(({ postId }) => postId),
      )
      return own.map((post, index) => ({ post, cost, amountMicro: shares[index] ?? 0n }))
    })
}

const nothing = {
  ...{ productId: '', sku: '', views2s: null, views6s: null, watched25: null, watched100: null },
} as const

/**
 * Posts with a link as the boards count them. A post whose cost the cost sheet tells is `busker_paid`, any other `busker`:
 * without a cost there is no cost of an order, which is not zero. The amounts are in the sheet's own lines too: whoever adds
 * up what was spent leaves these kinds out.
 */
export const linkFacts = (rows: LinkRows): SpendFact[] => {
  const costs = costsOf(rows)
  const paid = new Set(costs.map(({ post }) => post.postId))
  const creators = new Map(rows.posts.map(({ postId, creator }) => [postId, creator]))
  const sourceOf = (postId: string) => (paid.has(postId) ? 'busker_paid' : 'busker')
  const days = [...daysOf(rows)].map(([key, { impressions, clicks, orders, claimedMicro }]): SpendFact => {
    const [linkId = '', postId = '', day = ''] = key.split('|')
    return {
      ...{ ...nothing, key, source: sourceOf(postId), from: day, to: day, campaign: rows.campaignOf(linkId) },
      ...{ videoId: postId, creator: creators.get(postId) ?? '', currency: rows.currency, costMicro: 0n },
      ...{ impressions, clicks, orders, claimedMicro },
    }
  })
  const spent = costs.map(({ post, cost, amountMicro }, index): SpendFact => {
    const from = cost.from === '' ? post.from : cost.from
    return {
      ...{
        ...nothing,
        key: `cost|${post.postId}|${index}`,
        source: 'busker_paid',
        from,
        to: cost.to || from,
      },
      ...{ campaign: post.campaign, videoId: post.postId, creator: post.creator, currency: cost.currency },
      ...{ costMicro: amountMicro, impressions: 0, clicks: 0, orders: 0, claimedMicro: null },
    }
  })
  return [...days, ...spent]
}
