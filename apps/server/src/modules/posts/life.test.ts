import {
  blockPerson,
  createPost,
  deletePost,
  editPost,
  followPerson,
  getFeed,
  getPost,
  likePost,
  listComments,
  listPostsOfPerson,
  sharePost,
  type Audience,
  type Post,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import {
  createClient,
  createTestApp,
  readyAsset,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let ana: Person
let follower: Person
let friend: Person
let stranger: Person
let blocked: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  follower = await signUp(app, 'follower')
  friend = await signUp(app, 'friend')
  stranger = await signUp(app, 'stranger')
  blocked = await signUp(app, 'blocked')
  for (const fan of [follower, friend, blocked]) await fan.call(followPerson, { params: { handle: 'ana' } })
  await ana.call(followPerson, { params: { handle: 'friend' } })
  await ana.call(blockPerson, { params: { handle: 'blocked' } })
})
afterAll(() => app.stop())

type Extra = Partial<{ audience: Audience; publish: string; caption: string; altText: string }>
const make = async (extra: Extra = {}): Promise<Post> => {
  const assetId = await readyAsset(app, ana)
  await app.engines.blobs.put(`media/${assetId}/720.mp4`, Buffer.from('a film'))
  return (await ana.call(createPost, { body: { assetId, caption: 'Hello', ...extra } })).post
}
const edit = async (postId: PostId, body: object): Promise<Post> =>
  (await ana.call(editPost, { params: { postId }, body })).post
const restrict = (postId: PostId, change: object) =>
  app.engines.db.transaction((tx) =>
    app.posts.restrict(tx, postId, {
      ...{ removed: false, limited: false, minimumAge: null, labels: [], ...change },
    }),
  )
type Caller = Pick<Person, 'call' | 'refusal' | 'get'>
const seesPage = async (by: Caller, postId: PostId) => (await by.get(`/v1/posts/${postId}`)).status === 200
const feedOf = async (by: Caller, mode: 'for_you' | 'following') =>
  (await by.call(getFeed, { query: { limit: 20, mode } })).slots.map(({ post }) => post.postId)

