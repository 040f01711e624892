import { postId as postIdSchema } from '@busker/contract'
import { actionSource, impressionSource, playbackSource, viewSource, type ViewFact } from '@busker/metrics'
import { describe, expect, test } from 'vitest'
import { AppError } from '#platform/errors'
import type { Journal } from '#platform/journal'
import type { Origin } from './rules/origin.ts'
import {
  authorId,
  eventWith,
  ids,
  memoryCheckpoint,
  openTestFacts,
  playbackReportOf,
  playingWith,
  postId,
  reportOf,
  watcher,
} from './test-facts.ts'

const { clickhouse, journal, open, storedIds, playbackRows } = openTestFacts()

test.each(
  [
    viewSource,
    playbackSource,
    actionSource,
    impressionSource,
    { ...viewSource, table: 'telemetry_view_final' },
  ].map(({ table, columns }) => ({ table, columns: Object.values(columns).map(({ sql }) => sql) })),
)('$table has exactly the columns that the metrics are written against', async ({ table, columns }) => {
  const described = await clickhouse().query<{ name: string }>(`DESCRIBE TABLE ${table}`)
  expect(described.map(({ name }) => name).sort()).toEqual(columns.sort())
})

const phone: Origin = {
  ...{ clientVersion: '1.2.3', device: 'phone', country: 'DE', timeZone: null, isBot: false },
}

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
    const receipt = await telemetry.report(reportOf(event), { id: authorId, kind: 'person', origin: phone })
    expect(receipt).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
    await telemetry.flushed()
    expect(await clickhouse().query('SELECT * FROM telemetry_view')).toEqual([
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
        version: 1,
        sound_on: true,
        is_self_view: true,
        author_id: authorId,
        client_version: '1.2.3',
        country: 'DE',
        device: 'phone',
        traffic: 'self',
        // Nobody served this slot.
        flags: ['unknown_slot'],
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
    // The fact, what a restatement would add, and what became of the batch.
    expect(journal().end).toBe(3)
    await telemetry.stop()
  })

  test('is answered only when the journal has it; the same event meanwhile waits for the same write', async () => {
    const disk = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const slow: Journal = {
      ...journal(),
      get end() {
        return journal().end
      },
      appendAll: async (records) => {
        asked.resolve()
        await disk.promise
        return journal().appendAll(records)
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
    // One fact, and what became of two batches.
    expect(journal().end).toBe(3)
    await telemetry.stop()
  })

  test('that the disk refuses is not acknowledged and can be sent again', async () => {
    let isFull = true
    const full: Journal = {
      ...journal(),
      get end() {
        return journal().end
      },
      appendAll: (records) =>
        isFull ? Promise.reject(new AppError('disk_full')) : journal().appendAll(records),
    }
    const telemetry = await open({ journal: full })
    const report = reportOf(eventWith())
    await expect(telemetry.report(report, watcher)).rejects.toMatchObject({ code: 'disk_full' })
    isFull = false
    expect(await telemetry.report(report, watcher)).toMatchObject({ accepted: 1, duplicates: 0 })
    await telemetry.stop()
  })
})

test('other modules get the facts in order, from their own checkpoint on', async () => {
  const telemetry = await open()
  const seen: ViewFact[] = []
  const events = Array.from({ length: 7 }, (_, seq) => eventWith({ seq }))
  await telemetry.report(reportOf(...events.slice(0, 4)), watcher)
  await journal().append('something.else', {})
  const consumer = telemetry.onViews('test', memoryCheckpoint(), async (facts) => void seen.push(...facts))
  await telemetry.report(reportOf(...events.slice(4)), watcher)
  await consumer.caughtUp(journal().end - 1)
  expect(seen.map((fact) => fact.eventId)).toEqual(events.map(({ eventId }) => eventId))
  expect(seen.map((fact) => fact.journalOffset)).toEqual([0, 1, 2, 3, 6, 7, 8])
  await telemetry.stop()
})

test('playback quality is stored with everything that was sent and found out, beside views in one journal', async () => {
  const telemetry = await open()
  const event = playingWith({ firstFrameMs: null, stalls: 0, stalledMs: 0, failure: 'network' })
  await telemetry.report(reportOf(eventWith()), watcher)
  expect(await telemetry.reportPlayback(playbackReportOf(event), watcher)).toEqual({
    accepted: 1,
    duplicates: 0,
    rejected: [],
  })
  await telemetry.flushed()
  expect(await storedIds()).toHaveLength(1)
  expect(await playbackRows()).toEqual([
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
      client_version: '',
      country: '',
      device: 'unknown',
      traffic: 'ok',
      flags: [],
      journal_offset: 2,
    },
  ])
  await telemetry.stop()
})
