import type { Action, CommentId, PostId } from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonViewer } from '#platform/http'
import { onCommit } from '#platform/postgres'
import { createTestApp, publishClip, signUp, type Person, type TestApp } from '../../testing/test-app.ts'
import { deleteComment } from './comments/remove.ts'
import { writeComment } from './comments/write.ts'
import type { SocialDeps } from './deps.ts'
import { setFollow } from './follows.ts'
import { setBlock, setMute, setNotInterested } from './hiding.ts'
import { setLike } from './likes.ts'
import { setSave } from './saves.ts'
import { ownShare, sharePost } from './shares.ts'

let app: TestApp
let author: Person
let ana: Person
let deps: SocialDeps
let postId: PostId
const told: Action[] = []
const origin = { clientVersion: '1.2.3', device: 'phone', country: 'DE', isBot: false } as const
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  postId = await publishClip(app, author)
  deps = {
    ...{ db: app.engines.db, clock: app.clock, ids: app.ids, identity: app.identity },
    posts: {
      getCards: app.posts.getCards,
      authorFor: app.posts.authorFor,
      videoRepliesTo: app.posts.videoRepliesTo,
      authorOf: async (handle, id) => (await app.posts.lookUp(handle, [id])).get(id)?.authorId ?? null,
    },
    bus: {
      // Like the bus itself: what is rolled back was never told.
      emit: async (tx, name, payload) => {
        if (name === 'social.acted') onCommit(tx, () => told.push(payload as Action))
      },
      on: () => undefined,
    },
    facts: { shareResults: async () => ({ watched: 2, followed: 3, joined: 0 }) },
    originOf: () => origin,
  }
})
afterAll(() => app.stop())
beforeEach(() => void told.splice(0))

const viewerOf = (person: Person): PersonViewer => ({
  kind: 'person',
  personId: person.me.personId,
  role: person.me.role,
  sessionId: '',
})
const wish = (wanted: boolean) => ({
  ...{ viewer: viewerOf(ana), postId, handle: 'author', wanted },
  told: { surface: 'feed', timeZone: 'Europe/Madrid', origin } as const,
})
const kinds = () => told.map(({ kind }) => kind)

test.each([
  ['like', 'unlike', setLike],
  ['save', 'unsave', setSave],
  ['not_interested', 'interested_again', setNotInterested],
  ['follow', 'unfollow', setFollow],
  ['mute', 'unmute', setMute],
  ['block', 'unblock', setBlock],
] as const)('%s and %s are told once for each real change', async (done, undone, change) => {
  const aboutPost = ['like', 'save', 'not_interested'].includes(done)
  await change(deps, wish(false))
  expect(told).toEqual([])
  await Promise.all([1, 2, 3].map(() => change(deps, wish(true))))
  await change(deps, wish(true))
  expect(kinds()).toEqual([done])
  expect(told[0]).toEqual({
    ...{ eventId: expect.any(String), kind: done, personId: ana.me.personId, authorId: author.me.personId },
    ...{ postId: aboutPost ? postId : null, surface: 'feed', value: 1, shareToken: null, tags: [] },
    ...{ at: app.clock.now().toISOString(), timeZone: 'Europe/Madrid', origin },
  })
  await change(deps, wish(false))
  await change(deps, wish(false))
  expect(kinds()).toEqual([done, undone])
  expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(2)
})

test('a block ends both follows and tells so', async () => {
  const back = { ...wish(true), viewer: viewerOf(author), handle: 'ana' }
  await setFollow(deps, wish(true))
  await setFollow(deps, back)
  await setBlock(deps, wish(true))
  expect(kinds()).toEqual(['follow', 'follow', 'block', 'unfollow', 'unfollow'])
  expect(new Set(told.slice(3).map(({ personId }) => personId))).toEqual(
    new Set([ana.me.personId, author.me.personId]),
  )
  await setBlock(deps, wish(false))
})

test('a comment is told once, its removal about whoever wrote it', async () => {
  const commentId = app.ids.uuid() as CommentId
  const write = () => writeComment(deps, { ...wish(true), commentId, text: 'Bravo' })
  await Promise.all([write(), write()])
  await deleteComment(deps, { ...wish(true), viewer: viewerOf(author), commentId })
  await expect(deleteComment(deps, { ...wish(true), commentId })).rejects.toThrow(/does not exist/)
  expect(kinds()).toEqual(['comment', 'comment_removed'])
  for (const { personId } of told) expect(personId).toBe(ana.me.personId)
})

test('sharing is told once a day, with its token', async () => {
  const share = () => sharePost(deps, wish(true))
  const [{ token }] = await Promise.all([share(), share(), share()])
  expect(told.map(({ kind, shareToken }) => [kind, shareToken])).toEqual([['share', token]])
  app.clock.advance(86_400_000)
  await share()
  await share()
  expect(told.map(({ shareToken }) => shareToken)).toEqual([token, token])
})

test('what came of a link is told from three people on', async () => {
  const asked = { viewer: viewerOf(ana), postId }
  expect(await ownShare(deps, asked)).toMatchObject({ watched: null, followed: 3, joined: null })
  const other = { ...asked, viewer: viewerOf(author) }
  expect(await ownShare(deps, other)).toEqual({ token: null, watched: null, followed: null, joined: null })
})

test('an act is put down to a link of its post or its author, and never to one’s own', async () => {
  const { token } = await sharePost(deps, { ...wish(true), viewer: viewerOf(author) })
  const mine = await sharePost(deps, wish(true))
  const elsewhere = await publishClip(app, ana)
  const foreign = await sharePost(deps, { ...wish(true), viewer: viewerOf(author), postId: elsewhere })
  told.splice(0)
  for (const shareToken of [token, mine.token, foreign.token, 'x'.repeat(22), undefined])
    for (const wanted of [true, false]) {
      const by = { ...wish(wanted), told: { surface: 'post', shareToken } as const }
      await setFollow(deps, by)
      await setLike(deps, by)
    }
  expect(told.map(({ shareToken }) => shareToken)).toEqual([
    ...Array.from({ length: 4 }, () => token),
    ...Array.from({ length: 16 }, () => null),
  ])
})
