import type {
  Anchor,
  FeedMode,
  PersonId,
  PostId,
  PublishedPost,
  Slot,
  SlotFlag,
  SlotSource,
} from '@busker/contract'
import type { RankedSlot } from '@busker/ranking'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import { viewerKey, type Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import { AppError } from '#platform/errors'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'
import type { Origin, Telemetry } from '#modules/telemetry'
import { hourIn } from './ranker/journal-inputs.ts'
import { RankerUnavailable, type RankerPort } from './ranker/port.ts'
import type { FeedCursor } from './rules/feed-cursor.ts'
import { isMuted } from './rules/muted-words.ts'
import { seedOf } from './rules/seed.ts'
import { noWishes, readWishes, type Wishes } from './settings.ts'
import {
  longestUnseen,
  newestOf,
  newestUnseen,
  type CandidateQuery,
  type CandidateRow,
} from './store/inventory.ts'
import { seenAmong } from './store/seen.ts'
import { servedIn, type ServedSlot } from './store/slots.ts'

/** What the feed shows; `posts` supplies it. Posts that are gone or hidden from the viewer are absent. */
export interface PostCards {
  getCards(ids: readonly PostId[], viewer: Viewer): Promise<Map<PostId, PublishedPost>>
}

/** What a viewer does not want in the feed; `social` supplies it, a few thousand ids at most. */
export interface Unwanted {
  readonly authors: readonly PersonId[]
  readonly posts: readonly PostId[]
}
export interface Preferences {
  unwantedBy(handle: Queryable, personId: PersonId): Promise<Unwanted>
  /** Whom the viewer follows, the latest first, at most 10 000. */
  followedBy(handle: Queryable, personId: PersonId): Promise<readonly PersonId[]>
}

/** How long people may watch in a day; `wellbeing` supplies it. */
export interface TimeBudget {
  isTimeUp(asked: { personId: PersonId; timeZone: string | null }): Promise<boolean>
}

export interface FeedDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly posts: PostCards
  readonly preferences: Preferences
  readonly budget: TimeBudget
  readonly telemetry: Pick<Telemetry, 'served'>
  readonly ranker: Pick<RankerPort, 'page'>
  /** Writes down what was served; pages of the same moment are written together. */
  keepSlots(slots: readonly ServedSlot[]): Promise<void>
}

export interface FeedRequest {
  readonly viewer: Viewer
  readonly cursor: FeedCursor | null
  readonly limit: number
  readonly rewatch: boolean
  /** Undefined: as it was set. */
  readonly mode: FeedMode | undefined
  /** What the request tells about the app it came from. */
  readonly origin: Origin
}

export interface FeedPage {
  readonly slots: Slot[]
  readonly next: FeedCursor | null
  readonly unseenLeft: boolean
  readonly mode: FeedMode
}

/** A post for a place of the page, with what is written down about it. */
interface Chosen {
  readonly postId: PostId
  readonly source: SlotSource
  readonly propensity: number
  readonly flags: readonly SlotFlag[]
  readonly anchor: Anchor | null
  readonly terms: RankedSlot['terms'] | null
  readonly score: number | null
  readonly placeWithout: number | null
}

/** One request with everything that was read for it. */
interface Asking extends FeedRequest {
  readonly feedId: string
  readonly mode: FeedMode
  readonly wishes: Wishes
  readonly unwanted: Unwanted
  readonly servedAt: Date
  /** Served in this feed before, in their order. */
  readonly before: readonly PostId[]
}

/** Slots of one way of choosing, whether more are left, and by what they were chosen. */
interface Found {
  readonly chosen: readonly Chosen[]
  readonly cards: Map<PostId, PublishedPost>
  readonly more: boolean
  readonly modelVersion: string
  readonly logOffset: number | null
}

const nothingUnwanted: Unwanted = { authors: [], posts: [] }

const byTimeVersion = 'newest-1'
/** More than asked are ranked, for those that fall out when they are looked up. */
const spare = 6

const openAsking = async (deps: FeedDeps, request: FeedRequest): Promise<Asking> => {
  const { viewer, cursor } = request
  const { pool } = deps.db
  const feedId = cursor?.feedId ?? deps.ids.uuid()
  const isPerson = viewer.kind === 'person'
  const [isTimeUp, wishes, unwanted, before] = await Promise.all([
    isPerson ? deps.budget.isTimeUp({ personId: viewer.personId, timeZone: request.origin.timeZone }) : false,
    isPerson ? readWishes(pool, viewer.personId, deps.clock.now()) : noWishes,
    isPerson ? deps.preferences.unwantedBy(pool, viewer.personId) : nothingUnwanted,
    cursor === null ? [] : servedIn(pool, feedId),
  ])
  if (isTimeUp) throw new AppError('time_is_up')
  const mode = request.mode ?? wishes.mode
  return { ...request, feedId, mode, wishes, unwanted, before, servedAt: deps.clock.now() }
}

