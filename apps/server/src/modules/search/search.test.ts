import {
  blockPerson,
  changeFeedSettings,
  chooseResult,
  deletePost,
  discover,
  editPost,
  editProfile,
  forgetSearches,
  followPerson,
  getPost,
  likePost,
  listContentGaps,
  listRecentSearches,
  search,
  suggestSearches,
  takeDownSound,
  type PostId,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let ana: Person
let ben: Person
const post = new Map<string, PostId>()
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana.lopez')
  ben = await signUp(app, 'ben')
  for (const [name, caption] of [
    ['duck', 'A duckling on the pond #ducks'],
    ['board', 'Skateboard tricks in the Crème Brûlée café #skate'],
    ['tokyo', '東京タワーの夜景 #東京'],
    ['arabic', 'مرحبا بالعالم'],
  ] as const)
    post.set(name, await publishClip(app, ana, caption))
  await app.jobs.runOnce()
})
afterAll(() => app.stop())

const find = (q: string, by: Pick<Client, 'call'> = ben, kind = 'top' as const) =>
  by.call(search, { query: { q, kind } })
const postsFor = async (q: string, by: Pick<Client, 'call'> = ben) =>
  (await find(q, by)).posts.map(({ postId }) => postId)

describe('finding', () => {
  test('whoever takes another name is found by it, and so are their videos', async () => {
    const carla = await signUp(app, 'carla.k')
    const made = await publishClip(app, carla, 'Nothing to see')
    await app.jobs.runOnce()
    expect(await postsFor('Zirkonia')).toEqual([])
    await carla.call(editProfile, { body: { displayName: 'Zirkonia Bloom' } })
    await app.jobs.runOnce()
    expect(await postsFor('Zirkonia')).toEqual([made])
    expect((await find('Zirkonia')).people.map(({ handle }) => handle)).toEqual(['carla.k'])
    await carla.call(deletePost, { params: { postId: made } })
    await app.jobs.runOnce()
  })

  test('what is no query is refused', async () => {
    expect(await ben.refusal(search, { query: { q: ' ' } })).toBe('400 invalid_request')
    expect(await ben.refusal(search, { query: { q: 'x'.repeat(101) } })).toBe('400 invalid_request')
    expect(await ben.refusal(search, { query: { q: 'x', page: '99' } })).toBe('400 invalid_request')
    expect(await find('🦆')).toMatchObject({ posts: [], people: [], tags: [], more: false })
  })

  test.each([
    ['duckling', 'duck'],
    ['DUCKL', 'duck'],
    ['duckilng', 'duck'],
    ['creme brulee', 'board'],
    ['skatebaord', 'board'],
    ['東京', 'tokyo'],
    ['夜景', 'tokyo'],
    ['景', 'tokyo'],
    ['塔', null],
    ['بالعالم', 'arabic'],
    ["duckling' | 'x", 'duck'],
  ] as const)('%s finds its video', async (query, name) => {
    expect(await postsFor(query)).toEqual(name === null ? [] : [post.get(name)])
  })

  test('people by parts of their names, hashtags with their posts, mistakes with what was read instead', async () => {
    expect((await find('lopez')).people).toEqual([
      expect.objectContaining({ handle: 'ana.lopez', followers: 0, followedByMe: false }),
    ])
    expect((await find('analop')).people).toHaveLength(1)
    expect((await find('duck')).tags).toEqual([{ tag: 'ducks', posts: 1 }])
    expect((await find('skatebaord trikcs')).corrected).toBe('skateboard tricks')
    expect(await find('zzzzqqqq')).toMatchObject({ posts: [], people: [], tags: [], corrected: null })
  })

  test('pages do not overlap and come to an end', async () => {
    for (let number = 0; number < 27; number += 1) await publishClip(app, ben, `Waterfall number ${number}`)
    await app.jobs.runOnce()
    const pageOf = (page: number) => ana.call(search, { query: { q: 'waterfall', kind: 'posts', page } })
    const [first, second] = [await pageOf(0), await pageOf(1)]
    expect([first.posts.length, first.more, second.posts.length, second.more]).toEqual([24, true, 3, false])
    expect(new Set([...first.posts, ...second.posts].map(({ postId }) => postId)).size).toBe(27)
    // After the last page there is nothing: not what has only one of the words.
    const beyond = { query: { q: 'waterfall 5', kind: 'posts' as const, page: 1 } }
    expect(await ana.call(search, beyond)).toMatchObject({ posts: [], more: false })
  })
})

