import type { PersonId, PostId } from '@busker/contract'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import {
  isBroughtBy,
  mergeTold,
  oncePerOrder,
  type Conversion,
  type Credited,
  type ImportedOrder,
} from '../rules/conversions.ts'
import { spendRow, type Settled } from '../rules/fact-rows.ts'
import { creatorHere, linkFacts, type LinkDay, type LinkedPost, type LinkRows } from '../rules/link-facts.ts'
import { daysIn } from '../rules/moment-in.ts'
import type { Cost } from '../rules/rows.ts'
import { findTimeZone } from '../store/conversion-keys.ts'
import { addFresh } from '../store/facts.ts'
import { readClickDays, readClicks, readImportedOrders, readTold } from '../store/link-facts.ts'
import { listLinks, listPlacements, type LinkRow, type PlacementRow } from '../store/links.ts'

/** What settling must know of posts here; the composition root fills it. */
export interface LinkedPosts {
  /** How often the feed served a post, by local date of the viewers. At most 400 days. */
  impressionsOf(
    postId: PostId,
    period: { readonly from: string; readonly to: string },
  ): Promise<readonly { readonly day: string; readonly count: number }[]>
  handlesOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>
  /** Of posts that are still there. */
  captionsOf(
    postIds: readonly PostId[],
  ): Promise<ReadonlyMap<PostId, { readonly caption: string; readonly publishedOn: string }>>
}

interface Parts {
  readonly db: Database
  readonly clickhouse: Clickhouse
  readonly clock: Clock
}

interface Given {
  readonly posts: LinkedPosts
  readonly settled: Settled & { readonly clientId: PlacementClient }
  readonly costs: readonly Cost[]
  readonly signal: AbortSignal | undefined
}
type PlacementClient = LinkRow['clientId']

const dayMs = 86_400_000
const mostDays = 399
const mostPages = 10_000
const idsAtOnce = 2000

const chunks = <One>(all: readonly One[], size: number): (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )

/** The impressions of each post while it carried a link; on a day of two links they are the later one's. */
const readImpressions = async (
  placements: readonly PlacementRow[],
  {
    posts,
    dayOf,
    nowMs,
    signal,
  }: Pick<Given, 'posts' | 'signal'> & { readonly dayOf: LinkRows['dayOf']; readonly nowMs: number },
): Promise<LinkDay[]> => {
  // Some viewers are a day ahead of the client.
  const [earliest, today] = [dayOf(nowMs - mostDays * dayMs), dayOf(nowMs + dayMs)]
  const result: LinkDay[] = []
  for (const [postId, own] of Map.groupBy(placements, (one) => one.postId)) {
    signal?.throwIfAborted()
    const spans = own.map(({ linkId, placedAt, removedAt }) => ({
      ...{ linkId, from: dayOf(placedAt.getTime()) },
      to: removedAt === null ? today : dayOf(removedAt.getTime()),
    }))
    const first = spans.reduce((least, { from }) => (from < least ? from : least), today)
    const from = first < earliest ? earliest : first
    for (const { day, count } of await posts.impressionsOf(postId, { from, to: today })) {
      // The newest placement stands first.
      const span = spans.find((one) => one.from <= day && day <= one.to)
      if (span !== undefined) result.push({ linkId: span.linkId, postId, day, count })
    }
  }
  return result
}

const creditPage = async (
  { clickhouse }: Parts,
  links: ReadonlyMap<string, LinkRow>,
  {
    clientId,
    conversions,
  }: { readonly clientId: PlacementClient; readonly conversions: readonly Conversion[] },
): Promise<Credited[]> => {
  const credited: Credited[] = []
  const withClick = conversions.filter(({ clickId }) => clickId !== '')
  for (const some of chunks(withClick, idsAtOnce)) {
    const ids = [...new Set(some.map(({ clickId }) => clickId))]
    const found = await readClicks(clickhouse, clientId, ids)
    const clicks = new Map(found.map((click) => [click.clickId, click]))
    for (const conversion of some) {
      const click = clicks.get(conversion.clickId)
      const goal = click === undefined ? undefined : links.get(click.linkId)?.goal
      if (click === undefined || goal === undefined) continue
      const known = { ...click, goal }
      if (isBroughtBy(conversion, known)) credited.push({ conversion, click: known })
    }
  }
  return credited
}

