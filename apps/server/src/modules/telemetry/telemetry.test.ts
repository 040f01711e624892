import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  postId as postIdSchema,
  type PlaybackEvent,
  type RequestOf,
  type ViewEvent,
  type reportViews,
} from '@busker/contract'
import { viewSource, type ViewFact } from '@busker/metrics'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Clickhouse } from '#platform/clickhouse'
import { virtualClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { seededIds } from '#platform/ids'
import { openJournal, type Checkpoint, type Journal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { viewRecord } from './journal-records.ts'
import { acceptView } from './rules/accept-view.ts'
import { calendarOf } from './rules/calendar.ts'
import { openTelemetry, type TelemetryParts } from './telemetry.ts'

type Report = RequestOf<typeof reportViews>['body']

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'telemetry')
const log = silentLog()
const authorId = ids.uuid()
const postId = postIdSchema.parse(ids.uuid())
const posts = {
  lengthsOf: async (asked: readonly string[]) =>
    new Map(asked.filter((id) => id === postId).map((id) => [id, { durationMs: 10_000, authorId }])),
}
const watcher = { id: 'somebody', kind: 'person' } as const

let folder = ''
let facts: TestClickhouse
let clickhouse: Clickhouse
let journal: Journal
let journals = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-telemetry-'))
  facts = await createTestClickhouse()
  clickhouse = facts.clickhouse
})
beforeEach(async () => {
  await clickhouse.command('TRUNCATE TABLE telemetry_view')
  await clickhouse.command('TRUNCATE TABLE telemetry_playback')
  journals += 1
  journal = await openJournal({ folder: join(folder, `journal-${journals}`), log })
  return () => journal.close()
})
afterAll(async () => {
  await facts.close()
  await rm(folder, { recursive: true })
})

const memoryCheckpoint = (): Checkpoint & { offset: number } => ({
  offset: 0,
  async load() {
    return this.offset
  },
  async save(offset) {
    this.offset = offset
  },
})
const open = (parts: Partial<TelemetryParts> = {}) =>
  openTelemetry({
    journal,
    clickhouse,
    clock,
    log,
    posts,
    checkpoint: memoryCheckpoint(),
    insertGapMs: 0,
    ...parts,
  })
const eventWith = (changes: Partial<ViewEvent> = {}): ViewEvent => ({
  eventId: ids.uuid(),
  viewId: ids.uuid(),
  seq: 0,
  postId,
  slotId: null,
  surface: 'feed',
  startedAt: clock.now().toISOString(),
  clientTime: clock.now().toISOString(),
  visibleMs: 1500,
  played: [[0, 1500]],
  durationMs: 10_000,
  soundOn: true,
  ...changes,
})
const reportOf = (...events: ViewEvent[]): Report => ({
  sentAt: clock.now().toISOString(),
  timeZone: 'Europe/Berlin',
  events,
})
const storedIds = async (): Promise<string[]> => {
  const rows = await clickhouse.query<{ event_id: string }>('SELECT event_id FROM telemetry_view')
  return rows.map((row) => row.event_id).sort()
}
const sorted = (events: readonly ViewEvent[]) => events.map(({ eventId }) => eventId).sort()

test('the table has exactly the columns that the metrics are written against', async () => {
  const described = await clickhouse.query<{ name: string }>('DESCRIBE TABLE telemetry_view')
  const declared = Object.values(viewSource.columns).map(({ sql }) => sql)
  expect(described.map(({ name }) => name).sort()).toEqual(declared.sort())
})