describe('audiences', () => {
  /** Who sees what: the matrix that pages, lists, actions and files are held against. */
  const matrix: Record<Audience, Record<string, boolean>> = {
    public: { author: true, operator: true, friend: true, follower: true, stranger: true, nobody: true },
    followers: { author: true, operator: true, friend: true, follower: true, stranger: false, nobody: false },
    friends: { author: true, operator: true, friend: true, follower: false, stranger: false, nobody: false },
    private: {
      author: true,
      operator: false,
      friend: false,
      follower: false,
      stranger: false,
      nobody: false,
    },
  }
  test.each(Object.keys(matrix) as Audience[])(
    '%s: page, grid, actions and files agree',
    async (audience) => {
      const post = await make({ audience })
      assert(post.state === 'published', 'its video is ready')
      const { postId } = post
      const callers = {
        author: ana,
        operator,
        friend,
        follower,
        stranger,
        nobody: createClient(app),
        blocked,
      }
      const file = post.playback.renditions[0]?.url ?? ''
      for (const [name, caller] of Object.entries(callers)) {
        const sees = matrix[audience][name] ?? false
        const params = { postId }
        expect([name, await seesPage(caller, postId)]).toEqual([name, sees])
        const grid = await caller
          .call(listPostsOfPerson, { params: { handle: 'ana' } })
          .then(({ posts }) => posts.some((one) => one.postId === postId))
          .catch(() => false)
        expect([name, grid]).toEqual([name, sees])
        const comments = await caller.call(listComments, { params }).then(
          () => true,
          () => false,
        )
        expect([name, comments]).toEqual([name, sees])
        if (name === 'nobody') continue
        for (const endpoint of [likePost, sharePost]) {
          const does = await caller.call(endpoint, { params }).then(
            () => true,
            () => false,
          )
          expect([name, does]).toEqual([name, sees])
        }
      }
      expect((await stranger.get(file)).status).toBe(200)
      const bare = file.replace(/~[^/]+\//, '')
      expect((await stranger.get(bare)).status).toBe(audience === 'public' ? 200 : 404)
      await ana.call(deletePost, { params: { postId } })
    },
  )

  test('what is for followers is recommended to nobody and stands in their following feed', async () => {
    const { postId } = await make({ audience: 'followers' })
    await app.jobs.runOnce()
    expect(await feedOf(stranger, 'for_you')).not.toContain(postId)
    expect(await feedOf(follower, 'for_you')).not.toContain(postId)
    expect(await feedOf(follower, 'following')).toContain(postId)
    await edit(postId, { audience: 'friends' })
    await app.jobs.runOnce()
    expect(await feedOf(follower, 'following')).not.toContain(postId)
    expect(await feedOf(friend, 'following')).toContain(postId)
    await edit(postId, { audience: 'public' })
    await app.jobs.runOnce()
    expect(await feedOf(stranger, 'for_you')).toContain(postId)
    await edit(postId, { audience: 'private' })
    await app.jobs.runOnce()
    expect(await feedOf(stranger, 'for_you')).not.toContain(postId)
    expect(await feedOf(friend, 'following')).not.toContain(postId)
  })
})

describe('drafts and schedules', () => {
  test('a draft stays with its author until it is wanted, and takes its place then', async () => {
    const draft = await make({ publish: 'draft' })
    expect(draft).toMatchObject({ state: 'draft', playback: { durationMs: 10_000 } })
    const { postId } = draft
    for (const other of [operator, stranger, createClient(app)])
      expect(await other.refusal(getPost, { params: { postId } })).toBe('404 not_found')
    expect(await stranger.refusal(editPost, { params: { postId }, body: {} })).toBe('404 not_found')
    const bare = String(draft.state === 'draft' && draft.playback?.renditions[0]?.url).replace(/~[^/]+\//, '')
    expect((await stranger.get(bare)).status).toBe(404)
    app.clock.advance(60_000)
    const later = await make()
    app.clock.advance(60_000)
    expect(await edit(postId, { publish: 'now' })).toMatchObject({
      ...{ state: 'published', editedAt: null, publishedAt: app.clock.now().toISOString() },
    })
    const { posts } = await stranger.call(listPostsOfPerson, { params: { handle: 'ana' } })
    const order = posts.map((post) => post.postId)
    expect(order.indexOf(postId)).toBeLessThan(order.indexOf(later.postId))
    expect((await stranger.get(bare)).status).toBe(200)
    expect(await ana.refusal(editPost, { params: { postId }, body: { publish: 'draft' } })).toBe(
      '409 already_published',
    )
  })

  test('a scheduled post comes out at its time, also when it was put off', async () => {
    const at = (ms: number) => new Date(app.clock.nowMs() + ms).toISOString()
    const assetId = await readyAsset(app, ana)
    const wrong = (publish: string) => ana.refusal(createPost, { body: { assetId, caption: '', publish } })
    expect(await wrong(at(-1000))).toBe('400 invalid_request')
    expect(await wrong(at(400 * 86_400_000))).toBe('400 invalid_request')
    expect(await wrong('tomorrow')).toBe('400 invalid_request')
    const { postId, state } = await make({ publish: at(3_600_000) })
    expect(state).toBe('scheduled')
    const unfinished = await ana.call(listPostsOfPerson, {
      ...{ params: { handle: 'ana' }, query: { show: 'unfinished' } },
    })
    expect(unfinished.posts.map((post) => post.postId)).toContain(postId)
    await edit(postId, { publish: at(7_200_000), caption: 'Later #soon' })
    app.clock.advance(3_700_000)
    await app.posts.publishDue()
    expect(await seesPage(stranger, postId)).toBe(false)
    app.clock.advance(3_600_000)
    await app.posts.publishDue()
    const { post } = await stranger.call(getPost, { params: { postId } })
    expect(post).toMatchObject({ state: 'published', caption: 'Later #soon', tags: ['soon'] })
  })
})

describe('editing', () => {
  test('who may, and what a changed caption says', async () => {
    const { postId } = await make({ altText: ' A duck ' })
    const params = { postId }
    const body = { caption: 'New words @follower #pond', altText: 'A duck on a pond', allowDownload: false }
    expect(await createClient(app).refusal(editPost, { params, body })).toBe('401 not_signed_in')
    for (const other of [stranger, operator])
      expect(await other.refusal(editPost, { params, body })).toBe('403 forbidden')
    expect(await ana.refusal(editPost, { params, body: { audience: 'all' } })).toBe('400 invalid_request')
    const nothing = { postId: app.ids.uuid() as PostId }
    expect(await ana.refusal(editPost, { params: nothing, body })).toBe('404 not_found')
    app.clock.advance(1000)
    const edited = await edit(postId, body)
    expect(edited).toMatchObject({
      ...{ caption: body.caption, tags: ['pond'], mentions: ['follower'], altText: body.altText },
      ...{ editedAt: app.clock.now().toISOString(), allowDownload: false },
    })
    expect((await stranger.call(getPost, { params })).post).toMatchObject({ can: { download: false } })
    expect((await edit(postId, { audience: 'followers' })).editedAt).toBe(edited.editedAt)
  })
})

describe('what moderators decide', () => {
  test('removal, limit, age and labels work at once and are taken back whole', async () => {
    const { postId } = await make()
    await app.jobs.runOnce()
    expect(await feedOf(stranger, 'for_you')).toContain(postId)

    await restrict(postId, { removed: true, labels: ['misleading'] })
    await app.jobs.runOnce()
    expect(await seesPage(stranger, postId)).toBe(false)
    expect(await stranger.refusal(likePost, { params: { postId } })).toBe('404 not_found')
    expect((await ana.call(getPost, { params: { postId } })).post).toMatchObject({ state: 'removed' })
    expect((await operator.call(getPost, { params: { postId } })).post).toMatchObject({ state: 'removed' })
    expect(await feedOf(stranger, 'for_you')).not.toContain(postId)

    await restrict(postId, { limited: true })
    await app.jobs.runOnce()
    expect((await stranger.call(getPost, { params: { postId } })).post).toMatchObject({ limited: false })
    expect((await ana.call(getPost, { params: { postId } })).post).toMatchObject({ limited: true })
    expect(await feedOf(stranger, 'for_you')).not.toContain(postId)
    expect(await feedOf(follower, 'following')).toContain(postId)

    await restrict(postId, { minimumAge: 18 })
    await app.jobs.runOnce()
    const minor = await signUp(app, 'minor', '2011-01-01')
    expect(await seesPage(minor, postId)).toBe(false)
    expect(await seesPage(createClient(app), postId)).toBe(false)
    expect(await seesPage(stranger, postId)).toBe(true)

    await restrict(postId, {})
    await app.jobs.runOnce()
    expect(await seesPage(minor, postId)).toBe(true)
    expect(await feedOf(stranger, 'for_you')).toContain(postId)
    expect(await restrict(app.ids.uuid() as PostId, {})).toBe(false)
  })
})
