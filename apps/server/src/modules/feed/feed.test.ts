import {
  deletePost,
  events,
  getFeed,
  getFeedAhead,
  reportViews,
  type PostId,
  type ResponseOf,
  type Slot,
} from '@busker/contract'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { defineJob } from '#platform/jobs'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  feedHasSeen,
  publishClip,
  readyAsset,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let viewer: Person
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  viewer = await signUp(app, 'viewer')
})
afterAll(() => app.stop())

type Page = ResponseOf<typeof getFeed>
const idsOf = (page: Page): PostId[] => page.slots.map((slot) => slot.post.postId)

const watch = async (client: Client, watched: readonly { postId: PostId; agoMs?: number }[]) => {
  const now = app.clock.nowMs()
  const eventsOf = watched.map(({ postId, agoMs = 0 }) => ({
    eventId: app.ids.uuid(),
    viewId: app.ids.uuid(),
    seq: 0,
    postId,
    slotId: null,
    surface: 'feed' as const,
    startedAt: new Date(now - agoMs).toISOString(),
    clientTime: new Date(now - agoMs).toISOString(),
    visibleMs: 1000,
    played: [[0, 1000]] as [number, number][],
    durationMs: 10_000,
    soundOn: true,
  }))
  const body = { sentAt: new Date(now).toISOString(), timeZone: 'UTC', events: eventsOf }
  const receipt = await client.call(reportViews, { body })
  expect(receipt).toEqual({ accepted: watched.length, duplicates: 0, rejected: [] })
  await feedHasSeen(app)
}

const ownerOf = new Map<PostId, Person>()
const publish = async (owner: Person): Promise<PostId> => {
  const postId = await publishClip(app, owner)
  ownerOf.set(postId, owner)
  return postId
}
/** Newest first, all of one moment. */
const publishMany = async (owner: Person, number: number): Promise<PostId[]> => {
  const made: PostId[] = []
  for (let index = 0; index < number; index += 1) {
    const assetId = await readyAsset(app, owner)
    const postId = await app.posts.create({ authorId: owner.me.personId, assetId, caption: '' })
    ownerOf.set(postId, owner)
    made.unshift(postId)
  }
  await app.jobs.runOnce()
  return made
}
const remove = async (postId: PostId): Promise<void> => {
  await ownerOf.get(postId)?.call(deletePost, { params: { postId } })
  ownerOf.delete(postId)
}
/** Each test begins with an empty town. */
const clear = async (): Promise<void> => {
  for (const postId of [...ownerOf.keys()]) await remove(postId)
  await app.jobs.runOnce()
}
afterEach(clear)

describe('a request', () => {
  test.each([
    ['a cursor of nothing', { cursor: 'x' }, '400 invalid_cursor'],
    [
      'a cursor of something else',
      { cursor: Buffer.from('[1,2]').toString('base64url') },
      '400 invalid_cursor',
    ],
    ['a cursor too long', { cursor: 'x'.repeat(513) }, '400 invalid_request'],
    ['no slots', { limit: 0 }, '400 invalid_request'],
    ['too many slots', { limit: 21 }, '400 invalid_request'],
    ['a truth of its own', { rewatch: 'perhaps' }, '400 invalid_request'],
  ])('%s is refused', async (_, query, answer) => {
    expect(await viewer.refusal(getFeed, { query })).toBe(answer)
  })

  test('an empty town has an end', async () => {
    const nothing = { slots: [], nextCursor: null, unseenLeft: false, mode: 'for_you' }
    expect(await viewer.call(getFeed)).toEqual(nothing)
    expect(await viewer.call(getFeed, { query: { rewatch: 'true' } })).toEqual(nothing)
  })

  test('somebody without an account is known by a cookie of their own', async () => {
    const postId = await publish(author)
    const nobody = createClient(app)
    expect(idsOf(await nobody.call(getFeed))).toEqual([postId])
    const cookie = nobody.cookies.get('busker_viewer')
    await watch(nobody, [{ postId }])
    expect(await nobody.call(getFeed)).toMatchObject({ slots: [], unseenLeft: false })
    expect(nobody.cookies.get('busker_viewer')).toBe(cookie)
    expect(idsOf(await createClient(app).call(getFeed))).toEqual([postId])
  })
})

