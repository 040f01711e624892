import {
  blockPerson,
  followPerson,
  getFeed,
  getPost,
  getProfile,
  getShare,
  likePost,
  listBlocked,
  listComments,
  listFollowers,
  listFollowing,
  listMuted,
  listPostsOfPerson,
  listSaved,
  mutePerson,
  savePost,
  sharePost,
  unblockPerson,
  unfollowPerson,
  unmutePerson,
  writeComment,
  type CommentId,
} from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let made = 0
/** Somebody nobody knows yet. */
const stranger = (): Promise<Person> => {
  made += 1
  return signUp(app, `person${made}`)
}
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
})
afterAll(() => app.stop())

const to = (person: Person) => ({ params: { handle: person.me.handle } })
const profileOf = async (viewer: Pick<Person, 'call'>, person: Person) =>
  (await viewer.call(getProfile, to(person))).profile
const handlesOf = (page: { people: { handle: string }[] }) => page.people.map(({ handle }) => handle)
const feedAuthors = async (by: Person) =>
  (await by.call(getFeed, { query: { limit: 20 } })).slots.map(({ post }) => post.author.handle)

test.each([followPerson, unfollowPerson, blockPerson, unblockPerson, mutePerson, unmutePerson])(
  '$id needs an account and somebody else',
  async (endpoint) => {
    const [ana, ben] = [await stranger(), await stranger()]
    expect(await createClient(app).refusal(endpoint, to(ben))).toBe('401 not_signed_in')
    expect(await ana.refusal(endpoint, { params: { handle: 'nobody' } })).toBe('404 not_found')
    expect(await ana.refusal(endpoint, to(ana))).toBe('403 forbidden')
    expect(await ana.refusal(endpoint, { ...to(ben), query: { surface: 'x' } })).toBe('400 invalid_request')
    await ana.call(endpoint, to(ben))
    await ana.call(endpoint, to(ben))
  },
)

describe('following', () => {
  test('twice is once, both ways, and the profiles count it', async () => {
    const [ana, ben] = [await stranger(), await stranger()]
    expect(await ana.call(followPerson, to(ben))).toEqual({ followers: 1, followedByMe: true })
    expect(await ana.call(followPerson, to(ben))).toEqual({ followers: 1, followedByMe: true })
    expect(await profileOf(ana, ben)).toMatchObject({ followers: 1, following: 0, followedByMe: true })
    expect(await profileOf(ben, ana)).toMatchObject({ followers: 0, following: 1, followedByMe: false })
    const postId = await publishClip(app, ben)
    expect((await ana.call(getPost, { params: { postId } })).post).toMatchObject({ followedByMe: true })
    expect(await ana.call(unfollowPerson, to(ben))).toEqual({ followers: 0, followedByMe: false })
    expect(await ana.call(unfollowPerson, to(ben))).toEqual({ followers: 0, followedByMe: false })
  })

  test('everybody follows everybody at once, and the counts are exact', async () => {
    const town = await Promise.all([1, 2, 3, 4].map(stranger))
    const calls = town.flatMap((one) =>
      town
        .filter((other) => other !== one)
        .flatMap((other) =>
          (['PUT', 'DELETE', 'PUT'] as const).map((method) =>
            one.send({ method, path: `/v1/people/${other.me.handle}/follow` }),
          ),
        ),
    )
    expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true)
    for (const person of town) {
      const { followers, following } = await profileOf(operator, person)
      expect((await operator.call(listFollowers, to(person))).people).toHaveLength(followers)
      expect((await operator.call(listFollowing, to(person))).people).toHaveLength(following)
    }
  })

  test('the lists are public, latest first, page by page', async () => {
    const star = await stranger()
    const fans: Person[] = []
    for (let number = 0; number < 5; number += 1) {
      app.clock.advance(1000)
      const fan = await stranger()
      await fan.call(followPerson, to(star))
      fans.unshift(fan)
    }
    const guest = createClient(app)
    const first = await guest.call(listFollowers, { ...to(star), query: { limit: 3 } })
    const query = { limit: 3, cursor: first.nextCursor ?? '' }
    const second = await guest.call(listFollowers, { ...to(star), query })
    expect([...handlesOf(first), ...handlesOf(second)]).toEqual(fans.map(({ me }) => me.handle))
    expect(second.nextCursor).toBeNull()
    expect(await guest.refusal(listFollowers, { ...to(star), query: { cursor: 'x' } })).toBe(
      '400 invalid_cursor',
    )
    expect(await guest.refusal(listFollowing, { params: { handle: 'nobody' } })).toBe('404 not_found')
    expect(handlesOf(await guest.call(listFollowing, to(fans[0] ?? star)))).toEqual([star.me.handle])
  })
})