describe('what may not be seen is not found', () => {
  test('another audience, an edit, a deletion and a block', async () => {
    const postId = await publishClip(app, ana, 'Marzipan #marzipan')
    await app.jobs.runOnce()
    expect(await postsFor('marzipan')).toEqual([postId])
    await ana.call(editPost, { params: { postId }, body: { audience: 'followers' } })
    await app.jobs.runOnce()
    expect(await postsFor('marzipan')).toEqual([])
    await ana.call(editPost, { params: { postId }, body: { audience: 'public', caption: 'Nougat' } })
    await app.jobs.runOnce()
    expect(await postsFor('nougat')).toEqual([postId])
    expect((await find('marzipan')).tags).toEqual([])

    await ana.call(blockPerson, { params: { handle: 'ben' } })
    expect(await postsFor('nougat')).toEqual([])
    expect((await find('lopez')).people).toEqual([])
    expect(await postsFor('nougat', createClient(app))).toEqual([postId])
    const { posts, people } = await ben.call(discover)
    expect(posts.map(({ author }) => author.handle)).not.toContain('ana.lopez')
    expect(people.map(({ handle }) => handle)).not.toContain('ana.lopez')
    await ana.send({ method: 'DELETE', path: '/v1/people/ben/block' })

    await ana.call(deletePost, { params: { postId } })
    await app.jobs.runOnce()
    expect(await postsFor('nougat')).toEqual([])
  })
})

test('what moderators hold back is neither found nor on show', async () => {
  app.clock.advance(1000)
  const held = await publishClip(app, ana, 'Licorice #licorice')
  await app.jobs.runOnce()
  const onShow = async () => (await ben.call(discover)).posts.map(({ postId }) => postId)
  expect(await onShow()).toContain(held)
  const decide = async (limited: boolean, labels: readonly string[]) => {
    const restriction = { removed: false, limited, minimumAge: null, labels }
    await app.engines.db.transaction((tx) => app.posts.restrict(tx, held, restriction))
    await app.jobs.runOnce()
  }
  await decide(true, [])
  expect([await postsFor('licorice'), await onShow()]).toEqual([[], expect.not.arrayContaining([held])])
  // A label changes its words, not whom it is offered to.
  await decide(true, ['satire'])
  expect(await postsFor('licorice')).toEqual([])
  await decide(false, [])
  expect(await postsFor('licorice')).toEqual([held])
})