test('what comes next is told without a serving: nothing is written down, and the next page is the same', async () => {
  const made: PostId[] = []
  for (let number = 0; number < 5; number += 1) made.unshift(await publish(author))
  const { nextCursor } = await viewer.call(getFeed, { query: { limit: 2 } })
  const cursor = nextCursor ?? ''
  const served = () =>
    sql<{ slots: string }>`select count(*)::text as slots from feed.served_slot`.execute(
      within(app.engines.db.pool),
    )
  const before = await served()
  const ahead = await viewer.call(getFeedAhead, { query: { cursor } })
  expect(ahead.posts.map(({ postId }) => postId)).toEqual(made.slice(2))
  expect((await viewer.call(getFeedAhead, { query: { cursor, limit: 1 } })).posts).toHaveLength(1)
  expect((await served()).rows).toEqual(before.rows)
  expect(idsOf(await viewer.call(getFeed, { query: { cursor } }))).toEqual(made.slice(2))
  expect(await viewer.refusal(getFeedAhead, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
  expect(await viewer.refusal(getFeedAhead)).toBe('400 invalid_request')
  expect(await viewer.refusal(getFeedAhead, { query: { cursor, limit: 11 } })).toBe('400 invalid_request')
})

test('every slot served is logged with source, position and propensity', async () => {
  const made: PostId[] = []
  for (let number = 0; number < 3; number += 1) made.unshift(await publish(author))
  const first = await viewer.call(getFeed, { query: { limit: 2 } })
  const second = await viewer.call(getFeed, { query: { limit: 2, cursor: first.nextCursor ?? '' } })
  expect([...idsOf(first), ...idsOf(second)]).toEqual(made)
  expect(first.slots[0]).toMatchObject({
    source: 'newest',
    flags: [],
    propensity: 1,
    post: { state: 'published', can: { delete: false } },
  })
  const slots: Slot[] = [...first.slots, ...second.slots]
  const logged = await sql<
    Record<string, unknown>
  >`select slot_id, post_id, position, source, mode, flags, terms, propensity,
      model_version, viewer_id, feed_id from feed.served_slot
    where slot_id = any(${slots.map(({ slotId }) => slotId)}::uuid[]) order by position`.execute(
    within(app.engines.db.pool),
  )
  expect(logged.rows).toEqual(
    slots.map((slot, position) => ({
      slot_id: slot.slotId,
      post_id: slot.post.postId,
      position,
      source: 'newest',
      ...{ mode: 'for_you', flags: [], terms: null },
      propensity: 1,
      model_version: 'newest-1',
      viewer_id: viewer.me.personId,
      feed_id: logged.rows[0]?.['feed_id'],
    })),
  )
  await app.telemetry.flushed()
  const impressions = await app.engines.clickhouse.query<Record<string, unknown>>(
    `SELECT event_id, post_id, author_id, position, source, propensity_micros, model_version, viewer_id, traffic
     FROM telemetry_impression WHERE event_id IN ({slotIds:Array(UUID)}) ORDER BY position`,
    { slotIds: slots.map(({ slotId }) => slotId) },
  )
  expect(impressions).toEqual(
    slots.map((slot, position) => ({
      ...{ event_id: slot.slotId, post_id: slot.post.postId, author_id: author.me.personId, position },
      ...{ source: 'newest', propensity_micros: 1_000_000, model_version: 'newest-1' },
      ...{ viewer_id: viewer.me.personId, traffic: 'ok' },
    })),
  )
})

test('watching again begins with what was seen longest ago, and no post comes twice', async () => {
  const made: PostId[] = []
  for (let number = 0; number < 5; number += 1) made.push(await publish(author))
  const [a, b, c, d, unseen] = made
  if (!a || !b || !c || !d || !unseen) return expect.unreachable()
  app.clock.advance(3_600_000)
  // Facts of a phone that was offline come late and in any order; the latest sighting counts.
  await watch(viewer, [
    { postId: c, agoMs: 1000 },
    { postId: a, agoMs: 5000 },
    { postId: c, agoMs: 600_000 },
  ])
  await watch(viewer, [{ postId: d, agoMs: 3000 }])
  await watch(viewer, [
    { postId: b, agoMs: 7000 },
    { postId: d, agoMs: 900_000 },
  ])
  const first = await viewer.call(getFeed, { query: { rewatch: 'true', limit: 3 } })
  expect(first.unseenLeft).toBe(true)
  const cursor = first.nextCursor ?? ''
  const second = await viewer.call(getFeed, { query: { rewatch: 'true', limit: 3, cursor } })
  expect([...idsOf(first), ...idsOf(second)]).toEqual([b, a, d, c])
  expect(first.slots[0]).toMatchObject({ source: 'rewatch', propensity: 1 })
  expect(second).toMatchObject({ nextCursor: null, unseenLeft: false })
  expect(idsOf(await viewer.call(getFeed))).toEqual([unseen])
})

describe('deleted posts', () => {
  test('do not hide what is left, however many they are and before their events arrive', async () => {
    const kept = await publish(author)
    const gone = await publishMany(author, 30)
    for (const postId of gone) await remove(postId)
    expect(idsOf(await viewer.call(getFeed, { query: { limit: 1 } }))).toEqual([kept])
  })

  test('do not come back with a late or repeated event', async () => {
    const postId = await publish(author)
    await remove(postId)
    await app.jobs.runOnce()
    const published = events['posts.published']
    const job = defineJob({ name: 'event:posts.published:feed', payload: published, maximumAttempts: 3 })
    const publishedAt = app.clock.now().toISOString()
    const told = { postId, authorId: author.me.personId, publishedAt, reach: 'everybody' as const }
    await app.jobs.enqueue(app.engines.db.pool, job, told)
    await app.jobs.runOnce()
    const left = await sql`select post_id from feed.inventory`.execute(within(app.engines.db.pool))
    expect(left.rows).toEqual([])
  })
})

type Step =
  | { readonly kind: 'publish'; readonly own: boolean }
  | { readonly kind: 'delete' | 'watch'; readonly which: number }
  | { readonly kind: 'deliver' }
  | { readonly kind: 'page'; readonly limit: number; readonly fresh: boolean }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const), own: fc.boolean() }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'watch' as const), which: fc.nat(20) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('deliver' as const) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('page' as const),
        limit: fc.integer({ min: 1, max: 4 }),
        fresh: fc.nat(4).map((number) => number === 0),
      }),
    },
  ),
  { minLength: 8, maxLength: 24 },
)