const readCredited = async (
  parts: Parts,
  links: ReadonlyMap<string, LinkRow>,
  { clientId, signal }: { readonly clientId: PlacementClient; readonly signal: AbortSignal | undefined },
): Promise<Credited[]> => {
  const credited: Credited[] = []
  let after = { event: '', eventId: '' }
  for (let page = 0; page < mostPages; page += 1) {
    signal?.throwIfAborted()
    const { told, next } = await readTold(parts.clickhouse, clientId, after)
    credited.push(...(await creditPage(parts, links, { clientId, conversions: mergeTold(told) })))
    if (next === null) break
    after = next
  }
  return credited
}

const readImported = async (
  { clickhouse }: Parts,
  clientId: PlacementClient,
  credited: readonly Credited[],
): Promise<ReadonlyMap<string, ImportedOrder>> => {
  const ids = [...new Set(credited.map(({ conversion }) => conversion.orderId))].filter((id) => id !== '')
  const found = await Promise.all(
    chunks(ids, idsAtOnce).map((some) => readImportedOrders(clickhouse, clientId, some)),
  )
  return new Map(found.flatMap((some) => [...some]))
}

/**
 * Makes the facts of posts here that carry links of a client: impressions, clicks, and what they brought. It runs after
 * the client's order lines were made, because an order that was imported is what its file says.
 */
export const settleLinks = async (parts: Parts, { posts, settled, costs, signal }: Given): Promise<void> => {
  const { db, clickhouse, clock } = parts
  const { clientId } = settled
  const rows = await listLinks(db.pool, clientId)
  const timeZone = await findTimeZone(db.pool, clientId)
  if (rows.length === 0 || timeZone === undefined) return
  const links = new Map<string, LinkRow>(rows.map((link) => [link.linkId, link]))
  const dayOf = daysIn(timeZone)
  const placements = await listPlacements(db.pool, clientId)
  const handles = await posts.handlesOf(placements.map(({ authorId }) => authorId))
  const creatorOf = (authorId: PersonId): string => {
    const handle = handles.get(authorId)
    return handle === undefined ? '' : creatorHere(handle)
  }
  const linked = placements.map(({ linkId, postId, authorId, placedAt }): LinkedPost => ({
    ...{ linkId, postId, campaign: links.get(linkId)?.campaign ?? '' },
    ...{ creator: creatorOf(authorId), from: dayOf(placedAt.getTime()) },
  }))
  const credited = await readCredited(parts, links, { clientId, signal })
  const facts = linkFacts({
    ...{ posts: linked, costs, dayOf, currency: settled.currency, convert: settled.convert },
    campaignOf: (linkId) => links.get(linkId)?.campaign ?? '',
    impressions: await readImpressions(placements, { posts, dayOf, nowMs: clock.nowMs(), signal }),
    clicks: await readClickDays(clickhouse, { clientId, timeZone }),
    credited: oncePerOrder(credited, await readImported(parts, clientId, credited)),
  })
  await addFresh(
    clickhouse,
    'outside_spend',
    facts.map((fact) => spendRow(fact, settled)),
  )
  const byPost = new Map(linked.map(({ postId, creator }) => [postId, creator]))
  const captions = await posts.captionsOf([...new Set(placements.map(({ postId }) => postId))])
  await addFresh(
    clickhouse,
    'outside_video',
    [...captions].map(([postId, { caption, publishedOn }]) => ({
      ...{ client_id: clientId, settled_at: settled.settledAt, video_id: postId, title: caption },
      ...{ creator: byPost.get(postId) ?? '', local_date: publishedOn },
      ...{ views: null, likes: null, comments: null, shares: null },
      ...{ product_impressions: null, product_clicks: null },
    })),
  )
}
