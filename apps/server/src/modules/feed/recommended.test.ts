import {
  deletePost,
  followPerson,
  getFeed,
  likePost,
  reportViews,
  type FeedMode,
  type PostId,
  type ResponseOf,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  feedHasSeen,
  publishClip,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
const authors: Person[] = []
const topicOf = new Map<PostId, string>()
const authorOf = new Map<PostId, Person>()
beforeAll(async () => {
  app = await createTestApp({}, 'inline')
  for (let number = 0; number < 8; number += 1) authors.push(await signUp(app, `author${number}`))
  for (let number = 0; number < 48; number += 1)
    await publish(number % 8, ['cats', 'cooking', 'trains', 'chess'][number % 4] ?? '')
})
afterAll(() => app.stop())

const publish = async (author: number, topic: string): Promise<PostId> => {
  const owner = authors[author]
  if (owner === undefined) throw new RangeError('no such author')
  const postId = await publishClip(app, owner, `A clip #${topic}`)
  topicOf.set(postId, topic)
  authorOf.set(postId, owner)
  return postId
}

type Page = ResponseOf<typeof getFeed>
const idsOf = (page: Page): PostId[] => page.slots.map((slot) => slot.post.postId)
const pageOf = (client: Client, query: { cursor?: string; limit?: number; mode?: FeedMode } = {}) =>
  client.call(getFeed, { query })

const watch = async (client: Client, postId: PostId, share: number): Promise<void> => {
  app.clock.advance(15_000)
  const now = app.clock.nowMs()
  const watchedMs = Math.max(1, Math.round(10_000 * share))
  const event = {
    ...{
      eventId: app.ids.uuid(),
      viewId: app.ids.uuid(),
      seq: 0,
      postId,
      slotId: null,
      surface: 'feed' as const,
    },
    startedAt: new Date(now - watchedMs).toISOString(),
    clientTime: new Date(now).toISOString(),
    ...{
      visibleMs: watchedMs,
      played: [[0, watchedMs]] as [number, number][],
      durationMs: 10_000,
      soundOn: true,
    },
  }
  const body = { sentAt: new Date(now).toISOString(), timeZone: 'Europe/Berlin', events: [event] }
  expect(await client.call(reportViews, { body })).toMatchObject({ accepted: 1 })
}

test('three videos of a topic watched to the end and others skipped change the next page', async () => {
  const viewer = await signUp(app, 'catlover')
  const first = await pageOf(viewer, { limit: 8 })
  expect(first).toMatchObject({ mode: 'for_you', unseenLeft: true })
  const cats = [...topicOf].filter(([, topic]) => topic === 'cats').map(([postId]) => postId)
  const others = [...topicOf].filter(([, topic]) => topic !== 'cats').map(([postId]) => postId)
  for (const postId of cats.slice(0, 3)) await watch(viewer, postId, 1)
  for (const postId of others.slice(0, 4)) await watch(viewer, postId, 0.05)
  const count = (page: Page) => idsOf(page).filter((postId) => topicOf.get(postId) === 'cats').length
  const next = await pageOf(viewer, { limit: 8 })
  expect(count(next)).toBeGreaterThan(count(first))
  expect(count(next)).toBeGreaterThanOrEqual(3)
  // What was seen does not come again, without waiting for anything.
  for (const seen of [...cats.slice(0, 3), ...others.slice(0, 4)]) expect(idsOf(next)).not.toContain(seen)
  // A stranger's page is not the cat lover's.
  expect(count(await pageOf(createClient(app), { limit: 8 }))).toBeLessThan(count(next))
})

test('what is served is written down with what it stands on', async () => {
  const viewer = await signUp(app, 'curious')
  await watch(viewer, [...topicOf.keys()][3] ?? ('' as PostId), 1)
  const page = await pageOf(viewer, { limit: 6 })
  const rows = await sql<
    Record<string, unknown>
  >`select slot_id, source, flags, terms, score, propensity, mode,
      model_version, log_offset, position from feed.served_slot where viewer_id = ${viewer.me.personId}
      order by position`.execute(within(app.engines.db.pool))
  expect(rows.rows).toHaveLength(6)
  for (const [position, row] of rows.rows.entries()) {
    const slot = page.slots[position]
    expect(row).toMatchObject({ slot_id: slot?.slotId, source: slot?.source, flags: slot?.flags, position })
    expect(row).toMatchObject({ mode: 'for_you', model_version: 'busker-1', propensity: slot?.propensity })
    expect(Array.isArray(row['terms'])).toBe(true)
    expect(Number(row['log_offset'])).toBeGreaterThan(48)
  }
})

test('a scroll brings everything once, and ends', async () => {
  const viewer = await signUp(app, 'scroller')
  const shown: PostId[] = []
  let cursor: string | null = ''
  for (let pages = 0; cursor !== null && pages < 20; pages += 1) {
    const page: Page = await pageOf(viewer, { limit: 6, ...(cursor !== '' && { cursor }) })
    for (const [at, slot] of page.slots.entries())
      if (at > 0) expect(slot.post.author.personId).not.toBe(page.slots[at - 1]?.post.author.personId)
    shown.push(...idsOf(page))
    cursor = page.nextCursor
  }
  expect(new Set(shown).size).toBe(shown.length)
  expect(shown.toSorted()).toEqual([...topicOf.keys()].toSorted())
})

test('a deleted video is gone on the next request, before its event; a new one can be served at once', async () => {
  const viewer = await signUp(app, 'watcher')
  const doomed = await publish(0, 'trains')
  const owner = authorOf.get(doomed)
  const all = async (): Promise<PostId[]> => {
    const pages = await Promise.all([0, 1, 2].map(() => pageOf(viewer, { limit: 20 })))
    return pages.flatMap(idsOf)
  }
  await owner?.call(deletePost, { params: { postId: doomed } })
  topicOf.delete(doomed)
  expect(await all()).not.toContain(doomed)
  await app.jobs.runOnce()
  expect(await app.feed.ranker.explorations([doomed])).toEqual(new Map())
  const fresh = await publish(1, 'chess')
  expect((await app.feed.ranker.explorations([fresh])).get(fresh)).toMatchObject({ state: 'testing' })
})

describe('modes', () => {
  test('following is the order of time of whom one follows', async () => {
    const viewer = await signUp(app, 'follower')
    expect(await pageOf(viewer, { mode: 'following' })).toMatchObject({
      slots: [],
      mode: 'following',
      nextCursor: null,
    })
    const [author] = authors
    if (author === undefined) return expect.unreachable()
    await viewer.call(followPerson, { params: { handle: author.me.handle } })
    const page = await pageOf(viewer, { mode: 'following', limit: 20 })
    const own = [...topicOf.keys()].filter((postId) => authorOf.get(postId) === author)
    expect(idsOf(page).toSorted()).toEqual(own.toSorted())
    expect(page.slots.map((slot) => slot.publishedAt)).toEqual(
      page.slots
        .map((slot) => slot.publishedAt)
        .toSorted()
        .toReversed(),
    )
    expect(page.slots[0]).toMatchObject({ source: 'followed', propensity: 1 })
  })

  test('without profile what was watched and liked changes nothing', async () => {
    const viewer = await signUp(app, 'private')
    const [some = '' as PostId] = [...topicOf.keys()]
    await watch(viewer, some, 1)
    await viewer.call(likePost, { params: { postId: some } })
    await feedHasSeen(app)
    const seen = new Set<PostId>()
    for (let page = 0; page < 12; page += 1)
      for (const postId of idsOf(await pageOf(viewer, { mode: 'unprofiled', limit: 20 }))) seen.add(postId)
    expect(seen.has(some)).toBe(true)
  })
})