describe('searches', () => {
  test('are remembered for their person, forgotten at a word, and not kept of who wants no learning', async () => {
    const nobody = createClient(app)
    expect(await nobody.refusal(listRecentSearches)).toBe('401 not_signed_in')
    expect(await nobody.refusal(forgetSearches)).toBe('401 not_signed_in')
    const cleo = await signUp(app, 'cleo')
    const texts = async () => (await cleo.call(listRecentSearches)).searches.map(({ text }) => text)
    for (const q of ['Duckling', 'tokyo', 'DUCKLING']) {
      app.clock.advance(1000)
      await find(q, cleo)
    }
    expect(await texts()).toEqual(['duckling', 'tokyo'])
    const suggested = await cleo.call(suggestSearches, { query: { q: 'duc' } })
    expect(suggested.suggestions[0]).toEqual({ kind: 'recent', text: 'duckling' })
    expect(suggested.suggestions).toContainEqual({ kind: 'tag', tag: 'ducks', posts: 1 })
    await cleo.call(forgetSearches, { query: { q: 'Tokyo' } })
    expect(await texts()).toEqual(['duckling'])
    await cleo.call(forgetSearches)
    expect(await texts()).toEqual([])
    await find('duckling', cleo)
    await cleo.call(search, { query: { q: 'tokyo', kind: 'people' } })
    expect(await texts()).toEqual(['duckling'])
    await cleo.call(changeFeedSettings, { body: { learning: false } })
    await find('secret', cleo)
    expect(await texts()).toEqual([])
    await cleo.call(changeFeedSettings, { body: { learning: true } })
    expect(await texts()).toEqual([])
  })

  test('are suggested to others, and reported as gaps, only when five people made them', async () => {
    const people: Person[] = []
    for (let number = 0; number < 5; number += 1) people.push(await signUp(app, `asker${number}`))
    const asked = async (by: readonly Person[], q: string) => {
      for (const person of by) await find(q, person)
      await app.search.tidyUp()
    }
    const suggestions = async (q: string) => (await ben.call(suggestSearches, { query: { q } })).suggestions
    const gaps = async () => (await ben.call(listContentGaps)).gaps.map(({ query }) => query)
    await asked(people.slice(1), 'duckling pond')
    await asked(people.slice(1), 'unicycle')
    expect(await suggestions('duckling po')).not.toContainEqual({ kind: 'query', text: 'duckling pond' })
    expect(await gaps()).not.toContain('unicycle')
    await asked(people, 'duckling pond')
    await asked(people, 'unicycle')
    expect(await suggestions('duckling po')).toContainEqual({ kind: 'query', text: 'duckling pond' })
    const { gaps: found } = await ben.call(listContentGaps)
    expect(found.find(({ query }) => query === 'unicycle')).toMatchObject({
      ...{ people: 5, searches: 9, results: 0, chosen: 0 },
      weeks: [{ searches: 9 }],
    })
    // Much was found, and nobody wanted it: that is a gap, until somebody chooses something.
    await asked(people, 'waterfall')
    expect(await gaps()).toContain('waterfall')
    const { searchId } = await find('waterfall', people[0])
    await ben.call(chooseResult, { params: { searchId } })
    await ben.call(chooseResult, { params: { searchId } })
    expect(await gaps()).not.toContain('waterfall')
    // Another look at results is no other query, and whoever forgets a search is not among its people any more.
    for (const person of people) await person.call(search, { query: { q: 'waterfall', kind: 'people' } })
    expect(await gaps()).not.toContain('waterfall')
    await people[0]?.call(forgetSearches, { query: { q: 'unicycle' } })
    expect(await gaps()).not.toContain('unicycle')
    expect(await createClient(app).refusal(listContentGaps)).toBe('401 not_signed_in')
  })
})

