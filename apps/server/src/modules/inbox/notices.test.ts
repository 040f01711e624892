import {
  addBell,
  createPost,
  followPerson,
  getInboxState,
  getProfile,
  listNotifications,
  removeBell,
  setInboxSettings,
  signIn,
  unfollowPerson,
  writeComment,
  type CommentId,
  editPost,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  readyAsset,
  signUp,
  testPassword,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let fan: Person
let other: Person
let names = 0
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  names += 1
  ;[author, fan, other] = await Promise.all([
    signUp(app, `author${names}`),
    signUp(app, `fan${names}`),
    signUp(app, `other${names}`),
  ])
})

const groupsOf = async (person: Person) => {
  await app.jobs.runOnce()
  return (await person.call(listNotifications)).groups
}
const kindsOf = async (person: Person) => (await groupsOf(person)).map(({ kind }) => kind)
const at = () => app.clock.now().toISOString()
type Emit = Parameters<TestApp['bus']['emit']>
const emit = async (name: Emit[1], payload: Emit[2]) => {
  await app.engines.db.transaction((tx) => app.bus.emit(tx, name, payload))
  await app.jobs.runOnce()
}
const follow = (person: Person) => person.call(followPerson, { params: { handle: author.me.handle } })
const bell = (person: Person) => person.call(addBell, { params: { handle: author.me.handle } })

test('only who follows has a bell, who stops to follow has none, and the profile says so', async () => {
  const params = { handle: author.me.handle }
  expect(await createClient(app).refusal(addBell, { params })).toBe('401 not_signed_in')
  expect(await createClient(app).refusal(removeBell, { params })).toBe('401 not_signed_in')
  expect(await fan.refusal(addBell, { params: { handle: 'nobody.here' } })).toBe('404 not_found')
  expect(await fan.refusal(addBell, { params })).toBe('409 follow_first')
  const mine = async () => (await fan.call(getProfile, { params })).profile.bellByMe
  await follow(fan)
  expect([await mine(), (await bell(fan)).bellByMe, (await bell(fan)).bellByMe, await mine()]).toEqual([
    false,
    true,
    true,
    true,
  ])
  await fan.call(unfollowPerson, { params })
  await follow(fan)
  expect(await mine()).toBe(false)
  await bell(fan)
  expect((await fan.call(removeBell, { params })).bellByMe).toBe(false)
  expect(await mine()).toBe(false)
})

test('a new video rings each bell once, also when it comes and goes, and for nobody who may not see it', async () => {
  for (const person of [fan, other]) await follow(person)
  await bell(fan)
  const postId = await publishClip(app, author)
  expect(await groupsOf(fan)).toMatchObject([
    { kind: 'new_post', post: { postId }, actors: [{ handle: author.me.handle }], actorCount: 1 },
  ])
  expect(await kindsOf(other)).toEqual([])
  for (const audience of ['private', 'public'] as const)
    await author.call(editPost, { params: { postId }, body: { audience } })
  await publish({ audience: 'friends' })
  expect(await kindsOf(fan)).toEqual(['new_post'])
  expect((await fan.call(getInboxState)).unread).toBe(1)
  await fan.call(setInboxSettings, { body: { offKinds: ['new_post'] } })
  await publishClip(app, author)
  expect(await kindsOf(fan)).toEqual(['new_post'])
})

const publish = async (change: {
  audience?: 'public' | 'friends' | 'private'
  caption?: string
}): Promise<PostId> => {
  const assetId = await readyAsset(app, author)
  const authorId = author.me.personId
  const postId = await app.posts.create({ authorId, assetId, caption: 'A clip', ...change })
  await app.jobs.runOnce()
  return postId
}

test('whom words name hears of it, also when the name is put in later, once, and if they may see it', async () => {
  const caption = `With @${fan.me.handle}`
  const hidden = await publish({ caption, audience: 'private' })
  expect(await kindsOf(fan)).toEqual([])
  await author.call(editPost, { params: { postId: hidden }, body: { audience: 'public' } })
  expect(await groupsOf(fan)).toMatchObject([{ kind: 'mention', post: { postId: hidden }, commentId: null }])
  const postId = await publish({ caption: 'Alone' })
  const edit = (words: string) => author.call(editPost, { params: { postId }, body: { caption: words } })
  await edit(`Not alone: @${other.me.handle} @${author.me.handle}`)
  await edit('Alone')
  await edit(`Again @${other.me.handle}`)
  expect(await groupsOf(other)).toMatchObject([{ kind: 'mention', post: { postId }, actorCount: 1 }])
  expect(await kindsOf(author)).toEqual([])
})

