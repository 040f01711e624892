import type { PersonId, PostId, PublishedPost, Slot } from '@busker/contract'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import { viewerKey, type Viewer } from '#platform/http'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database, Queryable } from '#platform/postgres'
import type { Origin, Telemetry } from '#modules/telemetry'
import type { Candidate, Ranked, Ranker } from './rules/candidates.ts'
import type { FeedCursor } from './rules/feed-cursor.ts'
import { longestUnseen, newestUnseen, type CandidateQuery } from './store/inventory.ts'
import { insertSlots } from './store/slots.ts'

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
}

export interface FeedDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly posts: PostCards
  readonly preferences: Preferences
  readonly telemetry: Pick<Telemetry, 'served'>
  readonly ranker: Ranker
}

export interface FeedRequest {
  readonly viewer: Viewer
  readonly cursor: FeedCursor | null
  readonly limit: number
  readonly rewatch: boolean
  /** What the request tells about the app it came from. */
  readonly origin: Origin
}

export interface FeedPage {
  readonly slots: Slot[]
  readonly next: FeedCursor | null
  readonly unseenLeft: boolean
}

/** A source of candidates. The recommender adds more of them beside these two. */
type CandidateSource = (deps: FeedDeps, query: CandidateQuery) => Promise<Candidate[]>

const newest: CandidateSource = async (deps, query) =>
  (await newestUnseen(deps.db.pool, query)).map((row) => ({ ...row, source: 'newest' }))

const rewatch: CandidateSource = async (deps, query) =>
  (await longestUnseen(deps.db.pool, query)).map((row) => ({ ...row, source: 'rewatch' }))

/**
 * Candidates not yet served in this feed. When a scroll has used them up but some were never watched, they come again:
 * a page is never empty while unseen posts exist.
 */
const gather = async (
  deps: FeedDeps,
  request: FeedRequest,
  known: { feedId: string; gone: readonly PostId[]; unwanted: Unwanted },
): Promise<Candidate[]> => {
  const source = request.rewatch ? rewatch : newest
  const query = {
    viewerId: viewerKey(request.viewer),
    limit: request.limit + 1,
    without: [...known.gone, ...known.unwanted.posts],
    withoutAuthors: known.unwanted.authors,
  }
  const fresh = await source(deps, { ...query, notServedIn: known.feedId })
  if (fresh.length > 0 || request.rewatch || request.cursor === null) return fresh
  return source(deps, { ...query, notServedIn: null })
}

const present = (deps: FeedDeps, ranked: readonly Ranked[], cards: Map<PostId, PublishedPost>): Slot[] =>
  ranked.flatMap((one) => {
    const post = cards.get(one.postId)
    if (!post) return []
    return [
      { slotId: deps.ids.uuid(), source: one.source, reason: one.reason, propensity: one.propensity, post },
    ]
  })

const record = async (
  deps: FeedDeps,
  slots: readonly Slot[],
  served: { feedId: string; request: FeedRequest; from: number },
): Promise<void> => {
  const servedAt = deps.clock.now()
  const { viewer, origin } = served.request
  const viewerId = viewerKey(viewer)
  // The fact for the numbers, which the page does not wait for; the row below is what the next page is made of.
  deps.telemetry.served({
    ...{ requestId: deps.ids.uuid(), viewer: { id: viewerId, kind: viewer.kind }, origin },
    ...{ modelVersion: deps.ranker.modelVersion, servedAtMs: servedAt.getTime() },
    slots: slots.map(({ slotId, source, propensity, post }, index) => ({
      ...{ slotId, source, propensity, postId: post.postId, authorId: post.author.personId },
      position: served.from + index,
    })),
  })
  await insertSlots(
    deps.db.pool,
    slots.map((slot, index) => ({
      slotId: slot.slotId,
      feedId: served.feedId,
      viewerId,
      position: served.from + index,
      postId: slot.post.postId,
      source: slot.source,
      reason: slot.reason.code,
      propensity: slot.propensity,
      modelVersion: deps.ranker.modelVersion,
      servedAt,
    })),
  )
}

interface Chosen {
  readonly slots: Slot[]
  /** Whether this feed goes on after this page. */
  readonly more: boolean
}

/**
 * A page of deleted posts alone is met only while their events are on the way. Then the next looks are wide, so that
 * also after a deletion of thousands at once the page is not empty while there is something to show.
 */
const looks = 20
const wideLook = 200

/** Whoever has no account said nothing that could be kept. */
const unwantedBy = async (deps: FeedDeps, viewer: Viewer): Promise<Unwanted> =>
  viewer.kind === 'person'
    ? deps.preferences.unwantedBy(deps.db.pool, viewer.personId)
    : { authors: [], posts: [] }

/** Candidates → rank → hydrate. Posts that are gone fall out; if that empties the page, it looks further. */
const choose = async (deps: FeedDeps, request: FeedRequest, feedId: string): Promise<Chosen> => {
  const gone: PostId[] = []
  const viewerId = viewerKey(request.viewer)
  const unwanted = await unwantedBy(deps, request.viewer)
  for (let look = 0; look < looks; look += 1) {
    const limit = look === 0 ? request.limit : wideLook
    const candidates = await gather(deps, { ...request, limit }, { feedId, gone, unwanted })
    if (candidates.length === 0) break
    const ranked = deps.ranker.rank({ viewerId, limit }, candidates)
    const ids = ranked.map((one) => one.postId)
    const cards = await deps.posts.getCards(ids, request.viewer)
    const living = ranked.filter((one) => cards.has(one.postId))
    const more = candidates.length > limit || living.length > request.limit
    if (living.length > 0) return { slots: present(deps, living.slice(0, request.limit), cards), more }
    gone.push(...ids)
  }
  return { slots: [], more: false }
}

/**
 * One page: candidates → rank → hydrate → what is gone falls out → log → present. Hydrating again after ranking is what
 * makes a deleted video vanish on the next request.
 */
export const feedPage = async (deps: FeedDeps, request: FeedRequest): Promise<FeedPage> => {
  const feedId = request.cursor?.feedId ?? deps.ids.uuid()
  const from = request.cursor?.position ?? 0
  const { slots, more } = await choose(deps, request, feedId)
  assert(new Set(slots.map((slot) => slot.post.postId)).size === slots.length, 'a page shows no post twice')
  await record(deps, slots, { feedId, request, from })
  return {
    slots,
    next: more ? { feedId, position: from + slots.length } : null,
    unseenLeft: request.rewatch ? more : slots.length > 0,
  }
}
