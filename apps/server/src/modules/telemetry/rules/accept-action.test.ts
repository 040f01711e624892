import { personId, postId as postIdSchema, type Action, type ClientAction } from '@busker/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptAction, toldAction } from './accept-action.ts'
import { latestAcceptedMs, type Arrival } from './arrival.ts'
import { calendarOf } from './calendar.ts'
import { unknownOrigin } from './origin.ts'

const receivedMs = Date.parse('2026-11-22T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const postId = postIdSchema.parse('0198f6f0-0000-7000-8000-000000000001')
const author = personId.parse('0198f6f0-0000-7000-8000-0000000000aa')
const eventId = '0198f6f0-0000-7000-8000-000000000002'

const rating = (changes: Partial<Extract<ClientAction, { kind: 'rating' }>> = {}): ClientAction => ({
  ...{ eventId, kind: 'rating', surface: 'feed', clientTime: iso(receivedMs), postId, value: 4 },
  ...changes,
})
const arrivalWith = (changes: Partial<Arrival> = {}): Arrival => ({
  ...{ receivedMs, sentMs: receivedMs, calendar: calendarOf('Europe/Berlin'), origin: unknownOrigin },
  ...{ viewerId: 'somebody', viewerKind: 'anonymous', post: { durationMs: 10_000, authorId: author } },
  ...changes,
})

test('an action of a client is kept with what is known of its post and its app', () => {
  const origin = { ...unknownOrigin, clientVersion: '1.0.0', device: 'phone', country: 'FR' } as const
  expect(acceptAction(rating(), arrivalWith({ origin }))).toEqual({
    kind: 'accepted',
    fact: {
      ...{ eventId, kind: 'rating', personId: 'somebody', personKind: 'anonymous', postId, authorId: author },
      ...{
        surface: 'feed',
        value: 4,
        shareToken: '',
        tags: [],
        occurredAt: receivedMs,
        receivedAt: receivedMs,
      },
      ...{ localDate: '2026-11-22', timeZone: 'Europe/Berlin', clientVersion: '1.0.0', country: 'FR' },
      ...{ device: 'phone', traffic: 'ok', flags: [] },
    },
  })
})

test('a clock that is wrong by any amount changes nothing, up to 72 h late', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e11 }),
      fc.integer({ min: 0, max: latestAcceptedMs }),
      (skewMs, agoMs) => {
        const sentMs = receivedMs + skewMs
        const verdict = acceptAction(rating({ clientTime: iso(sentMs - agoMs) }), arrivalWith({ sentMs }))
        expect(verdict).toMatchObject({ kind: 'accepted', fact: { occurredAt: receivedMs - agoMs } })
      },
    ),
  )
  const late = rating({ clientTime: iso(receivedMs - latestAcceptedMs - 1) })
  expect(acceptAction(late, arrivalWith())).toMatchObject({ reason: 'too_late' })
})

test('a post must exist where one is named; opening the app needs none', () => {
  const nowhere = arrivalWith({ post: undefined })
  expect(acceptAction(rating(), nowhere)).toEqual({ kind: 'rejected', reason: 'unknown_post' })
  expect(acceptAction(rating({ postId: null }), nowhere)).toMatchObject({
    fact: { authorId: '', postId: null },
  })
  const open: ClientAction = { eventId, kind: 'app_open', surface: 'other', clientTime: iso(receivedMs) }
  expect(acceptAction(open, nowhere)).toMatchObject({ fact: { value: 1, postId: null, shareToken: '' } })
})

test('what people do with their own posts is marked', () => {
  const own = arrivalWith({ viewerId: author, viewerKind: 'person' })
  expect(acceptAction(rating(), own)).toMatchObject({ fact: { traffic: 'self' } })
  const bot = arrivalWith({ origin: { ...unknownOrigin, isBot: true } })
  expect(acceptAction(rating(), bot)).toMatchObject({ fact: { traffic: 'bot' } })
})

const told = (changes: Partial<Action> = {}) =>
  toldAction(
    {
      ...{ eventId, kind: 'follow', personId: personId.parse('0198f6f0-0000-7000-8000-0000000000bb') },
      ...{ postId: null, authorId: author, surface: 'profile', value: 1, shareToken: null, tags: [] },
      ...{ at: iso(receivedMs - 5000), timeZone: null },
      ...changes,
    },
    { receivedMs, calendar: calendarOf(changes.timeZone ?? 'UTC') },
  )

test('what a module tells keeps its own time; it never lies ahead', () => {
  expect(told()).toMatchObject({
    ...{
      occurredAt: receivedMs - 5000,
      receivedAt: receivedMs,
      personKind: 'person',
      localDate: '2026-11-22',
    },
    ...{ timeZone: 'UTC', traffic: 'ok', flags: [], shareToken: '', postId: null },
  })
  expect(told({ at: iso(receivedMs + 60_000) })).toMatchObject({ occurredAt: receivedMs })
  expect(told({ authorId: null })).toMatchObject({ authorId: '' })
  expect(told({ timeZone: 'Nowhere/Land' })).toMatchObject({ flags: ['unknown_time_zone'] })
})

test('what a module tells carries the app that it came from', () => {
  const origin = { clientVersion: '2.1.0', device: 'phone', country: 'DE', isBot: false } as const
  const { isBot: _isBot, ...columns } = origin
  expect(told({ origin })).toMatchObject({ ...columns, traffic: 'ok' })
  expect(told({ origin: { ...origin, isBot: true } })).toMatchObject({ traffic: 'bot' })
  expect(told()).toMatchObject({ clientVersion: '', device: 'unknown', country: '' })
})

test('liking one’s own post is marked, publishing it is not', () => {
  expect(told({ kind: 'like', personId: author, postId })).toMatchObject({ traffic: 'self' })
  expect(told({ kind: 'publish', personId: author, postId })).toMatchObject({ traffic: 'ok' })
})
