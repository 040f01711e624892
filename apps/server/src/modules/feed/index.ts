import { getFeed, type PostId } from '@busker/contract'
import type { ViewFact } from '@busker/metrics'
import { valueFile } from '@busker/ranking'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '#platform/bus'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { Journal } from '#platform/journal'
import { mergedWrites } from '#platform/postgres'
import type { Telemetry } from '#modules/telemetry'
import type { ControlDeps } from './controls.ts'
import { feedPage, type FeedDeps } from './feed-page.ts'
import { feedControlRoutes } from './http.ts'
import { rememberParameters } from './parameters.ts'
import { openRanker, type RankerHost, type RankerWay } from './ranker/host.ts'
import { decodeFeedCursor, encodeFeedCursor } from './rules/feed-cursor.ts'
import { admit, dismiss, reconcile } from './stock.ts'
import { insertSlots, type ServedSlot } from './store/slots.ts'
import { loadProgress, rememberSightings, saveProgress, type Sighting } from './store/seen.ts'

export type { PostCards } from './feed-page.ts'
export { replayServed } from './replay.ts'
export type { RankerWay } from './ranker/host.ts'
export { stateDigest } from './ranker/replay.ts'

export interface FeedModuleDeps
  extends Omit<FeedDeps, 'ranker' | 'posts' | 'keepSlots'>, Pick<ControlDeps, 'posts' | 'identity'> {
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
  deps.bus.on('posts.published', 'feed', ({ postId, authorId, publishedAt }) =>
    admit(deps, { postId, authorId, publishedAt: new Date(publishedAt) }),
  )
  deps.bus.on('posts.unpublished', 'feed', ({ postId }) => dismiss(deps, postId))
  deps.bus.on('posts.deleted', 'feed', ({ postId }) => dismiss(deps, postId))
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
    listen: async () => {
      await rememberParameters(controls)
      await listen(given)
    },
    serve: (app) => {
      route(app, getFeed, async ({ query, viewer, request }) => {
        const cursor = query.cursor === undefined ? null : decodeFeedCursor(query.cursor)
        if (query.cursor !== undefined && cursor === null) throw new AppError('invalid_cursor')
        const origin = given.telemetry.originOf(request.headers)
        const { limit, rewatch, mode } = query
        const page = await feedPage(deps, { viewer, cursor, limit, rewatch, mode, origin })
        return {
          ...{ slots: page.slots, unseenLeft: page.unseenLeft, mode: page.mode },
          nextCursor: page.next ? encodeFeedCursor(page.next) : null,
        }
      })
      feedControlRoutes(app, controls)
    },
    stop: () => ranker.stop(),
  }
}
