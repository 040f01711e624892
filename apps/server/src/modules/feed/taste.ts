import type {
  getTaste as getTasteEndpoint,
  PersonId,
  PostId,
  PublishedPost,
  ResponseOf,
} from '@busker/contract'
import type { ControlInput, Interest } from '@busker/ranking'
import { AppError } from '#platform/errors'
import { viewerKey, type Viewer } from '#platform/http'
import { forgetSightings } from './store/seen.ts'
import { orOverloaded, type ControlDeps } from './controls.ts'
import { strongest } from './rules/strongest.ts'
import { topicName } from './rules/topic-name.ts'

type TasteAnswer = ResponseOf<typeof getTasteEndpoint>

/** So many topics and as many creators are shown, each with so many of its videos. */
const mostInterests = 30
const mostVideos = 6

/** The recommender knows ids as text; those that it was told are ids of posts. */
const videosOf = ({ videoIds }: Interest): PostId[] => videoIds.slice(0, mostVideos) as PostId[]

const present = (interest: Interest, cards: Map<PostId, PublishedPost>) => ({
  strength: interest.strength,
  watched: Math.round(interest.watched),
  held: Math.round(interest.held),
  lastAt: new Date(interest.lastMs).toISOString(),
  posts: videosOf(interest).flatMap((postId) => cards.get(postId) ?? []),
})

/**
 * What is believed of a viewer. Creators who are gone are left out, and so are videos that are gone or hidden from the
 * viewer: the interest stays, with less to show for it.
 */
export const getTaste = async (deps: ControlDeps, viewer: Viewer): Promise<TasteAnswer> => {
  const taste = await orOverloaded(deps.ranker.taste(viewerKey(viewer)))
  const topics = strongest(taste.topics, mostInterests)
  const creators = strongest(taste.creators, mostInterests)
  const videos = new Set([...topics, ...creators].flatMap(videosOf))
  const people = creators.map(({ authorId }) => authorId as PersonId)
  const [cards, authors] = await Promise.all([
    deps.posts.getCards([...videos], viewer),
    deps.identity.getAuthors(deps.db.pool, people),
  ])
  return {
    learning: taste.learning,
    watched: Math.round(taste.watched),
    topics: topics.map((one) => ({ topic: one.topic, ...present(one, cards) })),
    creators: creators.flatMap((one) => {
      const author = authors.get(one.authorId as PersonId)
      return author ? [{ author, ...present(one, cards) }] : []
    }),
  }
}

type Forgetting = Extract<ControlInput['control'], { what: 'forget' }>

/** Forgets one interest and what it was inferred from. */
export const forgetInterest = async (
  deps: ControlDeps,
  viewer: Viewer,
  interest: { kind: 'topic' | 'creator'; value: string },
): Promise<void> => {
  const viewerId = viewerKey(viewer)
  const { topics, creators } = await orOverloaded(deps.ranker.taste(viewerId))
  const topic = topicName(interest.value)
  const known =
    interest.kind === 'topic'
      ? topics.some((one) => one.topic === topic)
      : creators.some((one) => one.authorId === interest.value)
  if (!known) throw new AppError('not_found')
  const control: Forgetting =
    interest.kind === 'topic' ? { what: 'forget', topic } : { what: 'forget', authorId: interest.value }
  await deps.tellControl({ viewerId, control })
}

const spanMs = { hour: 3_600_000, week: 7 * 24 * 3_600_000 } as const

/**
 * Forgets the last hour or week, or everything: what was learned, and what was seen for the first time then, as if it had
 * not been. Returns how many views less the taste stands on.
 */
export const resetTaste = async (
  deps: ControlDeps,
  viewer: Viewer,
  what: 'hour' | 'week' | 'everything',
): Promise<number> => {
  const viewerId = viewerKey(viewer)
  const sinceMs = what === 'everything' ? null : deps.clock.nowMs() - spanMs[what]
  const before = await orOverloaded(deps.ranker.taste(viewerId))
  await deps.tellControl({ viewerId, control: { what: 'reset', sinceMs } })
  await forgetSightings(deps.db.pool, viewerId, sinceMs === null ? null : new Date(sinceMs))
  const after = await orOverloaded(deps.ranker.taste(viewerId))
  // What is watched meanwhile counts again: then there is less to tell than was forgotten, never less than nothing.
  return Math.max(0, Math.round(before.watched) - Math.round(after.watched))
}
