import {
  addMute,
  changeFeedSettings,
  getExploration,
  getFeedSettings,
  listMutes,
  listTopics,
  removeMute,
  type FeedSettings,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { publishClip, type Person } from '../../testing/test-app.ts'
import { defaultSettings, noWishes, readWishes } from './settings.ts'
import { createControlTown, valueParameters, type ControlTown } from './test-controls.ts'

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

const wishesOf = ({ me }: Person) => readWishes(town.app.engines.db.pool, me.personId, town.app.clock.now())
const dayMs = 24 * 3_600_000

describe('settings', () => {
  test('are of people with an account, and dials go from −2 to 2', async () => {
    const ana = await stranger()
    for (const endpoint of [getFeedSettings, changeFeedSettings])
      expect(await town.guest().refusal(endpoint)).toBe('401 not_signed_in')
    const refused = (body: unknown) => ana.refusal(changeFeedSettings, { body })
    const topics = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`topic${index}`, 1]))
    for (const body of [
      { exploration: 3 },
      { length: 0.5 },
      { mode: 'mine' },
      { topics: { ducks: -3 } },
      { topics },
      { learning: 'no' },
    ])
      expect(await refused(body)).toBe('400 invalid_request')
    expect(await ana.call(getFeedSettings)).toEqual(defaultSettings)
    expect(await wishesOf(ana)).toEqual(noWishes)
  })

  test('what is given replaces what was, the rest stays, and the next page obeys', async () => {
    const [ana, ben] = [await stranger(), await stranger()]
    await ana.call(changeFeedSettings, {
      body: { freshness: 2, topics: { ducks: 1, '#Ponds': -2, snow: 0 } },
    })
    const changed = { ...defaultSettings, freshness: 2, topics: { ducks: 1, ponds: -2 } }
    expect(await ana.call(getFeedSettings)).toEqual(changed)
    const body: Partial<FeedSettings> = { mode: 'following', length: -1, topics: { snow: 2, ducks: 0 } }
    const again = { ...changed, ...body, topics: { snow: 2 } }
    expect(await ana.call(changeFeedSettings, { body })).toEqual(again)
    const { mode, learning, ...dials } = again
    expect(await wishesOf(ana)).toEqual({ ...noWishes, mode, learning, dials })
    expect(await ana.call(changeFeedSettings, { body: { topics: {} } })).toEqual({ ...again, topics: {} })
    expect(await ben.call(getFeedSettings)).toEqual(defaultSettings)
    expect(town.ranker.told).toEqual([])
  })

  test('changes of several devices at once lose nothing of each other', async () => {
    const ana = await stranger()
    const bodies: Partial<FeedSettings>[] = [
      { exploration: 1 },
      { freshness: -1 },
      { length: 2 },
      { topics: { ducks: 1 } },
      { mode: 'unprofiled' },
    ]
    await Promise.all(bodies.map((body) => ana.call(changeFeedSettings, { body })))
    expect(await ana.call(getFeedSettings)).toEqual(Object.assign({ ...defaultSettings }, ...bodies))
  })

  test('the recommender hears whether to learn, every time it is said', async () => {
    const ana = await stranger()
    const word = (on: boolean) => ({ viewerId: ana.me.personId, control: { what: 'learning', on } })
    await ana.call(changeFeedSettings, { body: { learning: false, length: 1 } })
    await ana.call(changeFeedSettings, { body: { length: 2 } })
    await ana.call(changeFeedSettings, { body: { learning: false } })
    await ana.call(changeFeedSettings, { body: { learning: true } })
    expect(town.ranker.told).toEqual([word(false), word(false), word(true)])
    expect(await wishesOf(ana)).toMatchObject({ learning: true, dials: { length: 2 } })
  })

  test('of two changes at once, the one that was kept last is told last', async () => {
    const ana = await stranger()
    let overtaken = false
    town.ranker.hears = async () => {
      if (overtaken) return
      overtaken = true
      // Somebody else's change is kept and told before this telling is over.
      await ana.call(changeFeedSettings, { body: { learning: true } })
      town.ranker.told.reverse()
    }
    await ana.call(changeFeedSettings, { body: { learning: false } })
    expect(town.ranker.told.at(-1)).toMatchObject({ control: { what: 'learning', on: true } })
    expect(await ana.call(getFeedSettings)).toMatchObject({ learning: true })
  })
})

