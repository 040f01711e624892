import {
  blockPerson,
  deleteComment,
  deletePost,
  followPerson,
  getInboxSettings,
  getInboxState,
  likePost,
  listNotifications,
  markGroupRead,
  markInboxSeen,
  mutePerson,
  mutePostNotifications,
  setInboxSettings,
  unfollowPerson,
  unlikePost,
  unmutePostNotifications,
  writeComment,
  type CommentId,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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
let fans: Person[]
let postId: PostId
let names = 0
beforeAll(async () => {
  app = await createTestApp()
  fans = await Promise.all(['ana', 'luis', 'zoe', 'kim', 'ben'].map((name) => signUp(app, name)))
})
afterAll(() => app.stop())
beforeEach(async () => {
  names += 1
  author = await signUp(app, `author${names}`)
  postId = await publishClip(app, author)
})

const fan = (index: number): Person => {
  const found = fans[index]
  expect(found).toBeDefined()
  return found ?? author
}
const groupsOf = async (person: Person) => {
  await app.jobs.runOnce()
  return (await person.call(listNotifications)).groups
}
const shortOf = async (person: Person) =>
  (await groupsOf(person)).map(({ kind, actorCount, isUnread }) => [kind, actorCount, isUnread])
const stateOf = async (person: Person) => {
  await app.jobs.runOnce()
  return person.call(getInboxState)
}
const like = (person: Person) => person.call(likePost, { params: { postId } })
const unlike = (person: Person) => person.call(unlikePost, { params: { postId } })
const comment = async (person: Person, text: string, answersId?: CommentId) => {
  const commentId = app.ids.uuid() as CommentId
  const body = { text, ...(answersId === undefined ? {} : { answersId }) }
  await person.call(writeComment, { params: { postId, commentId }, body })
  return commentId
}

test('the inbox is closed to whoever has no account, and what is not there is not found', async () => {
  const nobody = createClient(app)
  for (const asked of [listNotifications, getInboxState, getInboxSettings])
    expect(await nobody.refusal(asked)).toBe('401 not_signed_in')
  expect(await nobody.refusal(markInboxSeen, { body: { version: 0 } })).toBe('401 not_signed_in')
  expect(await nobody.refusal(setInboxSettings, { body: {} })).toBe('401 not_signed_in')
  const params = { postId: app.ids.uuid(), groupId: '0'.repeat(32) }
  for (const asked of [markGroupRead, mutePostNotifications, unmutePostNotifications]) {
    expect(await nobody.refusal(asked, { params })).toBe('401 not_signed_in')
    expect(await author.refusal(asked, { params })).toBe('404 not_found')
  }
  expect(await author.refusal(listNotifications, { query: { cursor: 'x' } })).toBe('400 invalid_cursor')
  expect(await author.refusal(markInboxSeen, { body: { version: -1 } })).toBe('400 invalid_request')
})

test('likes of one video and day are one group with every person once, whatever comes at once and twice', async () => {
  await Promise.all(fans.map(like))
  await Promise.all(fans.map(like))
  await like(author)
  const [group, ...others] = await groupsOf(author)
  expect(others).toEqual([])
  expect(group).toMatchObject({ kind: 'like', actorCount: 5, isUnread: true, post: { postId } })
  expect(group?.actors).toHaveLength(3)
  await Promise.all([unlike(fan(0)), unlike(fan(1)), unlike(fan(2))])
  expect(await shortOf(author)).toEqual([['like', 2, true]])
  await Promise.all([unlike(fan(3)), unlike(fan(4))])
  expect(await shortOf(author)).toEqual([])
  expect(await stateOf(author)).toMatchObject({ unread: 0 })
})

test('an undone act told before the act, or again after it, brings nothing back', async () => {
  const action = {
    ...{ personId: fan(0).me.personId, authorId: author.me.personId, postId, surface: 'feed' as const },
    ...{ value: 1, shareToken: null, tags: [], timeZone: null, at: app.clock.now().toISOString() },
  }
  const [earlier, later] = [app.ids.uuid(), app.ids.uuid()]
  const told = async (kind: 'like' | 'unlike', eventId: string) => {
    await app.engines.db.transaction((tx) => app.bus.emit(tx, 'social.acted', { ...action, kind, eventId }))
    await app.jobs.runOnce()
  }
  await told('unlike', later)
  await told('like', earlier)
  expect(await shortOf(author)).toEqual([])
  await told('like', app.ids.uuid())
  await told('unlike', later)
  expect(await shortOf(author)).toEqual([['like', 1, true]])
})

test('what was seen stays seen, a new act is new, and one group is read for itself', async () => {
  await like(fan(0))
  await fan(1).call(followPerson, { params: { handle: author.me.handle } })
  const { version, unread } = await stateOf(author)
  expect(unread).toBe(2)
  const [one] = await groupsOf(author)
  const read = await author.call(markGroupRead, { params: { groupId: one?.groupId ?? '' } })
  expect(read.unread).toBe(1)
  expect((await author.call(markInboxSeen, { body: { version } })).unread).toBe(0)
  await author.call(markInboxSeen, { body: { version: 0 } })
  expect((await stateOf(author)).unread).toBe(0)
  expect(await fan(0).refusal(markGroupRead, { params: { groupId: one?.groupId ?? '' } })).toBe(
    '404 not_found',
  )
  await like(fan(2))
  expect(await shortOf(author)).toEqual([
    ['like', 2, true],
    ['follow', 1, false],
  ])
  await fan(1).call(unfollowPerson, { params: { handle: author.me.handle } })
  expect(await shortOf(author)).toEqual([['like', 2, true]])
  // A version that nobody has reached does not hide what comes later.
  await author.call(markInboxSeen, { body: { version: 1_000_000 } })
  await like(fan(3))
  expect((await stateOf(author)).unread).toBe(1)
})

test('done again after it was undone is no news, alone or among others', async () => {
  const seen = async () => author.call(markInboxSeen, { body: { version: (await stateOf(author)).version } })
  const again = async (person: Person) => {
    await unlike(person)
    await app.jobs.runOnce()
    await like(person)
    return shortOf(author)
  }
  await like(fan(0))
  expect(await again(fan(0))).toEqual([['like', 1, true]])
  await seen()
  expect(await again(fan(0))).toEqual([['like', 1, false]])
  await like(fan(1))
  await seen()
  expect(await again(fan(0))).toEqual([['like', 2, false]])
  expect((await stateOf(author)).unread).toBe(0)
  // Nor does it take away that something else in the group is new.
  await like(fan(2))
  expect(await again(fan(0))).toEqual([['like', 3, true]])
})

test('comments, answers and mentions are told once each, and are gone with the comment', async () => {
  const first = await comment(fan(0), 'Where is this?')
  const second = await comment(fan(0), `Hello @${fan(2).me.handle}`)
  await comment(author, 'In the old town', first)
  expect(await shortOf(author)).toEqual([['comment', 1, true]])
  expect(await shortOf(fan(0))).toContainEqual(['reply', 1, true])
  const mentions = async () => (await groupsOf(fan(2))).filter(({ post }) => post?.postId === postId)
  expect(await mentions()).toMatchObject([{ kind: 'mention', commentId: second }])
  await fan(0).call(deleteComment, { params: { postId, commentId: second } })
  expect(await mentions()).toEqual([])
  expect(await shortOf(author)).toEqual([['comment', 1, true]])
})

test('blocked and muted people are not heard of, nor muted videos, nor kinds that are off', async () => {
  await like(fan(0))
  await like(fan(1))
  await author.call(blockPerson, { params: { handle: fan(0).me.handle } })
  expect(await shortOf(author)).toEqual([['like', 1, true]])
  await author.call(mutePerson, { params: { handle: fan(2).me.handle } })
  await like(fan(2))
  await author.call(setInboxSettings, { body: { offKinds: ['follow'] } })
  await fan(3).call(followPerson, { params: { handle: author.me.handle } })
  await author.call(mutePostNotifications, { params: { postId } })
  await comment(fan(3), 'Nice')
  expect(await shortOf(author)).toEqual([['like', 1, true]])
  await author.call(unmutePostNotifications, { params: { postId } })
  await like(fan(4))
  expect(await shortOf(author)).toEqual([['like', 2, true]])
  await author.call(deletePost, { params: { postId } })
  expect(await shortOf(author)).toEqual([])
})

test('pages hold every group once, also by kind', async () => {
  await like(fan(0))
  await comment(fan(1), 'One')
  await fan(2).call(followPerson, { params: { handle: author.me.handle } })
  await app.jobs.runOnce()
  const kinds: string[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = { limit: 1, ...(cursor === null ? {} : { cursor }) }
    const page = await author.call(listNotifications, { query })
    kinds.push(...page.groups.map(({ kind }) => kind))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(kinds.toSorted()).toEqual(['comment', 'follow', 'like'])
  const { groups } = await author.call(listNotifications, { query: { kind: 'comment' } })
  expect(groups.map(({ kind }) => kind)).toEqual(['comment'])
})

test('a minor cannot shorten the night, and nothing is pushed in it', async () => {
  const minor = await signUp(app, `minor${names}`, '2011-06-01')
  postId = await publishClip(app, minor)
  const { settings } = await minor.call(getInboxSettings)
  expect(settings.quiet).toEqual({ fromMinute: 21 * 60, toMinute: 7 * 60 })
  for (const quiet of [null, { fromMinute: 22 * 60, toMinute: 7 * 60 }, { fromMinute: 0, toMinute: 0 }])
    expect(await minor.refusal(setInboxSettings, { body: { quiet } })).toBe('403 quiet_by_age')
  await minor.call(setInboxSettings, { body: { quiet: { fromMinute: 20 * 60, toMinute: 8 * 60 } } })
  expect((await author.call(getInboxSettings)).settings).toMatchObject({ quiet: null, leastQuiet: null })
  const frames: string[] = []
  const sink = { send: (frame: string) => frames.push(frame) > 0, end: () => undefined }
  const leave = app.hub.subscribe(minor.me.personId, null, sink)
  const pushed = () => frames.filter((frame) => frame.includes('notification.changed')).length
  await minor.send({
    ...{ method: 'GET', path: getInboxState.path },
    headers: { 'busker-time-zone': 'Europe/Madrid' },
  })
  // Half past eight in the evening in Madrid.
  const evening = new Date(app.clock.nowMs())
  evening.setUTCHours(19, 30, 0, 0)
  app.clock.advance((evening.getTime() - app.clock.nowMs() + 86_400_000) % 86_400_000)
  await like(fan(0))
  expect(await stateOf(minor)).toMatchObject({ unread: 1, isQuiet: true })
  expect(pushed()).toBe(0)
  app.clock.advance(12 * 3_600_000)
  await like(fan(1))
  // The next day is another group.
  expect(await stateOf(minor)).toMatchObject({ unread: 2, isQuiet: false })
  expect(pushed()).toBe(1)
  leave()
})
