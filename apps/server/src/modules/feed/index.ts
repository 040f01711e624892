import { getFeed, getFeedAhead, type PersonId, type PostId } from '@busker/contract'
import type { ViewFact } from '@busker/metrics'
import { valueFile } from '@busker/ranking'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '#platform/bus'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { Journal } from '#platform/journal'
import { mergedWrites } from '#platform/postgres'
import type { Posts } from '#modules/posts'
import type { Telemetry } from '#modules/telemetry'
import type { ControlDeps } from './controls.ts'
import { feedAhead, feedPage, type FeedDeps } from './feed-page.ts'
import { feedControlRoutes } from './http.ts'
import { rememberParameters } from './parameters.ts'
import { openRanker, type RankerHost, type RankerWay } from './ranker/host.ts'
import { decodeFeedCursor, encodeFeedCursor, type FeedCursor } from './rules/feed-cursor.ts'
import { heedFollowed } from './settings.ts'
import { admit, dismiss, reconcile, refresh } from './stock.ts'
import { findSettings } from './store/settings.ts'
import { insertSlots, type ServedSlot } from './store/slots.ts'
import { loadProgress, rememberSightings, saveProgress, type Sighting } from './store/seen.ts'

export type { PostCards } from './feed-page.ts'
export { replayServed } from './replay.ts'
export type { RankerWay } from './ranker/host.ts'
export { stateDigest } from './ranker/replay.ts'

export interface FeedModuleDeps
  extends Omit<FeedDeps, 'ranker' | 'posts' | 'keepSlots'>, Pick<ControlDeps, 'identity'> {
  readonly posts: ControlDeps['posts'] & Pick<Posts, 'follows'>
  readonly bus: Bus
  readonly telemetry: Telemetry
  readonly journal: Journal
  /** Where the recommender keeps what it learned, and how it runs. */
  readonly ranker: { readonly folder: string; readonly way: RankerWay }
}

/** The stream of videos that a viewer swipes through. */
export interface Feed {
  /** Registers the reactions to `posts` and to view facts; before the jobs start. */
  listen(): Promise<void>
  serve(app: FastifyInstance): void
  readonly ranker: RankerHost
  /** Whether the person lets anything be learnt of them. */
  learnsFrom(personId: PersonId): Promise<boolean>
  /** Stores what was learned and ends. */
  stop(): Promise<void>
}

const consumer = 'feed.seen'
/** Places of hashed features: 2²⁰ of 9 outcomes are 113 MB. */
export const places = 1 << 20

/** One sighting of each viewer and post in a batch: one row of an upsert may not be touched twice. */
const sightings = (facts: readonly ViewFact[]): Sighting[] =>
  [...Map.groupBy(facts, (fact) => `${fact.viewerId}:${fact.postId}`).values()].flatMap((same) => {
    const [one] = same
    if (!one) return []
    const times = same.map((fact) => fact.occurredAt)
    const first = { firstAt: new Date(Math.min(...times)), lastAt: new Date(Math.max(...times)) }
    // Checked boundary: telemetry accepts only reports about posts that exist.
    return [{ viewerId: one.viewerId, postId: one.postId as PostId, ...first }]
  })

const listen = async (deps: FeedModuleDeps): Promise<void> => {
  deps.bus.on('posts.published', 'feed', ({ postId, authorId, publishedAt, reach }) =>
    admit(deps, {
      ...{ postId, authorId, publishedAt: new Date(publishedAt) },
      recommended: reach === 'everybody',
    }),
  )
  deps.bus.on('posts.changed', 'feed', ({ postId }) => refresh(deps, postId))
  deps.bus.on('posts.unpublished', 'feed', ({ postId }) => dismiss(deps, postId))
  deps.bus.on('posts.deleted', 'feed', ({ postId }) => dismiss(deps, postId))
  deps.bus.on('posts.topic_followed', 'feed', async ({ personId, kind, name }) => {
    if (kind === 'tag') await heedFollowed(deps, { personId, tag: name })
  })
  const seen = deps.telemetry.onViews(
    consumer,
    {
      load: () => loadProgress(deps.db.pool, consumer),
      save: (offset) => saveProgress(deps.db.pool, consumer, offset),
    },
    (facts) => rememberSightings(deps.db.pool, sightings(facts)),
  )
  // Refuses to start when acknowledged facts are missing from the journal.
  await seen.started
}

/** Wires the module. */
export const createFeed = (given: FeedModuleDeps): Feed => {
  const ranker = openRanker({
    ...given,
    ...given.ranker,
    places,
    reconcile: (live) => reconcile(given, live),
  })
  const { version, outcomes, rules, exploration } = valueFile
  const controls: ControlDeps = {
    ...{ ...given, ranker, tellControl: ranker.tellControl },
    parameters: {
      ...{ version, rules, exploration },
      outcomes: outcomes.map(({ outcome, weight, usual }) => ({ outcome, weight, usual })),
    },
  }
  const keepSlots = mergedWrites((slots: readonly ServedSlot[]) => insertSlots(given.db.pool, slots))
  const deps: FeedDeps = { ...given, ranker, keepSlots }
  return {
    ranker,
    learnsFrom: async (personId) => (await findSettings(given.db.pool, personId))?.learning ?? true,
    listen: async () => {
      await rememberParameters(controls)
      await listen(given)
    },
    serve: (app) => {
      const cursorOf = (text: string | undefined): FeedCursor | null => {
        const cursor = text === undefined ? null : decodeFeedCursor(text)
        if (text !== undefined && cursor === null) throw new AppError('invalid_cursor')
        return cursor
      }
      route(app, getFeed, async ({ query, viewer, request }) => {
        const cursor = cursorOf(query.cursor)
        const origin = given.telemetry.originOf(request.headers)
        const { limit, rewatch, mode } = query
        const page = await feedPage(deps, { viewer, cursor, limit, rewatch, mode, origin })
        return {
          ...{ slots: page.slots, unseenLeft: page.unseenLeft, mode: page.mode },
          nextCursor: page.next ? encodeFeedCursor(page.next) : null,
        }
      })
      route(app, getFeedAhead, async ({ query, viewer, request }) => {
        const { limit, mode } = query
        const origin = given.telemetry.originOf(request.headers)
        const asked = { viewer, cursor: cursorOf(query.cursor), limit, rewatch: false, mode, origin }
        return { posts: await feedAhead(deps, asked) }
      })
      feedControlRoutes(app, controls)
    },
    stop: () => ranker.stop(),
  }
}