/** Cards of posts that may still be shown: those that are there, and have no muted word, topic or sound. */
const livingCards = async (
  deps: FeedDeps,
  asking: Asking,
  ids: readonly PostId[],
): Promise<Map<PostId, PublishedPost>> => {
  const cards = await deps.posts.getCards(ids, asking.viewer)
  return new Map([...cards].filter(([, card]) => !isMuted(asking.wishes.muted, card)))
}

/** The recommender's page. Null: it is not there, or has nothing left. */
const recommended = async (deps: FeedDeps, asking: Asking): Promise<Found | null> => {
  const { viewer, wishes, unwanted, limit, before, servedAt, origin } = asking
  const viewerId = viewerKey(viewer)
  const profiled = asking.mode === 'for_you'
  const atMs = servedAt.getTime()
  const page = await deps.ranker.page({
    ...{ viewerId, atMs, profiled, before, dials: wishes.dials, count: limit + spare },
    hour: hourIn(origin.timeZone ?? 'UTC', atMs),
    seed: seedOf(asking.feedId, before.length),
    without: {
      ...{ videos: unwanted.posts, authors: unwanted.authors },
      ...{ sounds: wishes.muted.sounds, topics: wishes.muted.topics },
    },
    viewer: { age: null, country: origin.country, languages: [] },
  })
  // Checked boundary: the recommender knows posts by the ids that this module told it.
  const ids = page.slots.map((slot) => slot.videoId as PostId)
  const [cards, seen] = await Promise.all([
    livingCards(deps, asking, ids),
    // Where the recommender knows all that was seen, nobody else need be asked.
    profiled && !page.seenWhole ? seenAmong(deps.db.pool, viewerId, ids) : new Set<PostId>(),
  ])
  const living = page.slots.flatMap((slot): Chosen[] => {
    const postId = slot.videoId as PostId
    // Checked boundary: an anchor names what this module told the recommender.
    const anchor = slot.anchor as Anchor | null
    return cards.has(postId) && !seen.has(postId) ? [{ ...slot, postId, anchor }] : []
  })
  if (living.length === 0) return null
  return {
    ...{ chosen: living.slice(0, limit), cards, more: living.length > limit },
    ...{ modelVersion: page.modelVersion, logOffset: page.told },
  }
}

const plain = (source: SlotSource, { postId }: CandidateRow): Chosen => ({
  ...{ postId, source, propensity: 1, flags: [], anchor: null, terms: null, score: null, placeWithout: null },
})

type RowSource = (query: CandidateQuery) => Promise<CandidateRow[]>

/**
 * A page of deleted posts alone is met only while their events are on the way. Then the next looks are wide, so that
 * also after a deletion of thousands at once the page is not empty while there is something to show.
 */
const looks = 20
const wideLook = 200

/** A page in the order of a source, which knows nothing but rows. */
const inOrder = async (
  deps: FeedDeps,
  asking: Asking,
  { source, rows }: { readonly source: SlotSource; readonly rows: RowSource },
): Promise<Found> => {
  const gone: PostId[] = []
  const nothing = { chosen: [], cards: new Map(), more: false, modelVersion: byTimeVersion, logOffset: null }
  for (let look = 0; look < looks; look += 1) {
    const limit = look === 0 ? asking.limit : wideLook
    const query = {
      ...{ viewerId: viewerKey(asking.viewer), limit: limit + 1 },
      without: [...gone, ...asking.unwanted.posts],
      withoutAuthors: asking.unwanted.authors,
    }
    const fresh = await rows({ ...query, notServedIn: asking.feedId })
    // What a scroll has used up but was never watched comes again: a page is never empty while unseen posts exist.
    const again = source === 'newest' && asking.mode !== 'following' && asking.cursor !== null
    const found = fresh.length > 0 || !again ? fresh : await rows({ ...query, notServedIn: null })
    if (found.length === 0) return nothing
    const ids = found.slice(0, limit).map(({ postId }) => postId)
    const cards = await livingCards(deps, asking, ids)
    const living = found.slice(0, limit).filter(({ postId }) => cards.has(postId))
    const more = found.length > limit || living.length > asking.limit
    const chosen = living.slice(0, asking.limit).map((row) => plain(source, row))
    if (chosen.length > 0) return { ...nothing, chosen, cards, more }
    gone.push(...ids)
  }
  return nothing
}

