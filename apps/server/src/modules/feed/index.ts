import { getFeed, type PersonId, type PostId } from '@busker/contract'
import type { ViewFact } from '@busker/metrics'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '#platform/bus'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { Telemetry } from '#modules/telemetry'
import { feedPage, type FeedDeps } from './feed-page.ts'
import { inGivenOrder } from './rules/candidates.ts'
import { decodeFeedCursor, encodeFeedCursor } from './rules/feed-cursor.ts'
import { addToInventory, removeFromInventory } from './store/inventory.ts'
import { loadProgress, rememberSightings, saveProgress, type Sighting } from './store/seen.ts'

export type { PostCards } from './feed-page.ts'

export interface FeedModuleDeps extends Omit<FeedDeps, 'ranker'> {
  readonly bus: Bus
  readonly telemetry: Telemetry
}

/** The stream of videos that a viewer swipes through. */
export interface Feed {
  /** Registers the reactions to `posts` and to view facts; before the jobs start. */
  listen(): Promise<void>
  serve(app: FastifyInstance): void
}

const consumer = 'feed.seen'

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

/**
 * Events may come out of order: a post whose deletion was heard before its publication must not come back. The look
 * follows the insertion, so a deletion that is committed later finds the row.
 */
const admit = async (
  deps: FeedModuleDeps,
  post: { postId: PostId; authorId: PersonId; publishedAt: Date },
) => {
  await deps.db.transaction((tx) => addToInventory(tx, post))
  const found = await deps.posts.getCards([post.postId], { kind: 'anonymous', anonymousId: '' })
  if (!found.has(post.postId)) await deps.db.transaction((tx) => removeFromInventory(tx, post.postId))
}

const listen = async (deps: FeedModuleDeps): Promise<void> => {
  deps.bus.on('posts.published', 'feed', ({ postId, authorId, publishedAt }) =>
    admit(deps, { postId, authorId, publishedAt: new Date(publishedAt) }),
  )
  deps.bus.on('posts.unpublished', 'feed', ({ postId }) =>
    deps.db.transaction((tx) => removeFromInventory(tx, postId)),
  )
  deps.bus.on('posts.deleted', 'feed', ({ postId }) =>
    deps.db.transaction((tx) => removeFromInventory(tx, postId)),
  )
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
  const deps = { ...given, ranker: inGivenOrder }
  return {
    listen: () => listen(given),
    serve: (app) => {
      route(app, getFeed, async ({ query, viewer, request }) => {
        const cursor = query.cursor === undefined ? null : decodeFeedCursor(query.cursor)
        if (query.cursor !== undefined && cursor === null) throw new AppError('invalid_cursor')
        const origin = given.telemetry.originOf(request.headers)
        const { limit, rewatch } = query
        const page = await feedPage(deps, { viewer, cursor, limit, rewatch, origin })
        return {
          slots: page.slots,
          nextCursor: page.next ? encodeFeedCursor(page.next) : null,
          unseenLeft: page.unseenLeft,
        }
      })
    },
  }
}
