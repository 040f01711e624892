import type { PostId, PublishedPost } from '@busker/contract'
import type { GoneInput, VideoInput } from '@busker/ranking'
import type { Posts } from '#modules/posts'
import type { Clock } from '#platform/clock'
import type { Viewer } from '#platform/http'
import type { Journal } from '#platform/journal'
import type { Database } from '#platform/postgres'
import type { PostCards } from './feed-page.ts'
import { journalKinds } from './ranker/journal-inputs.ts'
import {
  addToInventory,
  isRecommended,
  listInventory,
  removeFromInventory,
  type StockedPost,
} from './store/inventory.ts'

export interface StockDeps {
  readonly db: Database
  readonly clock: Clock
  readonly journal: Journal
  readonly posts: PostCards & Pick<Posts, 'lookUp'>
}

/** What anybody may see. */
const anybody: Viewer = { kind: 'anonymous', anonymousId: '' }

/** Posts that came before sounds did go by the file that their sound came with. */
const soundOf = (post: PublishedPost): string => post.sound?.soundId ?? post.assetId

const videoOf = (post: PublishedPost, atMs: number): VideoInput => ({
  ...{ kind: 'video', videoId: post.postId, authorId: post.author.personId, soundId: soundOf(post) },
  ...{ topics: post.tags, durationMs: post.playback.durationMs },
  publishedMs: Date.parse(post.publishedAt),
  // Videos say nothing of language, age and countries yet; the recommender heeds them where they do.
  ...{ language: '', minimumAge: 0, hiddenIn: [], atMs },
})

const goneRecord = (videoId: string) => ({
  kind: journalKinds.gone,
  payload: { kind: 'gone', videoId } satisfies GoneInput,
})

/** Tells the recommender of a post as it is now. False: not everybody may see it. */
const tellVideo = async ({ clock, journal, posts }: StockDeps, postId: PostId): Promise<boolean> => {
  const card = (await posts.getCards([postId], anybody)).get(postId)
  if (card === undefined) return false
  await journal.append(journalKinds.video, videoOf(card, clock.nowMs()))
  return true
}

const tellGone = async ({ journal }: StockDeps, postId: PostId): Promise<void> => {
  const { kind, payload } = goneRecord(postId)
  await journal.append(kind, payload)
}

/**
 * Takes a post into what may be served. Events may come out of order: a post whose deletion was heard before its
 * publication must not come back. The look follows the insertion, so a deletion that is committed later finds the row.
 */
export const admit = async (deps: StockDeps, post: StockedPost): Promise<void> => {
  const { postId, recommended } = post
  await deps.db.transaction((tx) => addToInventory(tx, post))
  if (!recommended) {
    // Whoever may see it is asked of the post when it is served; here it only must still be there.
    if ((await deps.posts.lookUp(deps.db.pool, [postId])).has(postId)) return tellGone(deps, postId)
  } else if (await tellVideo(deps, postId)) return
  await deps.db.transaction((tx) => removeFromInventory(tx, postId))
}

/** The words of a post have changed, and with them its topics. */
export const refresh = async (deps: StockDeps, postId: PostId): Promise<void> => {
  if (await isRecommended(deps.db.pool, postId)) await tellVideo(deps, postId)
}

/** Takes a post out; told twice it does no harm. */
export const dismiss = async (deps: StockDeps, postId: PostId): Promise<void> => {
  await deps.db.transaction((tx) => removeFromInventory(tx, postId))
  await tellGone(deps, postId)
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
