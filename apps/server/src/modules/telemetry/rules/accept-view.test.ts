import { postId as postIdSchema, type ViewEvent } from '@busker/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptView, longestViewMs, mostLoops } from './accept-view.ts'
import { latestAcceptedMs, type Arrival } from './arrival.ts'
import { calendarOf } from './calendar.ts'
import { unknownOrigin } from './origin.ts'
import { recentIds } from './recent-ids.ts'

const receivedMs = Date.parse('2026-11-22T12:00:00Z')
const postId = postIdSchema.parse('0198f6f0-0000-7000-8000-000000000001')
const authorId = '0198f6f0-0000-7000-8000-0000000000aa'
const iso = (ms: number) => new Date(ms).toISOString()

const eventWith = (changes: Partial<ViewEvent> = {}): ViewEvent => ({
  eventId: '0198f6f0-0000-7000-8000-000000000002',
  viewId: '0198f6f0-0000-7000-8000-000000000003',
  seq: 0,
  postId,
  slotId: null,
  surface: 'feed',
  startedAt: iso(receivedMs - 10_000),
  clientTime: iso(receivedMs),
  visibleMs: 5000,
  played: [[0, 5000]],
  durationMs: 10_000,
  soundOn: true,
  ...changes,
})
const arrivalWith = (changes: Partial<Arrival> = {}): Arrival => ({
  receivedMs,
  sentMs: receivedMs,
  calendar: calendarOf('UTC'),
  viewerId: 'somebody',
  viewerKind: 'person',
  post: { durationMs: 10_000, authorId },
  origin: unknownOrigin,
  ...changes,
})
const factOf = (event: Partial<ViewEvent>, arrival: Partial<Arrival> = {}) => {
  const verdict = acceptView(eventWith(event), arrivalWith(arrival))
  if (verdict.kind === 'rejected') return expect.fail(`rejected as ${verdict.reason}`)
  return verdict.fact
}

describe('when it happened', () => {
  test('a client clock that is wrong by any amount changes nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e11 }),
        fc.integer({ min: 0, max: latestAcceptedMs }),
        (skewMs, agoMs) => {
          const sentMs = receivedMs + skewMs
          const clientTime = iso(sentMs - agoMs)
          const startedAt = iso(sentMs - agoMs - 9000)
          const fact = factOf({ clientTime, startedAt }, { sentMs })
          expect(fact).toEqual({ ...factOf({}), occurredAt: receivedMs - agoMs, localDate: fact.localDate })
          expect(fact.localDate).toBe(iso(receivedMs - agoMs - 9000).slice(0, 10))
        },
      ),
    )
  })

  test('72 h late is accepted, later is not', () => {
    const at = (agoMs: number) =>
      acceptView(eventWith({ clientTime: iso(receivedMs - agoMs) }), arrivalWith())
    expect(at(latestAcceptedMs).kind).toBe('accepted')
    expect(at(latestAcceptedMs + 1)).toEqual({
      ...{ kind: 'rejected', reason: 'too_late' },
      occurredMs: receivedMs - latestAcceptedMs - 1,
    })
  })

  test('more than 5 minutes in the future is clamped to the arrival and flagged', () => {
    const fiveMinutes = 5 * 60_000
    expect(factOf({ clientTime: iso(receivedMs + fiveMinutes) })).toMatchObject({
      occurredAt: receivedMs + fiveMinutes,
      flags: [],
    })
    expect(factOf({ clientTime: iso(receivedMs + fiveMinutes + 1) })).toMatchObject({
      occurredAt: receivedMs,
      flags: ['future_time'],
    })
  })
})

describe('the local date', () => {
  const dateIn = (timeZone: string, moment: string) => calendarOf(timeZone).dateOf(Date.parse(moment))

  test('follows the zone, through daylight saving and odd offsets', () => {
    expect(dateIn('Europe/Berlin', '2026-03-28T22:59:59Z')).toBe('2026-03-28')
    expect(dateIn('Europe/Berlin', '2026-03-28T23:00:00Z')).toBe('2026-03-29')
    // The night after the clocks went forward begins an hour earlier in UTC.
    expect(dateIn('Europe/Berlin', '2026-03-29T21:59:59Z')).toBe('2026-03-29')
    expect(dateIn('Europe/Berlin', '2026-03-29T22:00:00Z')).toBe('2026-03-30')
    expect(dateIn('America/New_York', '2026-11-01T03:59:59Z')).toBe('2026-10-31')
    expect(dateIn('America/New_York', '2026-11-02T04:59:59Z')).toBe('2026-11-01')
    expect(dateIn('Pacific/Kiritimati', '2026-11-22T10:00:00Z')).toBe('2026-11-23')
    expect(dateIn('Asia/Kathmandu', '2026-11-22T18:15:00Z')).toBe('2026-11-23')
    // Lord Howe Island moves its clocks by half an hour.
    expect(dateIn('Australia/Lord_Howe', '2026-01-01T12:59:59Z')).toBe('2026-01-01')
    expect(dateIn('Australia/Lord_Howe', '2026-01-01T13:00:00Z')).toBe('2026-01-02')
  })

  test('an unknown zone is UTC, flagged', () => {
    const fact = factOf({}, { calendar: calendarOf('Mars/Olympus_Mons') })
    expect(fact).toMatchObject({ timeZone: 'UTC', localDate: '2026-11-22', flags: ['unknown_time_zone'] })
    expect(calendarOf('')).toMatchObject({ isKnown: false })
  })
})