describe('blocking', () => {
  test('neither sees the other any more, and it can be taken back', async () => {
    const [ana, ben, cleo] = [await stranger(), await stranger(), await stranger()]
    const postId = await publishClip(app, cleo)
    await ana.call(followPerson, to(ben))
    await ben.call(followPerson, to(ana))
    const posts = [await publishClip(app, ana), await publishClip(app, ben)] as const
    for (const by of [ana, ben]) {
      const commentId = app.ids.uuid() as CommentId
      await by.call(writeComment, { params: { postId, commentId }, body: { text: 'Hello' } })
      await by.call(followPerson, to(cleo))
    }
    await ana.call(savePost, { params: { postId: posts[1] } })
    const { token } = await ben.call(sharePost, { params: { postId: posts[1] } })
    expect(await feedAuthors(ana)).toContain(ben.me.handle)

    expect(await ana.call(blockPerson, to(ben))).toEqual({ blocked: true })
    for (const [one, other, theirs] of [
      [ana, ben, posts[1]],
      [ben, ana, posts[0]],
    ] as const) {
      expect(await one.refusal(getProfile, to(other))).toBe('404 not_found')
      expect(await one.refusal(listPostsOfPerson, to(other))).toBe('404 not_found')
      expect(await one.refusal(listFollowers, to(other))).toBe('404 not_found')
      expect(await one.refusal(followPerson, to(other))).toBe('404 not_found')
      for (const endpoint of [getPost, likePost, savePost, sharePost, listComments])
        expect(await one.refusal(endpoint, { params: { postId: theirs } })).toBe('404 not_found')
      expect(await feedAuthors(one)).not.toContain(other.me.handle)
      const { comments } = await one.call(listComments, { params: { postId } })
      expect(comments.map(({ author }) => author?.handle)).toEqual([one.me.handle])
      expect(handlesOf(await one.call(listFollowers, to(cleo)))).toEqual([one.me.handle])
      expect(await profileOf(operator, one)).toMatchObject({ followers: 0, following: 1 })
    }
    expect(await ana.refusal(getShare, { params: { token } })).toBe('404 not_found')
    expect((await ana.call(listSaved)).posts).toEqual([])
    expect(handlesOf(await ana.call(listBlocked))).toEqual([ben.me.handle])
    expect(handlesOf(await ben.call(listBlocked))).toEqual([])
    expect((await profileOf(cleo, ana)).personId).toBe(ana.me.personId)

    expect(await ana.call(unblockPerson, to(ben))).toEqual({ blocked: false })
    expect(await profileOf(ben, ana)).toMatchObject({ followedByMe: false })
    expect(await feedAuthors(ana)).toContain(ben.me.handle)
    expect((await ana.call(listSaved)).posts).toHaveLength(1)
  })

  test('whoever answers for the instance still sees who blocked them, and not whom they blocked', async () => {
    const ana = await stranger()
    await ana.call(blockPerson, to(operator))
    expect((await profileOf(operator, ana)).handle).toBe(ana.me.handle)
    // Seeing is for their work; following is not.
    expect(await operator.refusal(followPerson, to(ana))).toBe('404 not_found')
    expect(await ana.refusal(getProfile, to(operator))).toBe('404 not_found')
    await operator.call(blockPerson, to(ana))
    expect(await operator.refusal(getProfile, to(ana))).toBe('404 not_found')
    await operator.call(unblockPerson, to(ana))
  })

  test('follows and blocks at once leave no follow behind, and exact counts', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [ana, ben] = [await stranger(), await stranger()]
      const send = (by: Person, other: Person, what: string) =>
        by.send({ method: 'PUT', path: `/v1/people/${other.me.handle}/${what}` })
      const answers = await Promise.all([
        send(ana, ben, 'follow'),
        send(ben, ana, 'follow'),
        send(ana, ben, 'block'),
        send(ben, ana, 'block'),
        send(ben, ana, 'follow'),
      ])
      expect(answers.every(({ status }) => status === 200 || status === 404)).toBe(true)
      for (const person of [ana, ben])
        expect(await profileOf(operator, person)).toMatchObject({ followers: 0, following: 0 })
    }
  })

  test('the lists of blocked and muted people are private', async () => {
    for (const endpoint of [listBlocked, listMuted]) {
      expect(await createClient(app).refusal(endpoint)).toBe('401 not_signed_in')
      expect(await operator.refusal(endpoint, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
    }
  })
})

test('a mute empties the own feed of a person and nothing else', async () => {
  const [ana, ben] = [await stranger(), await stranger()]
  const postId = await publishClip(app, ben)
  expect(await feedAuthors(ana)).toContain(ben.me.handle)
  expect(await ana.call(mutePerson, to(ben))).toEqual({ muted: true })
  expect(await feedAuthors(ana)).not.toContain(ben.me.handle)
  expect(await profileOf(ana, ben)).toMatchObject({ mutedByMe: true })
  expect((await ana.call(getPost, { params: { postId } })).post.postId).toBe(postId)
  await publishClip(app, ana)
  expect(await feedAuthors(ben)).toContain(ana.me.handle)
  expect(handlesOf(await ana.call(listMuted))).toEqual([ben.me.handle])
  expect(await ana.call(unmutePerson, to(ben))).toEqual({ muted: false })
  expect(await feedAuthors(ana)).toContain(ben.me.handle)
})
