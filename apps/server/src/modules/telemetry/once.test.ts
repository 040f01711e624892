import fc from 'fast-check'
import type { ViewEvent } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import type { Clickhouse } from '#platform/clickhouse'
import { AppError } from '#platform/errors'
import { viewRecord } from './journal-records.ts'
import { acceptView } from './rules/accept-view.ts'
import { calendarOf } from './rules/calendar.ts'
import { unknownOrigin } from './rules/origin.ts'
import {
  authorId,
  clock,
  eventWith,
  memoryCheckpoint,
  openTestFacts,
  playbackReportOf,
  playingWith,
  reportOf,
  watcher,
} from './test-facts.ts'

const { clickhouse, journal, open, storedIds, playbackRows } = openTestFacts()
const sorted = (events: readonly ViewEvent[]) => events.map(({ eventId }) => eventId).sort()

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
        const firstOffset = journal().end
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
        await clickhouse().command('TRUNCATE TABLE telemetry_view')
      }),
      { numRuns: 8 },
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
      origin: unknownOrigin,
    })
    if (verdict.kind === 'rejected') return expect.fail('the event is fine')
    await journal().appendAll([viewRecord(verdict.fact), viewRecord(verdict.fact)])
    const telemetry = await open()
    await telemetry.flushed()
    await journal().appendAll([viewRecord(verdict.fact), { kind: 'something.else', payload: {} }])
    await telemetry.flushed()
    expect(await storedIds()).toEqual([event.eventId])
    await telemetry.stop()
  })

  test('when an insert failed halfway', async () => {
    let failures = 2
    const shaky: Clickhouse = {
      ...clickhouse(),
      insert: async (table, rows) => {
        await clickhouse().insert(table, rows.slice(0, 1))
        failures -= 1
        if (failures >= 0) throw new AppError('internal')
        await clickhouse().insert(table, rows.slice(1))
      },
    }
    const telemetry = await open({ clickhouse: shaky })
    const events = Array.from({ length: 5 }, () => eventWith())
    await telemetry.report(reportOf(...events), watcher)
    await telemetry.flushed()
    expect(await storedIds()).toEqual(sorted(events))
    await telemetry.stop()
  })

  test('playback quality, too: sent again, after a restart, and after a crash between insert and checkpoint', async () => {
    const checkpoint = memoryCheckpoint()
    const event = playingWith()
    const first = await open({ checkpoint })
    await first.reportPlayback(playbackReportOf(event, event), watcher)
    await first.flushed()
    await first.stop()
    checkpoint.offset = 0
    const second = await open({ checkpoint })
    expect(await second.reportPlayback(playbackReportOf(event), watcher)).toMatchObject({
      accepted: 0,
      duplicates: 1,
    })
    await second.flushed()
    expect((await playbackRows()).map(({ event_id }) => event_id)).toEqual([event.eventId])
    await second.stop()
  })
})