/** In the order of time: what is asked for, or what answers while the recommender does not. */
const byTime = async (deps: FeedDeps, asking: Asking): Promise<Found> => {
  const { pool } = deps.db
  const { viewer } = asking
  if (asking.rewatch)
    return inOrder(deps, asking, { source: 'rewatch', rows: (query) => longestUnseen(pool, query) })
  if (asking.mode !== 'following' || viewer.kind !== 'person')
    return inOrder(deps, asking, { source: 'newest', rows: (query) => newestUnseen(pool, query) })
  const followed = await deps.preferences.followedBy(pool, viewer.personId)
  return inOrder(deps, asking, { source: 'followed', rows: (query) => newestOf(pool, followed, query) })
}

const choose = async (deps: FeedDeps, asking: Asking): Promise<Found> => {
  if (asking.rewatch || asking.mode === 'following') return byTime(deps, asking)
  try {
    const found = await recommended(deps, asking)
    if (found !== null) return found
  } catch (error) {
    if (!(error instanceof RankerUnavailable)) throw error
    deps.log.event('feed.fallback', { reason: error.message })
  }
  return byTime(deps, asking)
}

const present = (deps: FeedDeps, { chosen, cards }: Found): (Slot & { readonly chosen: Chosen })[] =>
  chosen.flatMap((one) => {
    const post = cards.get(one.postId)
    if (!post) return []
    const { source, propensity } = one
    const flags = [...one.flags]
    return [
      {
        slotId: deps.ids.uuid(),
        source,
        flags,
        publishedAt: post.publishedAt,
        propensity,
        post,
        chosen: one,
      },
    ]
  })

const record = async (
  deps: FeedDeps,
  slots: ReturnType<typeof present>,
  { asking, found, from }: { asking: Asking; found: Found; from: number },
): Promise<void> => {
  const { viewer, origin, servedAt, feedId, mode } = asking
  const { modelVersion, logOffset } = found
  const viewerId = viewerKey(viewer)
  // The fact for the numbers, which the page does not wait for; the row below is what the next page is made of.
  deps.telemetry.served({
    ...{ requestId: deps.ids.uuid(), viewer: { id: viewerId, kind: viewer.kind }, origin, modelVersion },
    servedAtMs: servedAt.getTime(),
    slots: slots.map(({ slotId, source, propensity, post }, index) => ({
      ...{ slotId, source, propensity, postId: post.postId, authorId: post.author.personId },
      position: from + index,
    })),
  })
  await deps.keepSlots(
    slots.map(({ slotId, post, chosen }, index) => ({
      ...{ slotId, feedId, viewerId, mode, modelVersion, logOffset, servedAt },
      ...{ position: from + index, publishedAt: new Date(post.publishedAt) },
      ...chosen,
    })),
  )
}

/**
 * One page: the recommender chooses, or the order of time → look up → what is gone, seen or muted falls out → write down
 * → present. Looking up after ranking is what makes a deleted video vanish on the next request.
 */
export const feedPage = async (deps: FeedDeps, request: FeedRequest): Promise<FeedPage> => {
  const asking = await openAsking(deps, request)
  const from = request.cursor?.position ?? 0
  const found = await choose(deps, asking)
  const presented = present(deps, found)
  assert(
    new Set(presented.map((slot) => slot.post.postId)).size === presented.length,
    'a page shows no post twice',
  )
  await record(deps, presented, { asking, found, from })
  const slots = presented.map(({ chosen: _chosen, ...slot }) => slot)
  return {
    ...{ slots, mode: asking.mode },
    next: found.more ? { feedId: asking.feedId, position: from + slots.length } : null,
    unseenLeft: request.rewatch ? found.more : slots.length > 0,
  }
}

/** What the next page would show if it were asked for now. Nothing is written down: it is no serving. */
export const feedAhead = async (deps: FeedDeps, request: FeedRequest): Promise<PublishedPost[]> => {
  const { chosen, cards } = await choose(deps, await openAsking(deps, request))
  return chosen.flatMap(({ postId }) => cards.get(postId) ?? [])
}
