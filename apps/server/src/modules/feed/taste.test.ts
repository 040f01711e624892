import {
  blockPerson,
  changeFeedSettings,
  deletePost,
  exportTaste,
  forgetInterest,
  getFeedSettings,
  getTaste,
  importTaste,
  listMutes,
  resetTaste,
  type PostId,
  type TasteProfile,
} from '@busker/contract'
import type { Interest, Taste } from '@busker/ranking'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createClient, publishClip, type Client, type Person } from '../../testing/test-app.ts'
import { defaultSettings } from './settings.ts'
import { createControlTown, type ControlTown } from './test-controls.ts'

let town: ControlTown
let made = 0
const stranger = (): Promise<Person> => {
  made += 1
  return town.join(`person${made}`)
}
beforeAll(async () => {
  town = await createControlTown()
  await town.join('operator')
})
afterAll(() => town.stop())
afterEach(() => {
  town.ranker.dead = false
  town.ranker.told = []
  town.ranker.hears = async () => {}
})

const lastMs = Date.parse('2026-01-09T08:00:00Z')
const interest = (strength: number, videoIds: readonly string[] = []): Interest => ({
  ...{ strength, watched: 4.6, held: 2.4, lastMs, videoIds },
})
const taste = (given: Partial<Taste>): Taste => ({
  ...{ learning: true, watched: 0, topics: [], creators: [] },
  ...given,
})
const keyOf = async (client: Client): Promise<string> => {
  await client.call(getTaste)
  return client.cookies.get('busker_viewer') ?? ''
}
/** The same browser where the rest of the app is served. */
const inApp = (person: Person): Client => {
  const client = createClient(town.app)
  for (const [name, value] of person.cookies) client.cookies.set(name, value)
  return client
}

describe('a taste', () => {
  test('of somebody unknown is empty', async () => {
    const nothing = { learning: true, watched: 0, topics: [], creators: [] }
    expect(await town.guest().call(getTaste)).toEqual(nothing)
    expect(await (await stranger()).call(getTaste)).toEqual(nothing)
  })

  test('comes strongest first, with its evidence, also by the cookie alone', async () => {
    const [ana, ben] = [await stranger(), await stranger()]
    const postId = await publishClip(town.app, ben, 'A #duck')
    const guest = town.guest()
    const believed = taste({
      watched: 7.2,
      topics: [
        { topic: 'ponds', ...interest(0.2) },
        { topic: 'ducks', ...interest(-0.9, [postId]) },
      ],
      creators: [{ authorId: ben.me.personId, ...interest(0.5, [postId, town.app.ids.uuid()]) }],
    })
    town.ranker.tastes.set(ana.me.personId, { ...believed, learning: false })
    town.ranker.tastes.set(await keyOf(guest), believed)
    const counts = { watched: 5, held: 2, lastAt: '2026-01-09T08:00:00.000Z' }
    const author = { personId: ben.me.personId, handle: ben.me.handle, displayName: ben.me.displayName }
    for (const [client, learning] of [
      [ana, false],
      [guest, true],
    ] as const)
      expect(await client.call(getTaste)).toMatchObject({
        ...{ learning, watched: 7 },
        topics: [
          { topic: 'ducks', strength: -0.9, ...counts, posts: [{ postId }] },
          { topic: 'ponds', strength: 0.2, ...counts, posts: [] },
        ],
        creators: [{ author, strength: 0.5, ...counts, posts: [{ postId, tags: ['duck'] }] }],
      })
    expect((await town.guest().call(getTaste)).topics).toEqual([])
  })

  test('shows nothing that is gone or hidden, and never more than can be read', async () => {
    const [ana, ben, cleo] = [await stranger(), await stranger(), await stranger()]
    const [gone, hidden] = [await publishClip(town.app, ben), await publishClip(town.app, cleo)]
    const posts: PostId[] = []
    for (let number = 0; number < 7; number += 1) posts.push(await publishClip(town.app, ben))
    await inApp(ben).call(deletePost, { params: { postId: gone } })
    await inApp(cleo).call(blockPerson, { params: { handle: ana.me.handle } })
    const topics = Array.from({ length: 40 }, (_, index) => ({
      topic: `topic${index}`,
      ...interest(index / 100, index === 39 ? [gone, hidden, ...posts] : posts),
    }))
    const creators = [{ authorId: town.app.ids.uuid(), ...interest(1, posts) }]
    town.ranker.tastes.set(ana.me.personId, taste({ topics, creators }))
    const shown = await ana.call(getTaste)
    expect(shown.creators).toEqual([])
    expect(shown.topics.map(({ topic }) => topic)).toEqual(
      Array.from({ length: 30 }, (_, index) => `topic${39 - index}`),
    )
    expect(shown.topics[0]?.posts.map(({ postId }) => postId)).toEqual(posts.slice(0, 4))
    expect(shown.topics[1]?.posts.map(({ postId }) => postId)).toEqual(posts.slice(0, 6))
  })

  test('is not known while the recommender does not answer', async () => {
    const ana = await stranger()
    town.ranker.dead = true
    expect(await town.guest().refusal(getTaste)).toBe('503 overloaded')
    expect(await ana.refusal(exportTaste)).toBe('503 overloaded')
    expect(await ana.refusal(resetTaste, { body: { what: 'hour' } })).toBe('503 overloaded')
    expect(await ana.refusal(forgetInterest, { params: { kind: 'topic', value: 'ducks' } })).toBe(
      '503 overloaded',
    )
    expect(town.ranker.told).toEqual([])
  })
})

