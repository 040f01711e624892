import {
  getFeed,
  deletePost,
  getPost,
  getShare,
  likePost,
  listLiked,
  listSaved,
  markNotInterested,
  savePost,
  sharePost,
  unmarkNotInterested,
  unsavePost,
  type PostId,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let ana: Person
let people: Person[]
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  const handles = ['ben', 'cleo', 'dan', 'eve']
  people = [ana, ...(await Promise.all(handles.map((handle) => signUp(app, handle))))]
})
afterAll(() => app.stop())

const rowsOf = async (table: string, postId: PostId): Promise<number> => {
  const query = sql<{ count: bigint }>`select count(*) from ${sql.table(table)} where post_id = ${postId}`
  return Number((await query.execute(within(app.engines.db.pool))).rows[0]?.count)
}
const cardOf = async (viewer: Pick<Person, 'call'>, postId: PostId) => {
  const { post } = await viewer.call(getPost, { params: { postId } })
  return post.state === 'published' ? post : null
}

test.each([savePost, unsavePost, sharePost, markNotInterested, unmarkNotInterested])(
  '$id needs an account and a post',
  async (endpoint) => {
    const params = { postId: await publishClip(app, author) }
    expect(await createClient(app).refusal(endpoint, { params })).toBe('401 not_signed_in')
    expect(await ana.refusal(endpoint, { params: { postId: 'x' } })).toBe('400 invalid_request')
    expect(await ana.refusal(endpoint, { params: { postId: app.ids.uuid() } })).toBe('404 not_found')
    expect(await ana.refusal(endpoint, { params, query: { surface: 'moon' } })).toBe('400 invalid_request')
    await ana.call(endpoint, { params, query: { surface: 'feed', timeZone: 'Europe/Madrid' } })
  },
)