describe('a report', () => {
  test('is stored with everything that was sent and found out', async () => {
    const telemetry = await open()
    const slotId = ids.uuid()
    const event = eventWith({
      slotId,
      seq: 3,
      surface: 'profile',
      played: [
        [2000, 3000],
        [0, 1000],
      ],
    })
    const receipt = await telemetry.report(reportOf(event), { id: authorId, kind: 'person' })
    expect(receipt).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
    await telemetry.flushed()
    expect(await clickhouse.query('SELECT * FROM telemetry_view')).toEqual([
      {
        event_id: event.eventId,
        view_id: event.viewId,
        seq: 3,
        viewer_id: authorId,
        viewer_kind: 'person',
        post_id: postId,
        slot_id: slotId,
        surface: 'profile',
        occurred_at: '2026-11-22T12:00:00.000Z',
        received_at: '2026-11-22T12:00:00.000Z',
        local_date: '2026-11-22',
        time_zone: 'Europe/Berlin',
        visible_ms: 1500,
        played: [
          [0, 1000],
          [2000, 3000],
        ],
        uniq_ms: 2000,
        duration_ms: 10_000,
        sound_on: true,
        is_self_view: true,
        flags: [],
        journal_offset: 0,
      },
    ])
    await telemetry.stop()
  })

  test('is refused event by event', async () => {
    const telemetry = await open()
    const good = eventWith()
    const stranger = eventWith({ postId: postIdSchema.parse(ids.uuid()) })
    const late = eventWith({ clientTime: '2026-11-19T11:59:59.999Z' })
    expect(await telemetry.report(reportOf(good, stranger, late), watcher)).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [
        { eventId: stranger.eventId, reason: 'unknown_post' },
        { eventId: late.eventId, reason: 'too_late' },
      ],
    })
    expect(journal.end).toBe(1)
    await telemetry.stop()
  })

  test('is answered only when the journal has it; the same event meanwhile waits for the same write', async () => {
    const disk = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const slow: Journal = {
      ...journal,
      get end() {
        return journal.end
      },
      appendAll: async (records) => {
        asked.resolve()
        await disk.promise
        return journal.appendAll(records)
      },
    }
    const telemetry = await open({ journal: slow })
    const event = eventWith()
    const answers: string[] = []
    const first = telemetry.report(reportOf(event), watcher).then((receipt) => {
      answers.push('first')
      return receipt
    })
    const second = telemetry.report(reportOf(event), watcher).then((receipt) => {
      answers.push('second')
      return receipt
    })
    await asked.promise
    expect(answers).toEqual([])
    disk.resolve()
    expect(await first).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(await second).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(journal.end).toBe(1)
    await telemetry.stop()
  })

  test('that the disk refuses is not acknowledged and can be sent again', async () => {
    let isFull = true
    const full: Journal = {
      ...journal,
      get end() {
        return journal.end
      },
      appendAll: (records) =>
        isFull ? Promise.reject(new AppError('disk_full')) : journal.appendAll(records),
    }
    const telemetry = await open({ journal: full })
    const report = reportOf(eventWith())
    await expect(telemetry.report(report, watcher)).rejects.toMatchObject({ code: 'disk_full' })
    isFull = false
    expect(await telemetry.report(report, watcher)).toMatchObject({ accepted: 1, duplicates: 0 })
    await telemetry.stop()
  })
})

describe('each event is there once', () => {
  test('however often and in whatever batches it is sent, across restarts', async () => {
    const number = fc.integer({ min: 0, max: 7 })
    const step = fc.oneof(
      fc.array(number, { minLength: 1, maxLength: 5 }).map((numbers) => ({ send: numbers })),
      fc.constantFrom('restart', 'crash').map((how) => ({ how })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const events = Array.from({ length: 8 }, () => eventWith())
        const sent = new Set<number>()
        const firstOffset = journal.end
        const checkpoint = memoryCheckpoint()
        checkpoint.offset = firstOffset
        let telemetry = await open({ checkpoint })
        for (const one of steps) {
          if ('send' in one) {
            const batch = one.send.map((index) => events[index]).filter((event) => event !== undefined)
            const receipt = await telemetry.report(reportOf(...batch), watcher)
            const fresh = new Set(one.send.filter((index) => !sent.has(index)))
            for (const index of fresh) sent.add(index)
            expect(receipt).toMatchObject({ accepted: fresh.size, duplicates: batch.length - fresh.size })
          } else {
            await telemetry.flushed()
            await telemetry.stop()
            // A crash between the insert and the checkpoint: the copy happened, the memory of it did not.
            if (one.how === 'crash') checkpoint.offset = firstOffset
            telemetry = await open({ checkpoint })
          }
        }
        await telemetry.flushed()
        await telemetry.stop()
        const expected = events.filter((_, index) => sent.has(index))
        expect(await storedIds()).toEqual(sorted(expected))
        await clickhouse.command('TRUNCATE TABLE telemetry_view')
      }),
      { numRuns: 12 },
    )
  })

  test('also when the window of recent ids forgot it, within and across batches of the copy', async () => {
    const event = eventWith()
    const verdict = acceptView(event, {
      receivedMs: clock.nowMs(),
      sentMs: clock.nowMs(),
      calendar: calendarOf('UTC'),
      viewerId: 'somebody',
      viewerKind: 'anonymous',
      post: { durationMs: 10_000, authorId },
    })
    if (verdict.kind === 'rejected') return expect.fail('the event is fine')
    await journal.appendAll([viewRecord(verdict.fact), viewRecord(verdict.fact)])
    const telemetry = await open()
    await telemetry.flushed()
    await journal.appendAll([viewRecord(verdict.fact), { kind: 'something.else', payload: {} }])
    await telemetry.flushed()
    expect(await storedIds()).toEqual([event.eventId])
    await telemetry.stop()
  })

  test('when an insert failed halfway', async () => {
    let failures = 2
    const shaky: Clickhouse = {
      ...clickhouse,
      insert: async (table, rows) => {
        await clickhouse.insert(table, rows.slice(0, 1))
        failures -= 1
        if (failures >= 0) throw new AppError('internal')
        await clickhouse.insert(table, rows.slice(1))
      },
    }
    const telemetry = await open({ clickhouse: shaky })
    const events = Array.from({ length: 5 }, () => eventWith())
    await telemetry.report(reportOf(...events), watcher)
    await telemetry.flushed()
    expect(await storedIds()).toEqual(sorted(events))
    await telemetry.stop()
  })
})