describe('discover', () => {
  test('an instance where nothing rises shows the newest; what many people like rises', async () => {
    const guest = createClient(app)
    const before = await guest.call(discover)
    expect(before.basis).toEqual({ tags: 'newest', posts: 'newest' })
    expect(before.posts.length).toBeGreaterThan(0)
    const rising = await publishClip(app, ana, 'Everybody comes #parade')
    await app.jobs.runOnce()
    // Ten people came for dinner every day at this hour, and they come today.
    const hour = new Date(Math.floor(app.clock.nowMs() / 3_600_000) * 3_600_000)
    await sql`insert into search.touch (kind, item, hour_at, person_id)
      select 'tag', 'dinner', ${hour}::timestamptz - make_interval(days => day), gen_random_uuid()
      from generate_series(1, 27) as day, generate_series(1, 10)`.execute(within(app.engines.db.pool))
    // Accounts of a month ago that each did other things, too.
    for (let number = 0; number < 12; number += 1) {
      const fan = await signUp(app, `fan${number}`)
      await sql`insert into search.touch (kind, item, hour_at, person_id)
        select 'tag', item, ${hour}::timestamptz, ${fan.me.personId}
        from unnest(${['dinner', ...['a', 'b', 'c', 'd'].map((other) => `${other}${number}`)]}::text[]) as item`.execute(
        within(app.engines.db.pool),
      )
      await fan.call(likePost, { params: { postId: rising } })
    }
    await sql`update identity.person set created_at = created_at - interval '30 days'`.execute(
      within(app.engines.db.pool),
    )
    const ringed = await publishClip(app, ana, 'Nobody comes #ring')
    await app.jobs.runOnce()
    for (let number = 0; number < 15; number += 1) {
      const member = await signUp(app, `member${number}`)
      await member.call(likePost, { params: { postId: ringed } })
    }
    await app.jobs.runOnce()
    await app.search.refreshTrends()
    const after = await guest.call(discover)
    const { rows: trends } = await sql<{ item: string }>`select item from search.trend`.execute(
      within(app.engines.db.pool),
    )
    expect(trends.map(({ item }) => item).toSorted()).toEqual(['parade', rising].toSorted())
    expect(after.tags.map(({ tag }) => tag)).toEqual(['parade'])
    expect(after.posts.map(({ postId }) => postId)).not.toContain(ringed)
    expect(after.basis).toEqual({ tags: 'rising', posts: 'rising' })
    expect(after.tags[0]).toMatchObject({ tag: 'parade', posts: 1 })
    expect(after.posts[0]?.postId).toBe(rising)

    const names = async () => (await ben.call(discover)).people.map(({ handle }) => handle)
    expect(await names()).toContain('ana.lopez')
    await ben.call(followPerson, { params: { handle: 'ana.lopez' } })
    expect(await names()).not.toContain('ana.lopez')
  })

  test('a sound rises by people who care for other sounds, too, and falls out when it is taken down or its owner blocks', async () => {
    const player = await signUp(app, 'street.player')
    const heard = await publishClip(app, player, 'Listen')
    const { post: card } = await player.call(getPost, { params: { postId: heard } })
    const soundId = card.state === 'published' ? card.sound?.soundId : undefined
    assert(soundId !== undefined, 'it is heard')
    const hour = new Date(Math.floor(app.clock.nowMs() / 3_600_000) * 3_600_000)
    for (let number = 0; number < 12; number += 1) {
      const dancer = await signUp(app, `dancer${number}`)
      await sql`insert into search.touch (kind, item, hour_at, person_id)
        select 'sound', gen_random_uuid()::text, ${hour}::timestamptz, ${dancer.me.personId} from generate_series(1, 4)`.execute(
        within(app.engines.db.pool),
      )
      await dancer.call(likePost, { params: { postId: heard } })
    }
    // Its own author does not make it rise.
    await player.call(likePost, { params: { postId: heard } })
    await sql`update identity.person set created_at = created_at - interval '30 days'`.execute(
      within(app.engines.db.pool),
    )
    await app.jobs.runOnce()
    await app.search.refreshTrends()
    const rising = async (by: Pick<Client, 'call'>) => (await by.call(discover)).sounds
    const guest = createClient(app)
    expect(await rising(guest)).toMatchObject([
      { soundId, title: null, author: { handle: 'street.player' }, posts: 1 },
    ])
    expect((await rising(guest))[0]?.rise).toBeGreaterThan(1)
    await player.call(blockPerson, { params: { handle: 'ben' } })
    expect(await rising(ben)).toEqual([])
    await operator.call(takeDownSound, { params: { soundId }, body: { reason: 'A claim' } })
    expect(await rising(guest)).toEqual([])
  })

  test('an index of another form is made anew', async () => {
    const { pool } = app.engines.db
    await sql`delete from search.document`.execute(within(pool))
    await sql`delete from search.built`.execute(within(pool))
    expect(await postsFor('duckling')).toEqual([])
    await app.search.start()
    await app.jobs.runOnce()
    expect(await postsFor('duckling')).toEqual([post.get('duck')])
    expect((await find('lopez')).people).toHaveLength(1)
  })
})
