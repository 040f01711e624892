import { getPost, likePost, unlikePost, type PostId } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
let people: Person[]
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  people = await Promise.all(['ana', 'ben', 'cleo', 'dan', 'eve'].map((handle) => signUp(app, handle)))
})
afterAll(() => app.stop())

const likesOf = async (viewer: Pick<Person, 'call'>, postId: PostId) => {
  const { post } = await viewer.call(getPost, { params: { postId } })
  return post.state === 'published' ? { likes: post.likes, likedByMe: post.likedByMe } : null
}
const rowsOf = async (postId: PostId): Promise<bigint | undefined> => {
  const query = sql<{ count: bigint }>`select count(*) from social.post_like where post_id = ${postId}`
  return (await query.execute(within(app.engines.db.pool))).rows[0]?.count
}

test('liking needs an account and a post', async () => {
  const params = { postId: await publishClip(app, author) }
  for (const endpoint of [likePost, unlikePost]) {
    expect(await createClient(app).refusal(endpoint, { params })).toBe('401 not_signed_in')
    expect(await author.refusal(endpoint, { params: { postId: 'x' } })).toBe('400 invalid_request')
    expect(await author.refusal(endpoint, { params: { postId: app.ids.uuid() } })).toBe('404 not_found')
  }
})

test('twice is once, both ways', async () => {
  const [ana = author, ben = author] = people
  const params = { postId: await publishClip(app, author) }
  expect(await ana.call(unlikePost, { params })).toEqual({ likes: 0, likedByMe: false })
  expect(await ana.call(likePost, { params })).toEqual({ likes: 1, likedByMe: true })
  expect(await ana.call(likePost, { params })).toEqual({ likes: 1, likedByMe: true })
  expect(await ben.call(likePost, { params })).toEqual({ likes: 2, likedByMe: true })
  expect(await likesOf(ana, params.postId)).toEqual({ likes: 2, likedByMe: true })
  expect(await likesOf(author, params.postId)).toEqual({ likes: 2, likedByMe: false })
  expect(await likesOf(createClient(app), params.postId)).toEqual({ likes: 2, likedByMe: false })
  expect(await ana.call(unlikePost, { params })).toEqual({ likes: 1, likedByMe: false })
  expect(await ana.call(unlikePost, { params })).toEqual({ likes: 1, likedByMe: false })
  expect(await likesOf(ben, params.postId)).toEqual({ likes: 1, likedByMe: true })
})

test('fifty likes and unlikes at once leave an exact count', async () => {
  const postId = await publishClip(app, author)
  const path = `/v1/posts/${postId}/like`
  const calls = Array.from({ length: 50 }, (_, index) => {
    const person = people[index % people.length] ?? author
    return person.send({ method: index % 3 === 0 ? 'DELETE' : 'PUT', path })
  })
  const answers = await Promise.all(calls)
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  const state = await likesOf(author, postId)
  expect(BigInt(state?.likes ?? -1)).toBe(await rowsOf(postId))
  const mine = await Promise.all(people.map((person) => likesOf(person, postId)))
  expect(mine.filter((one) => one?.likedByMe)).toHaveLength(state?.likes ?? -1)

  await Promise.all(people.flatMap((person) => [1, 2, 3].map(() => person.send({ method: 'PUT', path }))))
  expect((await likesOf(author, postId))?.likes).toBe(people.length)
})
