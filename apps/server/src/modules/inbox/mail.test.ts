import {
  confirmMail,
  getInboxSettings,
  likePost,
  markInboxSeen,
  setInboxSettings,
  setMail,
  unsubscribeMail,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { mailsTo, tokenIn, type ReceivedMail } from '../../testing/mails.ts'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let ana: Person
let fans: Person[]
let postId: PostId
let names = 0
beforeAll(async () => {
  app = await createTestApp()
  fans = await Promise.all(['luis', 'zoe', 'kim'].map((name) => signUp(app, name)))
})
afterAll(() => app.stop())
beforeEach(async () => {
  names += 1
  ana = await signUp(app, `ana${names}`)
  postId = await publishClip(app, ana)
})

const box = () => `ana${names}@example.org`
const mails = async (): Promise<ReceivedMail[]> => {
  await app.jobs.runOnce()
  return (await mailsTo(app, box())).filter(({ text }) => !text.includes('/mail/confirm#'))
}
const subjects = async () => (await mails()).map(({ subject }) => subject)
const claim = async (locale: 'en' | 'es') => {
  await ana.call(setMail, { body: { address: box(), locale } })
  await app.jobs.runOnce()
  const [first] = await mailsTo(app, box())
  await createClient(app).call(confirmMail, { body: { token: tokenIn(first?.text ?? '') ?? '' } })
}
const decide = () =>
  app.engines.db.transaction((tx) =>
    app.bus.emit(tx, 'moderation.decided', {
      ...{ decisionId: app.ids.uuid(), personId: ana.me.personId, kind: 'decided' },
      at: app.clock.now().toISOString(),
    }),
  )
const like = async (person: Person | undefined) => person?.call(likePost, { params: { postId } })
const choose = (mail: 'off' | 'important' | 'daily') => ana.call(setInboxSettings, { body: { mail } })
const aDayLater = async () => {
  for (let hours = 0; hours < 24; hours += 1) {
    app.clock.advance(3_600_000)
    await app.inbox.sendDigests()
  }
}

test('what somebody has to know comes once it happens, in their language, if an address is confirmed', async () => {
  await ana.call(setMail, { body: { address: box(), locale: 'es' } })
  await decide()
  expect(await subjects()).toEqual([])
  await claim('es')
  await decide()
  const [mail, ...others] = await mails()
  expect([mail?.subject, others]).toEqual(['Una decisión sobre algo tuyo', []])
  expect(mail?.text).toContain('/settings/notices')
  await like(fans[0])
  expect(await subjects()).toHaveLength(1)
})

test('once a day what is new, of what was not looked at, and nothing twice', async () => {
  await claim('en')
  await choose('daily')
  await Promise.all(fans.map(like))
  await app.jobs.runOnce()
  await aDayLater()
  const [digest, ...others] = await mails()
  expect([digest?.subject, others]).toEqual(['One thing is new on Busker', []])
  expect(digest?.text).toMatch(/- (luis|zoe|kim) and 2 others liked your video/)
  // Nothing is new, so nothing comes; then what was looked at before the evening is no news.
  await aDayLater()
  postId = await publishClip(app, ana)
  await like(fans[0])
  await app.jobs.runOnce()
  await ana.call(markInboxSeen, { body: { version: 1_000_000 } })
  await aDayLater()
  expect(await mails()).toHaveLength(1)
  await like(fans[1])
  await app.jobs.runOnce()
  app.clock.advance(86_400_000)
  await Promise.all([app.inbox.sendDigests(), app.inbox.sendDigests()])
  expect(await mails()).toHaveLength(2)
})

test('in the night nothing comes; it comes in the morning', async () => {
  await claim('en')
  const minute = app.clock.now().getUTCHours() * 60 + app.clock.now().getUTCMinutes()
  const quiet = { fromMinute: (minute + 1430) % 1440, toMinute: (minute + 120) % 1440 }
  await ana.call(setInboxSettings, { body: { quiet } })
  await decide()
  expect(await subjects()).toEqual([])
  app.clock.advance(3_600_000)
  await app.inbox.sendDigests()
  expect(await subjects()).toEqual([])
  app.clock.advance(3_660_000)
  await Promise.all([app.inbox.sendDigests(), app.inbox.sendDigests()])
  expect(await subjects()).toHaveLength(1)
})

test('one click ends it, signed out, as a mail program clicks; the address opened by hand asks first', async () => {
  await claim('en')
  await decide()
  const [mail] = await mails()
  expect(mail?.head.get('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  const path = new URL((mail?.head.get('List-Unsubscribe') ?? '').slice(1, -1)).pathname
  const opened = await createClient(app).get(path)
  expect([opened.status, opened.headers.location]).toEqual([303, `/mail/off#${path.split('/').at(-1)}`])
  expect((await ana.call(getInboxSettings)).settings.mail).toBe('important')
  const click = () =>
    app.http.inject({
      ...{ method: 'POST', url: path, payload: 'List-Unsubscribe=One-Click' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  expect([(await click()).statusCode, (await click()).statusCode]).toEqual([200, 200])
  expect((await ana.call(getInboxSettings)).settings.mail).toBe('off')
  await decide()
  expect(await mails()).toHaveLength(1)
  const nobody = createClient(app)
  expect(await nobody.refusal(unsubscribeMail, { params: { token: 'x'.repeat(43) } })).toBe('404 not_found')
  expect(await nobody.refusal(unsubscribeMail, { params: { token: 'x' } })).toBe('400 invalid_request')
})
