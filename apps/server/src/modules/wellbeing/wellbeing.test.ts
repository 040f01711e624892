import {
  extendTime,
  getFeed,
  getFeedAhead,
  getWatchTime,
  reportViews,
  setTimeLimit,
  type PostId,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let postId: PostId
beforeAll(async () => {
  app = await createTestApp()
  const author = await signUp(app, 'author')
  postId = await publishClip(app, author)
  await publishClip(app, author)
})
afterAll(() => app.stop())

const minutesMs = (minutes: number) => minutes * 60_000
const view = (visibleMs: number, viewId = app.ids.uuid(), seq = 0) => ({
  ...{ eventId: app.ids.uuid(), viewId, seq, postId, slotId: null, surface: 'feed' as const },
  startedAt: new Date(app.clock.nowMs() - visibleMs).toISOString(),
  clientTime: app.clock.now().toISOString(),
  ...{ visibleMs, played: [[0, 1000]] as [number, number][], durationMs: 10_000, soundOn: true },
})
const report = (person: Person, ...events: ReturnType<typeof view>[]) =>
  person.call(reportViews, { body: { sentAt: app.clock.now().toISOString(), timeZone: 'UTC', events } })
const timeOf = async (person: Person) => (await person.call(getWatchTime)).time
const hasWatched = (person: Person, ms: number) =>
  expect.poll(async () => (await timeOf(person)).watchedMs, { timeout: 5000, interval: 20 }).toBe(ms)
const feedOf = (person: Person, zone?: string) =>
  person
    .send({
      ...{ method: 'GET', path: getFeed.path },
      ...(zone === undefined ? {} : { headers: { 'busker-time-zone': zone } }),
    })
    .then(({ status, body }) => (status === 200 ? 'open' : `${status} ${/"code":"(\w+)"/.exec(body)?.[1]}`))

test('nobody is asked without an account', async () => {
  const nobody = createClient(app)
  expect(await nobody.refusal(getWatchTime)).toBe('401 not_signed_in')
  expect(await nobody.refusal(setTimeLimit, { body: { minutes: 60 } })).toBe('401 not_signed_in')
  expect(await nobody.refusal(extendTime, { params: { number: '1' } })).toBe('401 not_signed_in')
})

test('under 16 the feed ends after an hour, whatever is reported twice, and opens on the next day', async () => {
  const minor = await signUp(app, 'minor', '2012-06-01')
  expect(await feedOf(minor)).toBe('open')
  const cursor = (await minor.call(getFeed, { query: { limit: 1 } })).nextCursor ?? ''
  expect(await timeOf(minor)).toMatchObject({ limitMinutes: 60, byAge: true, mostMinutes: 60 })
  const viewId = app.ids.uuid()
  await report(minor, view(minutesMs(10), viewId))
  await report(minor, view(minutesMs(15), viewId, 1))
  await report(minor, ...[15, 15, 14].map((minutes) => view(minutesMs(minutes))))
  await hasWatched(minor, minutesMs(59))
  expect(await feedOf(minor)).toBe('open')
  await report(minor, view(minutesMs(1)))
  await hasWatched(minor, minutesMs(60))
  expect(await feedOf(minor)).toBe('403 time_is_up')
  expect(await minor.refusal(getFeedAhead, { query: { cursor } })).toBe('403 time_is_up')
  // Neither a further extension, nor another limit, nor another time zone opens it.
  expect(await minor.refusal(extendTime, { params: { number: '1' } })).toBe('409 no_extension_left')
  for (const minutes of [61, null])
    expect(await minor.refusal(setTimeLimit, { body: { minutes } })).toBe('403 limit_by_age')
  expect(await feedOf(minor, 'Pacific/Kiritimati')).toBe('403 time_is_up')
  const { dayEndsAt } = await timeOf(minor)
  app.clock.advance(Date.parse(dayEndsAt) - app.clock.nowMs() + 1)
  expect(await feedOf(minor)).toBe('open')
  expect(await timeOf(minor)).toMatchObject({ watchedMs: 0 })
})

test('at 16 a limit may be chosen and put off twice; the same extension twice is one', async () => {
  const older = await signUp(app, 'older', '2009-06-01')
  expect(await older.refusal(setTimeLimit, { body: { minutes: 5 } })).toBe('400 invalid_request')
  await older.call(setTimeLimit, { body: { minutes: 30 } })
  await report(older, view(minutesMs(15)), view(minutesMs(15)))
  await hasWatched(older, minutesMs(30))
  expect(await feedOf(older)).toBe('403 time_is_up')
  const extended = await Promise.all(
    [1, 1, 1].map((number) => older.call(extendTime, { params: { number } })),
  )
  for (const { time } of extended) expect(time.extensions).toMatchObject({ taken: 1, left: 1 })
  expect(await feedOf(older)).toBe('open')
  expect(await older.refusal(extendTime, { params: { number: '3' } })).toBe('409 no_extension_left')
  await older.call(extendTime, { params: { number: 2 } })
  expect(await older.refusal(extendTime, { params: { number: '3' } })).toBe('409 no_extension_left')
  expect(await older.refusal(extendTime, { params: { number: '0' } })).toBe('400 invalid_request')
})

test('an adult has a limit only by choice, and may take it away', async () => {
  const adult = await signUp(app, 'adult')
  expect(await feedOf(adult)).toBe('open')
  expect(await timeOf(adult)).toMatchObject({ limitMinutes: null, byAge: false, mostMinutes: null })
  await adult.call(setTimeLimit, { body: { minutes: 15 } })
  await report(adult, view(minutesMs(15)))
  await hasWatched(adult, minutesMs(15))
  expect(await feedOf(adult)).toBe('403 time_is_up')
  await adult.call(setTimeLimit, { body: { minutes: null } })
  expect(await feedOf(adult)).toBe('open')
})

test('a zone that does not exist is not heeded', async () => {
  const lost = await signUp(app, 'lost', '2012-06-01')
  expect(await feedOf(lost, 'Moon/Crater')).toBe('open')
  await app.wellbeing.sweep()
})
