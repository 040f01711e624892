import type { PersonId, PostId, PublishedPost } from '@busker/contract'
import type { GoneInput, VideoInput } from '@busker/ranking'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Journal } from '#platform/journal'
import type { Database } from '#platform/postgres'
import type { PostCards } from './feed-page.ts'
import { journalKinds } from './ranker/journal-inputs.ts'
import { addToInventory, listInventory, removeFromInventory } from './store/inventory.ts'

export interface StockDeps {
  readonly db: Database
  readonly clock: Clock
  readonly journal: Journal
  readonly posts: PostCards
}

/** What anybody may see. */
const anybody: Viewer = { kind: 'anonymous', anonymousId: '' }

const videoOf = (post: PublishedPost, atMs: number): VideoInput => ({
  ...{ kind: 'video', videoId: post.postId, authorId: post.author.personId, soundId: post.assetId },
  ...{ topics: post.tags, durationMs: post.playback.durationMs },
  publishedMs: Date.parse(post.publishedAt),
  // Videos say nothing of language, age and countries yet; the recommender heeds them where they do.
  ...{ language: '', minimumAge: 0, hiddenIn: [], atMs },
})

const goneRecord = (videoId: string) => ({
  kind: journalKinds.gone,
  payload: { kind: 'gone', videoId } satisfies GoneInput,
})

/**
 * Takes a post into what may be served. Events may come out of order: a post whose deletion was heard before its
 * publication must not come back. The look follows the insertion, so a deletion that is committed later finds the row.
 */
export const admit = async (
  { db, clock, journal, posts }: StockDeps,
  post: { postId: PostId; authorId: PersonId; publishedAt: Date },
): Promise<void> => {
  await db.transaction((tx) => addToInventory(tx, post))
  const card = (await posts.getCards([post.postId], anybody)).get(post.postId)
  if (card === undefined) await db.transaction((tx) => removeFromInventory(tx, post.postId))
  else await journal.append(journalKinds.video, videoOf(card, clock.nowMs()))
}

/** Takes a post out; told twice it does no harm. */
export const dismiss = async ({ db, journal }: StockDeps, postId: PostId): Promise<void> => {
  await db.transaction((tx) => removeFromInventory(tx, postId))
  const { kind, payload } = goneRecord(postId)
  await journal.append(kind, payload)
}

const pieceOfList = 10_000
const pieceOfCards = 200

/** Whatever the recommender does not know of the inventory, and what it knows that is gone, is told through the journal. */
export const reconcile = async (
  { db, clock, journal, posts }: StockDeps,
  live: readonly string[],
): Promise<void> => {
  const left = new Set(live)
  const missing: PostId[] = []
  for (let after: PostId | null = null, isMore = true; isMore;) {
    const piece: PostId[] = await listInventory(db.pool, { after, limit: pieceOfList })
    for (const postId of piece) if (!left.delete(postId)) missing.push(postId)
    after = piece.at(-1) ?? after
    isMore = piece.length === pieceOfList
  }
  for (let from = 0; from < missing.length; from += pieceOfCards) {
    const cards = await posts.getCards(missing.slice(from, from + pieceOfCards), anybody)
    const videos = Array.from(cards.values(), (card) => videoOf(card, clock.nowMs()))
    if (videos.length > 0)
      await journal.appendAll(videos.map((payload) => ({ kind: journalKinds.video, payload })))
  }
  if (left.size > 0) await journal.appendAll(Array.from(left, goneRecord))
}
