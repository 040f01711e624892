import { viewSource, type ViewFact } from '@busker/metrics'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AcceptedView } from './rules/accept-view.ts'
import { viewRecord } from './journal-records.ts'
import { authorId, clock, ids, memoryCheckpoint, openTestFacts, postId } from './test-facts.ts'

const { clickhouse, journal, open, rows } = openTestFacts()

const factWith = (changes: Partial<ViewFact>): AcceptedView => ({
  ...{ eventId: ids.uuid(), viewId: ids.uuid(), seq: 0, viewerId: 'somebody', viewerKind: 'person', postId },
  ...{ slotId: null, surface: 'feed', occurredAt: clock.nowMs(), receivedAt: clock.nowMs() },
  ...{ localDate: '2026-11-22', timeZone: 'UTC', visibleMs: 1000, played: [[0, 1000]], uniqMs: 1000 },
  ...{
    durationMs: 10_000,
    version: 1,
    soundOn: true,
    isSelfView: false,
    authorId,
    clientVersion: '',
    country: '',
  },
  ...{ device: 'unknown', traffic: 'ok', flags: [] },
  ...changes,
})

/** The last report of each view: what the final table must hold. */
const lastReports = async () => {
  const [post, view] = ['post_id', 'view_id']
  return clickhouse().query<{ event_id: string; local_date: string }>(
    `SELECT * FROM (
       SELECT * FROM telemetry_view ORDER BY seq DESC, journal_offset DESC LIMIT 1 BY ${post}, ${view}
     ) ORDER BY journal_offset`,
  )
}

test('after settling there is one row per view: its last report, on whichever day that is', async () => {
  const days = ['2026-11-21', '2026-11-22', '2026-11-23'] as const
  const report = fc.record({ view: fc.nat(4), seq: fc.nat(3), day: fc.constantFrom(...days) })
  // A view moves to a neighbouring day at most: the second one stays within the first two.
  const near = report.map((one) =>
    one.view % 2 === 0 && one.day === days[2] ? { ...one, day: days[1] } : one,
  )
  const within = near.map((one) =>
    one.view % 2 === 1 && one.day === days[0] ? { ...one, day: days[1] } : one,
  )
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.array(within, { minLength: 1, maxLength: 5 }).map((reports) => ({ reports })),
    },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const viewIds = Array.from({ length: 5 }, () => ids.uuid())
      const checkpoint = memoryCheckpoint()
      checkpoint.offset = journal().end
      let telemetry = await open({ checkpoint })
      for (const one of steps) {
        if (one === 'restart') {
          await telemetry.stop()
          telemetry = await open({ checkpoint })
          continue
        }
        const facts = one.reports.map(({ view, seq, day }) =>
          factWith({ viewId: viewIds[view] ?? '', seq, localDate: day, visibleMs: seq }),
        )
        await journal().appendAll(facts.map(viewRecord))
        await telemetry.flushed()
        expect(telemetry.unsettled().days).toEqual(
          expect.arrayContaining([...new Set(one.reports.map(({ day }) => day))]),
        )
        if (one.reports.length % 2 === 0) continue
        await telemetry.settled()
        expect(telemetry.unsettled().days).toEqual([])
        expect(await rows('telemetry_view_final')).toEqual(await lastReports())
      }
      await telemetry.settled()
      expect(await rows('telemetry_view_final')).toEqual(await lastReports())
      await telemetry.stop()
    }),
    { numRuns: 5 },
  )
  // Each settling is a dozen statements of the engine.
}, 60_000)

test('a day that was left half-made is made again, and a settled one is not', async () => {
  const checkpoint = memoryCheckpoint()
  const first = await open({ checkpoint })
  await journal().appendAll([viewRecord(factWith({})), viewRecord(factWith({}))])
  await first.flushed()
  await first.stop()
  const columns = Object.values(viewSource.columns).map(({ sql }) => sql)
  await clickhouse().command(
    `INSERT INTO telemetry_view_fresh (${columns.join(',')}) SELECT ${columns.join(',')} FROM telemetry_view`,
  )
  const second = await open({ checkpoint })
  expect(second.unsettled().days).toEqual(['2026-11-22'])
  await second.settled()
  expect(await rows('telemetry_view_final')).toHaveLength(2)
  expect(await rows('telemetry_view_fresh')).toHaveLength(0)
  await second.stop()
  const third = await open({ checkpoint })
  expect(third.unsettled().days).toEqual([])
  await third.stop()
})
