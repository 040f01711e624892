import { postId as postIdSchema, type PlaybackEvent } from '@busker/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptPlayback } from './accept-playback.ts'
import { latestAcceptedMs, type Arrival } from './arrival.ts'
import { calendarOf } from './calendar.ts'
import { unknownOrigin } from './origin.ts'

const receivedMs = Date.parse('2026-11-22T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const eventWith = (changes: Partial<PlaybackEvent> = {}): PlaybackEvent => ({
  eventId: '0198f6f0-0000-7000-8000-000000000002',
  postId: postIdSchema.parse('0198f6f0-0000-7000-8000-000000000001'),
  surface: 'feed',
  clientTime: iso(receivedMs),
  rendition: '540',
  firstFrameMs: 120,
  preloaded: false,
  playedMs: 3000,
  stalls: 1,
  stalledMs: 400,
  switchesDown: 1,
  failure: null,
  ...changes,
})
const arrivalWith = (changes: Partial<Arrival> = {}): Arrival => ({
  receivedMs,
  sentMs: receivedMs,
  calendar: calendarOf('UTC'),
  viewerId: 'somebody',
  viewerKind: 'anonymous',
  post: { durationMs: 10_000, authorId: 'author' },
  origin: unknownOrigin,
  ...changes,
})
const factOf = (event: Partial<PlaybackEvent>, arrival: Partial<Arrival> = {}) => {
  const verdict = acceptPlayback(eventWith(event), arrivalWith(arrival))
  if (verdict.kind === 'rejected') return expect.fail(`rejected as ${verdict.reason}`)
  return verdict.fact
}

test('what the player measured is kept as it is', () => {
  const { clientTime: _, ...told } = eventWith()
  expect(factOf({})).toEqual({
    ...told,
    viewerId: 'somebody',
    viewerKind: 'anonymous',
    occurredAt: receivedMs,
    receivedAt: receivedMs,
    localDate: '2026-11-22',
    timeZone: 'UTC',
    clientVersion: '',
    country: '',
    device: 'unknown',
    traffic: 'ok',
    flags: [],
  })
})

test('a late fact is accepted for 72 h by the server’s clock, whatever the client’s says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e11 }),
      fc.integer({ min: 0, max: latestAcceptedMs }),
      (skewMs, agoMs) => {
        const sentMs = receivedMs + skewMs
        expect(factOf({ clientTime: iso(sentMs - agoMs) }, { sentMs }).occurredAt).toBe(receivedMs - agoMs)
      },
    ),
  )
  const late = eventWith({ clientTime: iso(receivedMs - latestAcceptedMs - 1) })
  expect(acceptPlayback(late, arrivalWith())).toMatchObject({ kind: 'rejected', reason: 'too_late' })
})

test('names that no player of ours gives are dropped, and nothing stalls before its first picture', () => {
  expect(factOf({ rendition: 'stream' })).toMatchObject({ rendition: 'stream', flags: [] })
  expect(factOf({ rendition: 'x1' })).toMatchObject({ rendition: '', flags: ['unknown_rendition'] })
  expect(factOf({ firstFrameMs: null })).toMatchObject({
    stalls: 0,
    stalledMs: 0,
    flags: ['stall_without_picture'],
  })
  const silent = { firstFrameMs: null, stalls: 0, stalledMs: 0, failure: 'gone' } as const
  expect(factOf(silent)).toMatchObject({ failure: 'gone', flags: [] })
})

test('playings of nothing are refused', () => {
  expect(acceptPlayback(eventWith(), arrivalWith({ post: undefined }))).toEqual({
    kind: 'rejected',
    reason: 'unknown_post',
  })
})