describe('mutes', () => {
  const word = (value: string) => ({ params: { kind: 'word' as const, value } })

  test('are of people with an account, and of something that can be looked for', async () => {
    const ana = await stranger()
    expect(await town.guest().refusal(listMutes)).toBe('401 not_signed_in')
    for (const endpoint of [addMute, removeMute]) {
      expect(await town.guest().refusal(endpoint, word('duck'))).toBe('401 not_signed_in')
      expect(await ana.refusal(endpoint, { params: { kind: 'person', value: 'ben' } })).toBe(
        '400 invalid_request',
      )
    }
    for (const value of ['#', '\u200B', 'x'.repeat(101), '\uFDFA'.repeat(10)])
      expect(await ana.refusal(addMute, word(value))).toBe('400 invalid_request')
    for (const days of [0, 366, 'x'])
      expect(await ana.refusal(addMute, { ...word('duck'), query: { days } })).toBe('400 invalid_request')
    expect(await ana.call(listMutes)).toEqual({ mutes: [] })
  })

  test('come latest first, twice is once, and one is taken back as it was written', async () => {
    const ana = await stranger()
    await ana.call(addMute, word('#Duck  Pond'))
    town.app.clock.advance(1000)
    await ana.call(addMute, { params: { kind: 'topic', value: '#Snow' } })
    town.app.clock.advance(1000)
    const sound = { params: { kind: 'sound' as const, value: 'a-sound' }, query: { label: 'A song' } }
    await ana.call(addMute, sound)
    const found = [
      { kind: 'sound', value: 'a-sound', label: 'A song', until: null },
      { kind: 'topic', value: 'snow', label: '#Snow', until: null },
      { kind: 'word', value: 'duck pond', label: '#Duck  Pond', until: null },
    ]
    expect(await ana.call(listMutes)).toEqual({ mutes: found })
    expect((await wishesOf(ana)).muted).toEqual({
      words: ['duck pond'],
      topics: ['snow'],
      sounds: ['a-sound'],
    })
    town.app.clock.advance(1000)
    const again = await ana.call(addMute, word('DUCK POND'))
    expect(again.mutes.map(({ label }) => label)).toEqual(['DUCK POND', 'A song', '#Snow'])
    expect((await ana.call(removeMute, word('duck\u00A0Pond'))).mutes).toEqual(found.slice(0, 2))
    expect((await ana.call(removeMute, word('nothing'))).mutes).toEqual(found.slice(0, 2))
    expect((await wishesOf(await stranger())).muted).toEqual(noWishes.muted)
  })

  test('end when their time is over, and can be said anew', async () => {
    const ana = await stranger()
    const two = { ...word('duck'), query: { days: 2 } }
    const [mute] = (await ana.call(addMute, two)).mutes
    expect(mute?.until).toBe(new Date(town.app.clock.nowMs() + 2 * dayMs).toISOString())
    town.app.clock.advance(2 * dayMs - 1)
    expect((await wishesOf(ana)).muted.words).toEqual(['duck'])
    town.app.clock.advance(1)
    expect((await wishesOf(ana)).muted.words).toEqual([])
    expect(await ana.call(listMutes)).toEqual({ mutes: [] })
    expect((await ana.call(addMute, word('duck'))).mutes).toMatchObject([{ value: 'duck', until: null }])
    expect((await ana.call(addMute, two)).mutes).toMatchObject([{ until: expect.any(String) }])
  })

  test('are at most 500 that hold, however many come at once', async () => {
    const ana = await stranger()
    await ana.call(addMute, { ...word('soon over'), query: { days: 1 } })
    const { pool } = town.app.engines.db
    await sql`insert into feed.mute (person_id, kind, value, label, created_at)
      select ${ana.me.personId}::uuid, 'word', 'word' || number, '', ${town.app.clock.now()}
      from generate_series(1, 495) as number`.execute(within(pool))
    town.app.clock.advance(dayMs)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ana.send({ method: 'PUT', path: `/v1/me/feed/mutes/topic/more${index}` }),
      ),
    )
    const full = answers.filter(({ status }) => status === 409)
    expect(full).toHaveLength(7)
    expect(full[0]?.body).toContain('list_full')
    expect((await ana.call(listMutes)).mutes).toHaveLength(500)
    // One that is muted already needs no room.
    await ana.call(addMute, word('word7'))
    await ana.call(removeMute, word('word8'))
    await ana.call(addMute, word('word9000'))
    expect(await ana.refusal(addMute, word('word9001'))).toBe('409 list_full')
  })
})

describe('exploration of a video', () => {
  test('is for its author and for operators; for others there is nothing here', async () => {
    const [ana, ben] = [await stranger(), await stranger()]
    const postId = await publishClip(town.app, ana)
    const params = { postId }
    expect(await town.guest().refusal(getExploration, { params })).toBe('401 not_signed_in')
    expect(await ben.refusal(getExploration, { params })).toBe('404 not_found')
    expect(await ana.refusal(getExploration, { params: { postId: town.app.ids.uuid() } })).toBe(
      '404 not_found',
    )
    expect(await ana.refusal(getExploration, { params: { postId: 'x' } })).toBe('400 invalid_request')
    const waiting = { state: 'waiting', shown: 0, quota: valueParameters.rules.freshQuota }
    expect(await ana.call(getExploration, { params })).toEqual({
      postId,
      ...waiting,
      held: null,
      usual: null,
    })
    const known = {
      ...{ state: 'testing' as const, shown: 12, quota: 50, usual: 0.3 },
      held: { mean: 0.4, low: 0.2, high: 0.6 },
    }
    town.ranker.known.set(postId, known)
    expect(await ana.call(getExploration, { params })).toEqual({ postId, ...known })
    town.ranker.dead = true
    expect(await ana.refusal(getExploration, { params })).toBe('503 overloaded')
  })

  test('operators see it too', async () => {
    const ana = await stranger()
    const postId = await publishClip(town.app, ana)
    const { pool } = town.app.engines.db
    const ben = await stranger()
    await sql`update identity.person set role = 'operator' where person_id = ${ben.me.personId}`.execute(
      within(pool),
    )
    expect(await ben.call(getExploration, { params: { postId } })).toMatchObject({ state: 'waiting' })
  })
})

test('topics to choose from have posts, and are none while the recommender does not answer', async () => {
  expect(await town.guest().call(listTopics)).toEqual({ topics: [] })
  town.ranker.popular = [
    { topic: 'ducks', videos: 3 },
    { topic: 'gone', videos: 0 },
    ...Array.from({ length: 60 }, (_, index) => ({ topic: `topic${index}`, videos: 1 })),
  ]
  const { topics } = await town.guest().call(listTopics)
  expect(topics.slice(0, 2)).toEqual([
    { topic: 'ducks', posts: 3 },
    { topic: 'topic0', posts: 1 },
  ])
  expect(topics).toHaveLength(39)
  town.ranker.dead = true
  expect(await town.guest().call(listTopics)).toEqual({ topics: [] })
})
