import {
  blockPerson,
  changeFeedSettings,
  deletePost,
  editPost,
  followTag,
  getFeedSettings,
  getTag,
  likePost,
  listFollowedTags,
  listPostsOfTag,
  unfollowTag,
  type PostId,
  type TopicOrder,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
})
afterAll(() => app.stop())

const publish = async (by: Person, caption: string): Promise<PostId> => {
  app.clock.advance(1000)
  return publishClip(app, by, caption)
}
const counts = async (tag: string, by: Pick<Client, 'call'> = createClient(app)) => {
  const { posts, creators } = await by.call(getTag, { params: { tag } })
  return { posts, creators }
}
/** All pages of a hashtag. */
const allOf = async (by: Pick<Client, 'call'>, tag: string, order: TopicOrder): Promise<PostId[]> => {
  const found: PostId[] = []
  let cursor: string | undefined
  do {
    const query = { order, limit: 2, ...(cursor === undefined ? {} : { cursor }) }
    const page = await by.call(listPostsOfTag, { params: { tag }, query })
    found.push(...page.posts.map(({ postId }) => postId))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && found.length < 50)
  return found
}
const restrict = (postId: PostId, change: object) =>
  app.engines.db.transaction((tx) =>
    app.posts.restrict(tx, postId, {
      ...{ removed: false, limited: false, minimumAge: null, labels: [], ...change },
    }),
  )
/** What the page should say, counted anew from the posts themselves. */
const recount = async (tag: string) => {
  const query = sql<{ posts: number; creators: number }>`
    select count(*)::int as posts, count(distinct author_id)::int as creators from posts.post
    where tags @> array[${tag}] and state = 'published' and audience = 'public' and not removed and not limited
      and minimum_age is null`
  return (await query.execute(within(app.engines.db.pool))).rows[0]
}

describe('the page of a hashtag', () => {
  test('lists what everybody may see, newest or most liked first, page by page', async () => {
    const [first, second, third] = [
      await publish(ana, 'One #Pond #duck'),
      await publish(ana, 'Two #pond'),
      await publish(ben, 'Three #POND'),
    ]
    expect(await counts('Pond')).toEqual({ posts: 3, creators: 2 })
    expect(await allOf(ben, 'pond', 'newest')).toEqual([third, second, first])
    await ben.call(likePost, { params: { postId: first } })
    await ana.call(likePost, { params: { postId: first } })
    await ana.call(likePost, { params: { postId: second } })
    expect(await allOf(ben, 'pond', 'liked')).toEqual([first, second, third])
    expect(await counts('duck')).toEqual({ posts: 1, creators: 1 })
    expect(await counts('nobody_said_this')).toEqual({ posts: 0, creators: 0 })
  })

  test('a post leaves it with its words, its audience, a decision and itself, and comes back', async () => {
    const postId = await publish(ana, 'Here #leaving')
    const params = { postId }
    const is = async (posts: 0 | 1) => {
      expect(await counts('leaving')).toEqual({ posts, creators: posts })
      expect(await allOf(ana, 'leaving', 'newest')).toEqual(posts === 1 ? [postId] : [])
      expect(await allOf(ana, 'leaving', 'liked')).toEqual(posts === 1 ? [postId] : [])
    }
    await is(1)
    await ana.call(editPost, { params, body: { caption: 'Away' } })
    await is(0)
    await ana.call(editPost, { params, body: { caption: 'Back #leaving' } })
    await is(1)
    for (const audience of ['followers', 'friends', 'private'] as const) {
      await ana.call(editPost, { params, body: { audience } })
      await is(0)
    }
    await ana.call(editPost, { params, body: { audience: 'public' } })
    await is(1)
    for (const change of [{ removed: true }, { limited: true }, { minimumAge: 18 }]) {
      await restrict(postId, change)
      await is(0)
      await restrict(postId, {})
      await is(1)
    }
    await ana.call(deletePost, { params })
    await is(0)
  })

  test('a block hides its posts from the two, and changes no count', async () => {
    const cleo = await signUp(app, 'cleo')
    const postId = await publish(cleo, 'Mine #hidden_here')
    await cleo.call(blockPerson, { params: { handle: 'ben' } })
    for (const order of ['newest', 'liked'] as const) {
      expect(await allOf(ben, 'hidden_here', order)).toEqual([])
      expect(await allOf(ana, 'hidden_here', order)).toEqual([postId])
    }
    expect(await counts('hidden_here', ben)).toEqual({ posts: 1, creators: 1 })
  })

  test('names that are none, and cursors of another order, are refused', async () => {
    const visitor = createClient(app)
    expect(await visitor.refusal(getTag, { params: { tag: 'two words' } })).toBe('400 invalid_request')
    expect(await visitor.refusal(getTag, { params: { tag: 'x'.repeat(61) } })).toBe('400 invalid_request')
    const params = { tag: 'pond' }
    const { nextCursor } = await visitor.call(listPostsOfTag, { params, query: { limit: 1 } })
    for (const cursor of ['x', String(nextCursor)]) {
      const query = { order: 'liked', cursor }
      expect(await visitor.refusal(listPostsOfTag, { params, query })).toBe('400 invalid_cursor')
    }
  })

  test('counts are a recount, whatever happens at once', async () => {
    const tag = 'crowded'
    const people = [ana, ben, operator]
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        publishClip(app, people[index % 3] ?? ana, `#${tag} ${index}`),
      ),
    )
    const work = ids.flatMap((postId, index) => {
      const by = people[index % 3] ?? ana
      const params = { postId }
      const edit = (body: object) => by.send({ method: 'PATCH', path: `/v1/posts/${postId}`, body })
      return [
        edit({ caption: index % 2 === 0 ? 'none' : `#${tag} still` }),
        edit({ audience: index % 4 === 1 ? 'private' : 'public' }),
        restrict(postId, { limited: index % 5 === 0 }),
        ...(index % 6 === 3 ? [by.call(deletePost, { params })] : []),
      ]
    })
    await Promise.all(work)
    const told = await counts(tag)
    expect(told).toEqual(await recount(tag))
    expect(told.posts).toBeGreaterThan(0)
    expect(told.posts).toBeLessThan(ids.length)
  })
})