describe('what is possible', () => {
  test('visible time is never above the time since the start, with 2 s of tolerance', () => {
    expect(factOf({ visibleMs: 12_000 })).toMatchObject({ visibleMs: 12_000, flags: [] })
    expect(factOf({ visibleMs: 12_001 })).toMatchObject({
      visibleMs: 12_000,
      flags: ['visible_above_wall_time'],
    })
    expect(factOf({ startedAt: iso(receivedMs + 50_000) })).toMatchObject({ visibleMs: 2000 })
  })

  test('played positions are sorted, merged and end with the video as the server knows it', () => {
    const fact = factOf({
      played: [
        [4000, 12_000],
        [0, 1000],
        [900, 2000],
      ],
      durationMs: 50_000,
    })
    expect(fact).toMatchObject({
      played: [
        [0, 2000],
        [4000, 10_000],
      ],
      uniqMs: 8000,
      durationMs: 10_000,
      flags: ['played_beyond_end'],
    })
    const unknownLength = { post: { durationMs: null, authorId } }
    expect(factOf({ durationMs: 7000 }, unknownLength).durationMs).toBe(7000)
  })

  test('own views are marked, views of nothing are refused', () => {
    expect(factOf({}, { viewerId: authorId }).isSelfView).toBe(true)
    expect(factOf({}).isSelfView).toBe(false)
    expect(factOf({}, { viewerId: authorId, viewerKind: 'anonymous' }).isSelfView).toBe(false)
    const verdict = acceptView(eventWith(), arrivalWith({ post: undefined }))
    expect(verdict).toEqual({ kind: 'rejected', reason: 'unknown_post' })
  })
})

test('recent ids are the newest ones, never more than the limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 10 }), (numbers, limit) => {
      const recent = recentIds(limit)
      const model: number[] = []
      for (const number of numbers) {
        if (recent.has(`${number}`)) continue
        recent.add(`${number}`)
        model.push(number)
        if (model.length > limit) model.shift()
      }
      expect(recent.size).toBe(model.length)
      for (let number = 0; number <= 30; number += 1) {
        expect(recent.has(`${number}`)).toBe(model.includes(number))
      }
    }),
  )
})

describe('what the serving tells', () => {
  const viewerId = 'somebody'
  const servedAt = (agoMs: number) => ({ slot: { servedMs: receivedMs - agoMs, postId, viewerId } })
  const slotId = '0198f6f0-0000-7000-8000-000000000004'

  test('watch time is never above wall time since it was served', () => {
    const startedAt = iso(receivedMs - 60_000)
    fc.assert(
      fc.property(fc.nat(120_000), fc.nat(60_000), fc.nat(10_000), (visibleMs, agoMs, lateMs) => {
        const fact = factOf(
          { slotId, visibleMs, startedAt, clientTime: iso(receivedMs - lateMs) },
          servedAt(agoMs),
        )
        expect(fact.visibleMs).toBeLessThanOrEqual(Math.max(0, agoMs - lateMs))
        expect(fact.flags.includes('visible_above_served_time')).toBe(visibleMs > Math.max(0, agoMs - lateMs))
      }),
    )
    expect(factOf({ slotId, visibleMs: 5000 }, servedAt(5000))).toMatchObject({ visibleMs: 5000, flags: [] })
  })

  test('nor is what was played far above it', () => {
    const played: [number, number][] = [
      [0, 4000],
      [5000, 10_000],
    ]
    expect(factOf({ slotId, visibleMs: 1000, played }, servedAt(1500))).toMatchObject({
      played: [
        [0, 4000],
        [5000, 6000],
      ],
      uniqMs: 5000,
      flags: ['played_above_served_time'],
    })
  })

  test('a slot of somebody else, of another post or of nobody limits nothing and is flagged', () => {
    const foreign = { slot: { servedMs: receivedMs, postId, viewerId: 'another' } }
    expect(factOf({ slotId }, foreign)).toMatchObject({ visibleMs: 5000, flags: ['foreign_slot'] })
    expect(factOf({ slotId }, { slot: null })).toMatchObject({ visibleMs: 5000, flags: ['unknown_slot'] })
    expect(factOf({ slotId }, { slot: undefined })).toMatchObject({ visibleMs: 5000, flags: [] })
  })
})

test('loops are capped', () => {
  const day = { startedAt: iso(receivedMs - longestViewMs), visibleMs: longestViewMs }
  expect(factOf(day)).toMatchObject({ visibleMs: mostLoops * 10_000, flags: ['loops_capped'] })
  const longer = { ...day, startedAt: iso(receivedMs - longestViewMs - 1) }
  expect(acceptView(eventWith(longer), arrivalWith())).toEqual({ kind: 'rejected', reason: 'view_too_long' })
})

test('all reports of a view over midnight are of the day it began', () => {
  const midnightMs = Date.parse('2026-11-23T00:00:00Z')
  const arrival = { receivedMs: midnightMs + 5000, sentMs: midnightMs + 5000 }
  const report = { startedAt: iso(midnightMs - 3000), clientTime: iso(midnightMs + 4000) }
  expect(factOf(report, arrival)).toMatchObject({ localDate: '2026-11-22', occurredAt: midnightMs + 4000 })
})

test('traffic: own before bot before the rest', () => {
  const bot = { origin: { ...unknownOrigin, isBot: true } }
  expect(factOf({}).traffic).toBe('ok')
  expect(factOf({}, bot).traffic).toBe('bot')
  expect(factOf({}, { ...bot, viewerId: authorId }).traffic).toBe('self')
})
