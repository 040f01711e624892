import {
  followPerson,
  getOwnShare,
  getShare,
  reportActions,
  reportViews,
  sharePost,
  signUp as signUpEndpoint,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  testPassword,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let sharer: Person
let postId: PostId
beforeAll(async () => {
  app = await createTestApp()
  author = await signUp(app, 'author')
  sharer = await signUp(app, 'sharer')
  postId = await publishClip(app, author)
})
afterAll(() => app.stop())

const event = () => ({ eventId: app.ids.uuid(), clientTime: app.clock.now().toISOString() })
const batch = <Event>(one: Event) => ({
  body: { sentAt: app.clock.now().toISOString(), timeZone: 'UTC', events: [one] },
})
const land = async (by: Client, shareToken: string) => {
  await by.call(getShare, { params: { token: shareToken } })
  await by.call(
    reportActions,
    batch({ ...event(), kind: 'share_landing', surface: 'other', postId, shareToken } as const),
  )
}
const watch = (by: Client) =>
  by.call(
    reportViews,
    batch({
      ...({ ...event(), viewId: app.ids.uuid(), seq: 0, postId, slotId: null, surface: 'post' } as const),
      ...{ startedAt: app.clock.now().toISOString(), visibleMs: 3000, played: [[0, 3000]] },
      ...{ durationMs: 10_000, soundOn: true },
    } as const),
  )
const results = async () => {
  await app.jobs.runOnce()
  await app.telemetry.flushed()
  return sharer.call(getOwnShare, { params: { postId } })
}

test('who watches, follows and joins by a link is counted for whoever gave it, from three people on', async () => {
  const params = { postId }
  expect(await createClient(app).refusal(getOwnShare, { params })).toBe('401 not_signed_in')
  expect(await sharer.refusal(getOwnShare, { params: { postId: app.ids.uuid() } })).toBe('404 not_found')
  expect(await results()).toEqual({ token: null, watched: null, followed: null, joined: null })
  const { token } = await sharer.call(sharePost, { params })
  const guests = [1, 2, 3].map(() => createClient(app))
  const [first, second, third] = guests
  for (const guest of [first, second, sharer]) {
    if (guest) await land(guest, token)
    app.clock.advance(10_000)
    if (guest) await watch(guest)
  }
  // Watched without the link, and long after it: both are put down to nobody.
  await watch(createClient(app))
  if (third) await land(third, token)
  app.clock.advance(1_900_000)
  if (third) await watch(third)
  expect(await results()).toEqual({ token, watched: null, followed: null, joined: null })
  for (const [index, guest] of guests.entries()) {
    const body = {
      handle: `guest${index}`,
      password: testPassword,
      birthDate: '1990-01-01',
      shareToken: token,
    }
    await guest.call(signUpEndpoint, { body })
    await guest.call(followPerson, { params: { handle: 'author' }, query: { shareToken: token } })
  }
  if (third) await land(third, token)
  if (third) await watch(third)
  expect(await results()).toEqual({ token, watched: 3, followed: 3, joined: 3 })
})