/** What the feed must know, in the plainest form. */
class Town {
  /** Newest first. */
  alive: PostId[] = []
  own = new Set<PostId>()
  seen = new Set<PostId>()
  served = new Set<PostId>()
  cursor: string | null = null
  /** Deletions whose events are still on the way. */
  pending = false

  unseen(): PostId[] {
    return this.alive.filter((postId) => !this.own.has(postId) && !this.seen.has(postId))
  }
}

const checkPage = (town: Town, page: Page, step: { limit: number }): void => {
  const unseen = town.unseen()
  const notServed = unseen.filter((postId) => !town.served.has(postId))
  const expected = notServed.length > 0 || town.cursor === null ? notServed : unseen
  const shown = idsOf(page)
  expect(shown.length > 0).toBe(unseen.length > 0)
  expect(page.unseenLeft).toBe(unseen.length > 0)
  // Newest first; while deletions are on their way a page may be shorter, but holds nothing else.
  if (town.pending) expect(shown).toEqual(expected.filter((postId) => shown.includes(postId)))
  else expect(shown).toEqual(expected.slice(0, step.limit))
}

const take = async (town: Town, step: Step): Promise<void> => {
  switch (step.kind) {
    case 'publish': {
      const made = await publish(step.own ? viewer : author)
      town.pending = false
      town.alive.unshift(made)
      if (step.own) town.own.add(made)
      return
    }
    case 'delete': {
      const postId = town.alive[step.which % Math.max(1, town.alive.length)]
      if (postId === undefined) return
      await remove(postId)
      town.alive = town.alive.filter((one) => one !== postId)
      town.pending = true
      return
    }
    case 'watch': {
      const postId = town.alive[step.which % Math.max(1, town.alive.length)]
      if (postId === undefined) return
      await watch(viewer, [{ postId }])
      town.seen.add(postId)
      return
    }
    case 'deliver':
      await app.jobs.runOnce()
      town.pending = false
      return
    case 'page': {
      if (step.fresh) town.cursor = null
      if (town.cursor === null) town.served.clear()
      const cursor = town.cursor === null ? {} : { cursor: town.cursor }
      const page = await viewer.call(getFeed, { query: { limit: step.limit, ...cursor } })
      checkPage(town, page, step)
      for (const postId of idsOf(page)) town.served.add(postId)
      town.cursor = page.nextCursor
    }
  }
}

test('never empty while something is unseen, exact in what was seen, no post twice before all came once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const town = new Town()
      try {
        town.alive = await publishMany(author, 7)
        for (const step of taken) await take(town, step)
        await take(town, { kind: 'page', limit: 4, fresh: true })
      } finally {
        await clear()
      }
    }),
    { numRuns: 10 },
  )
}, 60_000)

test('an own post is never offered to its author, also when it is the only one', async () => {
  const [postId] = await publishMany(viewer, 1)
  expect(await viewer.call(getFeed)).toMatchObject({ slots: [], unseenLeft: false })
  expect(idsOf(await author.call(getFeed))).toEqual([postId])
})