test('other modules get the facts in order, from their own checkpoint on', async () => {
  const telemetry = await open()
  const seen: ViewFact[] = []
  const events = Array.from({ length: 7 }, (_, seq) => eventWith({ seq }))
  await telemetry.report(reportOf(...events.slice(0, 4)), watcher)
  await journal.append('something.else', {})
  const consumer = telemetry.onViews('test', memoryCheckpoint(), async (facts) => void seen.push(...facts))
  await telemetry.report(reportOf(...events.slice(4)), watcher)
  await consumer.caughtUp(journal.end - 1)
  expect(seen.map((fact) => fact.eventId)).toEqual(events.map(({ eventId }) => eventId))
  expect(seen.map((fact) => fact.journalOffset)).toEqual([0, 1, 2, 3, 5, 6, 7])
  await telemetry.stop()
})

describe('playback quality', () => {
  const playingWith = (changes: Partial<PlaybackEvent> = {}): PlaybackEvent => ({
    eventId: ids.uuid(),
    postId,
    surface: 'feed',
    clientTime: clock.now().toISOString(),
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
  const batchOf = (...events: PlaybackEvent[]) => ({
    sentAt: clock.now().toISOString(),
    timeZone: 'Europe/Berlin',
    events,
  })
  const rows = () =>
    clickhouse.query<{ event_id: string; journal_offset: number }>(
      'SELECT * FROM telemetry_playback ORDER BY journal_offset',
    )

  test('is stored with everything that was sent and found out, beside views in one journal', async () => {
    const telemetry = await open()
    const event = playingWith({ firstFrameMs: null, stalls: 0, stalledMs: 0, failure: 'network' })
    await telemetry.report(reportOf(eventWith()), watcher)
    expect(await telemetry.reportPlayback(batchOf(event), watcher)).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [],
    })
    await telemetry.flushed()
    expect(await storedIds()).toHaveLength(1)
    expect(await rows()).toEqual([
      {
        event_id: event.eventId,
        viewer_id: 'somebody',
        viewer_kind: 'person',
        post_id: postId,
        surface: 'feed',
        occurred_at: '2026-11-22T12:00:00.000Z',
        received_at: '2026-11-22T12:00:00.000Z',
        local_date: '2026-11-22',
        time_zone: 'Europe/Berlin',
        rendition: '540',
        first_frame_ms: null,
        preloaded: false,
        played_ms: 3000,
        stalls: 0,
        stalled_ms: 0,
        switches_down: 1,
        failure: 'network',
        flags: [],
        journal_offset: 1,
      },
    ])
    await telemetry.stop()
  })

  test('is there once: sent again, after a restart, and after a crash between insert and checkpoint', async () => {
    const checkpoint = memoryCheckpoint()
    const event = playingWith()
    const first = await open({ checkpoint })
    await first.reportPlayback(batchOf(event, event), watcher)
    await first.flushed()
    await first.stop()
    checkpoint.offset = 0
    const second = await open({ checkpoint })
    expect(await second.reportPlayback(batchOf(event), watcher)).toMatchObject({ accepted: 0, duplicates: 1 })
    await second.flushed()
    expect((await rows()).map(({ event_id }) => event_id)).toEqual([event.eventId])
    await second.stop()
  })
})