describe('forgetting', () => {
  test('one interest that is there', async () => {
    const guest = town.guest()
    const viewerId = await keyOf(guest)
    const authorId = town.app.ids.uuid()
    const believed = taste({
      topics: [{ topic: 'ducks', ...interest(1) }],
      creators: [{ authorId, ...interest(1) }],
    })
    town.ranker.tastes.set(viewerId, believed)
    const forget = (kind: string, value: string) => ({ params: { kind, value } })
    expect(await guest.refusal(forgetInterest, forget('sound', 'x'))).toBe('400 invalid_request')
    expect(await guest.refusal(forgetInterest, forget('topic', 'ponds'))).toBe('404 not_found')
    expect(await guest.refusal(forgetInterest, forget('creator', 'ducks'))).toBe('404 not_found')
    const other = await stranger()
    expect(await other.refusal(forgetInterest, forget('topic', 'ducks'))).toBe('404 not_found')
    expect(town.ranker.told).toEqual([])
    await guest.call(forgetInterest, { params: { kind: 'topic', value: '#Ducks' } })
    await guest.call(forgetInterest, { params: { kind: 'creator', value: authorId } })
    expect(town.ranker.told).toEqual([
      { viewerId, control: { what: 'forget', topic: 'ducks' } },
      { viewerId, control: { what: 'forget', authorId } },
    ])
  })

  test.each([
    ['hour', 3_600_000],
    ['week', 604_800_000],
    ['everything', null],
  ] as const)('the last %s', async (what, spanMs) => {
    const ana = await stranger()
    const viewerId = ana.me.personId
    town.ranker.tastes.set(viewerId, taste({ watched: 40 }))
    town.ranker.hears = async () => {
      town.ranker.tastes.set(viewerId, taste({ watched: 12 }))
    }
    expect(await ana.call(resetTaste, { body: { what } })).toEqual({ forgotten: 28 })
    const sinceMs = spanMs === null ? null : town.app.clock.nowMs() - spanMs
    expect(town.ranker.told).toEqual([{ viewerId, control: { what: 'reset', sinceMs } }])
    // What was watched meanwhile is not a forgetting of less than nothing.
    town.ranker.hears = async () => {
      town.ranker.tastes.set(viewerId, taste({ watched: 13 }))
    }
    expect(await ana.call(resetTaste, { body: { what } })).toEqual({ forgotten: 0 })
  })

  test('something else is refused', async () => {
    expect(await town.guest().refusal(resetTaste, { body: { what: 'all' } })).toBe('400 invalid_request')
    expect(await town.guest().refusal(resetTaste)).toBe('400 invalid_request')
  })
})