test('whose comment a video answers hears of it, once', async () => {
  const postId = await publishClip(app, author)
  const commentId = app.ids.uuid() as CommentId
  await fan.call(writeComment, { params: { postId, commentId }, body: { text: 'How?' } })
  const assetId = await readyAsset(app, author)
  const body = { assetId, caption: 'So', answers: commentId }
  const { post } = await author.call(createPost, { body })
  for (const audience of ['private', 'public'] as const)
    await author.call(editPost, { params: { postId: post.postId }, body: { audience } })
  expect(await groupsOf(fan)).toMatchObject([
    { kind: 'reply', post: { postId: post.postId }, commentId: null, actors: [{ handle: author.me.handle }] },
  ])
})

test('who waited hears that the video is out, and of one that was refused; who published at once does not', async () => {
  await publishClip(app, author)
  expect(await kindsOf(author)).toEqual([])
  const scheduled = new Date(app.clock.nowMs() + 3_600_000).toISOString()
  const assetId = await readyAsset(app, author)
  const postId = await app.posts.create({
    ...{ authorId: author.me.personId, assetId, caption: 'Later', publish: scheduled },
  })
  app.clock.advance(3_600_000)
  await app.posts.publishDue()
  expect(await groupsOf(author)).toMatchObject([{ kind: 'post_ready', post: { postId }, actorCount: 0 }])
  await emit('media.refused', { assetId, ownerId: author.me.personId, code: 'no_video_stream' })
  expect(await groupsOf(author)).toMatchObject([
    {
      kind: 'post_refused',
      post: null,
      detail: { of: 'refusal', code: 'no_video_stream', isReplacement: false },
    },
  ])
})

test('what somebody has to know comes whatever is off, each by itself, once', async () => {
  const { personId } = fan.me
  const [decisionId, caseId, payoutId] = [app.ids.uuid(), app.ids.uuid(), app.ids.uuid()]
  const decided = { decisionId, personId, at: at(), kind: 'decided' as const }
  await emit('moderation.decided', decided)
  await emit('moderation.decided', decided)
  await emit('moderation.decided', { ...decided, kind: 'overturned' })
  const money = { payoutId, personId, amountMicro: '12500000', currency: 'EUR', at: at() }
  await emit('rewards.payout_ended', { ...money, outcome: 'failed' })
  await emit('moderation.report_closed', {
    ...{ caseId, personIds: [personId, other.me.personId], at: at(), outcome: 'acted' },
  })
  expect((await groupsOf(fan)).map(({ detail, actors }) => [detail, actors])).toEqual([
    [{ of: 'report', outcome: 'acted' }, []],
    [{ of: 'payout', outcome: 'failed', amountMicro: '12500000', currency: 'EUR' }, []],
    [{ of: 'decision', outcome: 'overturned' }, []],
    [{ of: 'decision', outcome: 'decided' }, []],
  ])
  expect((await fan.call(getInboxState)).unread).toBe(4)
  expect(await kindsOf(other)).toEqual(['report_closed'])
  expect(await other.refusal(setInboxSettings, { body: { offKinds: ['decision'] } })).toBe(
    '400 invalid_request',
  )
})

test('a browser that the account does not know is told, once, and coming back is no news', async () => {
  const again = (client: Pick<Person, 'send'>) =>
    client.send({
      ...{ method: 'POST', path: signIn.path },
      body: { handle: fan.me.handle, password: testPassword },
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    })
  await again(fan)
  expect(await kindsOf(fan)).toEqual([])
  const stranger = createClient(app)
  await again(stranger)
  await again(stranger)
  expect(await groupsOf(fan)).toMatchObject([
    { kind: 'sign_in', detail: { of: 'sign_in', browser: 'firefox', system: 'linux' } },
  ])
})