describe('following a hashtag', () => {
  test('needs an account, says so on its page, and is a list of one’s own', async () => {
    const params = { tag: 'Duck' }
    for (const endpoint of [followTag, unfollowTag])
      expect(await createClient(app).refusal(endpoint, { params })).toBe('401 not_signed_in')
    expect(await createClient(app).refusal(listFollowedTags)).toBe('401 not_signed_in')
    expect(await ana.refusal(followTag, { params: { tag: 'a b' } })).toBe('400 invalid_request')
    const all = Array.from({ length: 3 }, () => ana.call(followTag, { params }))
    expect(await Promise.all(all)).toEqual(all.map(() => ({ followedByMe: true })))
    app.clock.advance(1000)
    await ana.call(followTag, { params: { tag: 'pond' } })
    const { tags } = await ana.call(listFollowedTags)
    expect(tags.map(({ tag }) => tag)).toEqual(['pond', 'duck'])
    expect((await ana.call(getTag, { params })).followedByMe).toBe(true)
    expect((await ben.call(getTag, { params })).followedByMe).toBe(false)
    expect((await ben.call(listFollowedTags)).tags).toEqual([])
    for (const _ of [1, 2]) expect(await ana.call(unfollowTag, { params })).toEqual({ followedByMe: false })
    expect((await ana.call(listFollowedTags)).tags.map(({ tag }) => tag)).toEqual(['pond'])
  })

  test('at most 500, also when asked at once', async () => {
    const dora = await signUp(app, 'dora')
    await sql`insert into posts.topic_follow (person_id, kind, name, followed_at)
      select ${dora.me.personId}, 'tag', 'n' || n, ${app.clock.now()} from generate_series(1, 499) as n`.execute(
      within(app.engines.db.pool),
    )
    const send = (tag: string) => dora.send({ method: 'PUT', path: `/v1/tags/${tag}/follow` })
    const statuses = (await Promise.all(['one', 'two', 'three'].map(send))).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 409, 409])
    expect((await dora.call(listFollowedTags)).tags).toHaveLength(500)
  })

  test('turns the dial of its topic up, and back, but not one that was moved since', async () => {
    const topics = async () => {
      await app.jobs.runOnce()
      return (await ben.call(getFeedSettings)).topics
    }
    await ben.call(followTag, { params: { tag: 'jazz' } })
    expect(await topics()).toEqual({ jazz: 2 })
    await ben.call(followTag, { params: { tag: 'folk' } })
    await ben.call(unfollowTag, { params: { tag: 'jazz' } })
    expect(await topics()).toEqual({ folk: 2 })
    await ben.call(changeFeedSettings, { body: { topics: { folk: 1, rain: -2 } } })
    await ben.call(unfollowTag, { params: { tag: 'folk' } })
    await ben.call(followTag, { params: { tag: 'rain' } })
    expect(await topics()).toEqual({ folk: 1, rain: 2 })
  })
})