describe('a profile', () => {
  const creatorId = '0190a000-0000-7000-8000-00000000000a'
  const profile = (changes: Partial<Record<keyof TasteProfile, unknown>> = {}): TasteProfile =>
    ({
      format: 'busker-taste-1',
      exportedAt: '2026-01-01T00:00:00.000Z',
      settings: { ...defaultSettings, length: 2, topics: { ducks: 2, Snow: 0 }, learning: false },
      mutes: [
        { kind: 'word', value: 'Duck  Pond', until: null },
        { kind: 'word', value: 'duck pond', until: '2027-01-01T00:00:00.000Z' },
        { kind: 'topic', value: 'snow', until: '2025-01-01T00:00:00.000Z' },
        { kind: 'topic', value: '#', until: null },
      ],
      topics: [
        { topic: 'ducks', watched: 10, held: 4 },
        { topic: 'liars', watched: 2, held: 900 },
        { topic: 'nothing', watched: 0, held: 0 },
      ],
      creators: [{ personId: creatorId, watched: 3, held: 3 }],
      ...changes,
    }) as TasteProfile

  test('is for people with an account, and of one form', async () => {
    const ana = await stranger()
    expect(await town.guest().refusal(exportTaste)).toBe('401 not_signed_in')
    expect(await town.guest().refusal(importTaste, { body: profile() })).toBe('401 not_signed_in')
    const many = Array.from({ length: 501 }, (_, index) => ({ topic: `t${index}`, watched: 1, held: 1 }))
    for (const body of [
      undefined,
      profile({ format: 'other-1' }),
      profile({ topics: many }),
      profile({ topics: [{ topic: 'ducks', watched: -1, held: 0 }] }),
      profile({ creators: [{ personId: 'me', watched: 1, held: 0 }] }),
      profile({ mutes: [{ kind: 'sound', value: 'x', until: null }] }),
      profile({ settings: { mode: 'for_you' } }),
    ])
      expect(await ana.refusal(importTaste, { body })).toBe('400 invalid_request')
    expect(town.ranker.told).toEqual([])
  })

  test('is taken over: settings replace, mutes and interests are added', async () => {
    const ana = await stranger()
    await ana.call(changeFeedSettings, { body: { freshness: 2, topics: { ponds: 1 } } })
    expect(await ana.call(importTaste, { body: profile() })).toEqual({ topics: 2, creators: 1 })
    expect(await ana.call(getFeedSettings)).toEqual({
      ...defaultSettings,
      ...{ length: 2, topics: { ducks: 2 }, learning: false },
    })
    expect((await ana.call(listMutes)).mutes).toEqual([
      { kind: 'word', value: 'duck pond', label: 'duck pond', until: '2027-01-01T00:00:00.000Z' },
    ])
    const viewerId = ana.me.personId
    expect(town.ranker.told).toEqual([
      {
        viewerId,
        control: {
          what: 'import',
          topics: [
            { topic: 'ducks', watched: 10, held: 4 },
            { topic: 'liars', watched: 2, held: 2 },
          ],
          authors: [{ authorId: creatorId, watched: 3, held: 3 }],
        },
      },
      { viewerId, control: { what: 'learning', on: false } },
    ])
  })

  test('that does not fit in changes nothing at all', async () => {
    const ana = await stranger()
    const mutes = (from: number) =>
      Array.from({ length: 300 }, (_, index) => ({ kind: 'word', value: `word${from + index}`, until: null }))
    await ana.call(importTaste, { body: profile({ mutes: mutes(0), settings: defaultSettings }) })
    town.ranker.told = []
    const body = profile({ mutes: mutes(1000) })
    expect(await ana.refusal(importTaste, { body })).toBe('409 list_full')
    expect(await ana.call(getFeedSettings)).toEqual(defaultSettings)
    expect((await ana.call(listMutes)).mutes).toHaveLength(300)
    expect(town.ranker.told).toEqual([])
  })

  test('that leaves one account and enters another is the same profile', async () => {
    const [ana, ben] = [await stranger(), await stranger()]
    await ana.call(importTaste, { body: profile() })
    const believed = taste({
      topics: [
        { topic: 'few', ...interest(1), watched: 1, held: 1 },
        { topic: 'ducks', ...interest(0.1), watched: 10.5, held: 4.25 },
      ],
      creators: [{ authorId: creatorId, ...interest(0.1), watched: 3, held: 3 }],
    })
    town.ranker.tastes.set(ana.me.personId, believed)
    const left = await ana.call(exportTaste)
    expect(left).toEqual({
      ...{ format: 'busker-taste-1', exportedAt: town.app.clock.now().toISOString() },
      settings: await ana.call(getFeedSettings),
      mutes: [{ kind: 'word', value: 'duck pond', until: '2027-01-01T00:00:00.000Z' }],
      topics: [
        { topic: 'ducks', watched: 10.5, held: 4.25 },
        { topic: 'few', watched: 1, held: 1 },
      ],
      creators: [{ personId: creatorId, watched: 3, held: 3 }],
    })
    await ben.call(importTaste, { body: left })
    town.ranker.tastes.set(ben.me.personId, believed)
    expect(await ben.call(exportTaste)).toEqual(left)
  })
})