describe('saving', () => {
  test('twice is once, both ways, and the card says so', async () => {
    const params = { postId: await publishClip(app, author) }
    expect(await ana.call(unsavePost, { params })).toEqual({ saves: 0, savedByMe: false })
    expect(await ana.call(savePost, { params })).toEqual({ saves: 1, savedByMe: true })
    expect(await ana.call(savePost, { params })).toEqual({ saves: 1, savedByMe: true })
    expect(await cardOf(ana, params.postId)).toMatchObject({ saves: 1, savedByMe: true })
    expect(await cardOf(author, params.postId)).toMatchObject({ saves: 1, savedByMe: false })
    expect(await cardOf(createClient(app), params.postId)).toMatchObject({ saves: 1, savedByMe: false })
    expect(await ana.call(unsavePost, { params })).toEqual({ saves: 0, savedByMe: false })
  })

  test('what one likes is a list of one’s own, latest first, without what is gone', async () => {
    expect(await createClient(app).refusal(listLiked)).toBe('401 not_signed_in')
    const yan = await signUp(app, 'yan')
    expect(await yan.refusal(listLiked, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
    const [first, gone, last] = [
      await publishClip(app, author),
      await publishClip(app, author),
      await publishClip(app, author),
    ]
    for (const postId of [first, gone, last]) {
      app.clock.advance(1000)
      await yan.call(likePost, { params: { postId } })
    }
    await author.call(deletePost, { params: { postId: gone } })
    await app.jobs.runOnce()
    const { posts } = await yan.call(listLiked)
    expect(posts.map(({ postId }) => postId)).toEqual([last, first])
    expect(
      await ana.call(listLiked).then((answer) => answer.posts.map(({ postId }) => postId)),
    ).not.toContain(last)
  })

  test('forty changes at once leave an exact count', async () => {
    const postId = await publishClip(app, author)
    const path = `/v1/posts/${postId}/save`
    const calls = Array.from({ length: 40 }, (_, index) =>
      (people[index % people.length] ?? author).send({ method: index % 3 === 0 ? 'DELETE' : 'PUT', path }),
    )
    expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true)
    expect((await cardOf(author, postId))?.saves).toBe(await rowsOf('social.post_save', postId))
  })

  test('the list is of one’s own, latest first, page by page, without what is gone', async () => {
    expect(await createClient(app).refusal(listSaved)).toBe('401 not_signed_in')
    const zoe = await signUp(app, 'zoe')
    expect(await zoe.refusal(listSaved, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
    expect(await zoe.refusal(listSaved, { query: { limit: 61 } })).toBe('400 invalid_request')
    expect(await zoe.call(listSaved)).toEqual({ posts: [], nextCursor: null })
    const saved: PostId[] = []
    for (let number = 0; number < 5; number += 1) {
      const postId = await publishClip(app, author)
      if (number % 2 === 0) app.clock.advance(1000)
      await zoe.call(savePost, { params: { postId } })
      saved.unshift(postId)
    }
    const pages: PostId[][] = []
    let cursor: string | null = null
    for (let page = 0; page < 5; page += 1) {
      const query = { limit: 2, ...(cursor === null ? {} : { cursor }) }
      const answer: Awaited<ReturnType<typeof readSaved>> = await readSaved(zoe, query)
      pages.push(answer.posts.map(({ postId }) => postId))
      cursor = answer.nextCursor
      if (cursor === null) break
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat().toSorted()).toEqual(saved.toSorted())
    expect(pages.flat()[0]).toBe(saved[0])
  })
})
const readSaved = (by: Person, query: { limit: number; cursor?: string }) => by.call(listSaved, { query })

describe('sharing', () => {
  test('one token for each person and post, whatever happens at once', async () => {
    const postId = await publishClip(app, author)
    const share = (by: Person) => by.call(sharePost, { params: { postId } })
    const answers = await Promise.all([share(ana), share(ana), share(ana), share(author)])
    const tokens = new Set(answers.map(({ token }) => token))
    expect(tokens.size).toBe(2)
    expect((await share(ana)).token).toBe(answers[0]?.token)
    expect((await share(ana)).shares).toBe(2)
    expect(await rowsOf('social.share', postId)).toBe(2)
  })

  test('anybody finds the post behind a token, and nobody the sharer', async () => {
    const postId = await publishClip(app, author)
    const { token } = await ana.call(sharePost, { params: { postId } })
    const answer = await createClient(app).call(getShare, { params: { token } })
    expect(answer.post.postId).toBe(postId)
    expect(JSON.stringify(answer)).not.toContain(ana.me.personId)
    const guest = createClient(app)
    expect(await guest.refusal(getShare, { params: { token: 'x' } })).toBe('400 invalid_request')
    expect(await guest.refusal(getShare, { params: { token: 'x'.repeat(22) } })).toBe('404 not_found')
  })
})

test('a post somebody is not interested in leaves their feed alone, and comes back', async () => {
  const zara = await signUp(app, 'zara')
  const [gone, other] = [await publishClip(app, author), await publishClip(app, author)]
  const feedOf = async (by: Pick<Person, 'call'>) =>
    (await by.call(getFeed, { query: { limit: 20 } })).slots.map(({ post }) => post.postId)
  expect(await feedOf(zara)).toEqual(expect.arrayContaining([gone, other]))
  const params = { postId: gone }
  await zara.call(markNotInterested, { params })
  await zara.call(markNotInterested, { params })
  expect(await feedOf(zara)).not.toContain(gone)
  expect(await feedOf(zara)).toContain(other)
  expect(await feedOf(createClient(app))).toContain(gone)
  expect((await cardOf(zara, gone))?.postId).toBe(gone)
  await zara.call(unmarkNotInterested, { params })
  expect(await feedOf(zara)).toContain(gone)
})

test('a deleted post takes everything along', async () => {
  const postId = await publishClip(app, author)
  const params = { postId }
  for (const endpoint of [likePost, savePost, sharePost, markNotInterested])
    await ana.call(endpoint, { params })
  const path = `/v1/posts/${postId}/comments/${app.ids.uuid()}`
  expect((await ana.send({ method: 'PUT', path, body: { text: 'Bravo' } })).status).toBe(200)
  const tables = ['post_like', 'like_count', 'post_count', 'post_save', 'share', 'comment', 'not_interested']
  const count = () => Promise.all(tables.map((table) => rowsOf(`social.${table}`, postId)))
  expect(await count()).toEqual(tables.map(() => 1))
  await author.send({ method: 'DELETE', path: `/v1/posts/${postId}` })
  await app.jobs.runOnce()
  expect(await count()).toEqual(tables.map(() => 0))
})
