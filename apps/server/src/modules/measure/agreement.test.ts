import {
  and,
  compile,
  complete,
  countIf,
  coveredMs,
  eq,
  gte,
  hooked,
  is,
  isComplete,
  isHooked,
  lt,
  mergeIntervals,
  metric,
  metrics,
  minus,
  not,
  or,
  playedBins,
  plus,
  predicate,
  sum,
  times,
  total,
  viewSource,
  type ViewFact,
} from '@busker/metrics'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { createMeasure } from './measure.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'agreement')

let facts: TestClickhouse
beforeAll(async () => {
  facts = await createTestClickhouse()
})
afterAll(() => facts.close())

const rowOf = (fact: ViewFact) => {
  const values: Readonly<Record<string, unknown>> = fact
  const entries = Object.entries(viewSource.columns).map(([name, { sql, type }]) => [
    sql,
    type === 'time' ? new Date(Number(values[name])).toISOString() : values[name],
  ])
  return Object.fromEntries(entries)
}

/** Reports of a few views of one video, in any order, some repeated, some with the same seq, some by the author. */
const streams = fc.record({
  durationMs: fc.oneof(
    fc.integer({ min: 500, max: 4000 }),
    fc.integer({ min: 2900, max: 3200 }),
    fc.constant(12_500),
  ),
  reports: fc.array(
    fc.record({
      view: fc.nat(5),
      seq: fc.nat(4),
      visibleMs: fc.oneof(fc.integer({ min: 2998, max: 3001 }), fc.nat(20_000)),
      played: fc.array(fc.tuple(fc.nat(13_000), fc.nat(13_000)), { maxLength: 4 }),
      whole: fc.boolean(),
      repeated: fc.boolean(),
      agoMs: fc.nat(3_000_000_000),
      slotId: fc.constantFrom(null, ids.uuid()),
    }),
    { maxLength: 25 },
  ),
  selfViews: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
})
type Stream = typeof streams extends fc.Arbitrary<infer S> ? S : never

const factsOf = (stream: Stream, postId: string): ViewFact[] => {
  const viewIds = Array.from({ length: 6 }, () => ids.uuid())
  let journalOffset = 0
  return stream.reports.flatMap((report) => {
    const played = mergeIntervals(report.whole ? [[0, stream.durationMs]] : report.played, stream.durationMs)
    const occurredAt = clock.nowMs() - report.agoMs
    const fact: ViewFact = {
      eventId: ids.uuid(),
      viewId: viewIds[report.view] ?? '',
      seq: report.seq,
      viewerId: 'somebody',
      viewerKind: 'person',
      postId,
      slotId: report.slotId,
      surface: 'feed',
      occurredAt,
      receivedAt: occurredAt,
      localDate: new Date(occurredAt).toISOString().slice(0, 10),
      timeZone: 'UTC',
      visibleMs: report.visibleMs,
      played,
      uniqMs: coveredMs(played),
      durationMs: stream.durationMs,
      soundOn: report.whole,
      isSelfView: stream.selfViews.includes(report.view),
      flags: [],
      journalOffset: (journalOffset += 1),
    }
    return report.repeated ? [fact, fact] : [fact]
  })
}

/** The plain implementation: nothing but arrays and the pure predicates that pay will use too. */
const plainly = (all: readonly ViewFact[]) => {
  const views = [...Map.groupBy(all, (fact) => fact.viewId).values()]
    .map((reports) => reports.toSorted((a, b) => a.seq - b.seq || a.journalOffset - b.journalOffset).at(-1))
    .filter((fact) => fact !== undefined)
    .filter((fact) => !fact.isSelfView)
  const hookedViews = views.filter(isHooked)
  const rate = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const bins = views.map((view) => playedBins(view.played, { lengthMs: view.durationMs, binMs: 1000 }))
  return {
    views,
    values: {
      views: views.length,
      hook_rate: rate(hookedViews.length, views.length),
      completion_rate: rate(hookedViews.filter(isComplete).length, hookedViews.length),
      retention_curve:
        views.length === 0
          ? null
          : (bins[0] ?? []).map((_, bin) => bins.filter((played) => played[bin]).length / views.length),
    },
  }
}

const newest = (views: readonly ViewFact[], now: number) =>
  views.length === 0 ? now : Math.max(...views.map((view) => view.receivedAt))

test('compiled SQL and plain TypeScript give the same numbers for any stream of reports', async () => {
  const measure = createMeasure({ clickhouse: facts.clickhouse, clock })
  const list = metrics.map(({ id }) => id).join(',')
  await fc.assert(
    fc.asyncProperty(streams, async (stream) => {
      const postId = ids.uuid()
      const all = factsOf(stream, postId)
      await facts.clickhouse.insert('telemetry_view', all.map(rowOf))
      const expected = plainly(all)
      const values = await measure.postMetrics(postId, list)
      expect(Object.fromEntries(values.map((value) => [value.metricId, value.value]))).toEqual(
        expected.values,
      )
      const asOf = new Date(newest(expected.views, clock.nowMs())).toISOString()
      for (const value of values) {
        expect(value.asOf).toBe(asOf)
        expect(value.status).toBe(value.value === null ? 'missing' : 'known')
      }
    }),
    { numRuns: 40 },
  )
})

test('every operator means the same in both', async () => {
  const { visibleMs, uniqMs, durationMs, seq, soundOn, surface, postId: post } = viewSource.column
  const conditions = [
    complete,
    hooked,
    soundOn,
    not(or(soundOn, lt(seq, 2))),
    and(is(surface, 'feed'), gte(minus(visibleMs, uniqMs), 0)),
    eq(times(minus(uniqMs, durationMs), 3), minus(plus(uniqMs, times(uniqMs, 2)), times(durationMs, 3))),
    eq(minus(seq, 4), -4),
    or(),
  ]
  await fc.assert(
    fc.asyncProperty(streams, async (stream) => {
      const postId = ids.uuid()
      const all = factsOf({ ...stream, selfViews: [] }, postId)
      await facts.clickhouse.insert('telemetry_view', all.map(rowOf))
      const { views } = plainly(all)
      const tested = [...conditions, is(post, postId)].map((condition, index) => ({
        holds: predicate(viewSource, condition),
        metric: metric({
          id: `condition_${index}`,
          code: '',
          version: 1,
          label: '',
          formula: '',
          unit: 'milliseconds',
          verdict: { kind: 'actionable' },
          source: viewSource,
          traffic: 'X0',
          dedup: 'Dv',
          finalAfterDays: 3,
          measure: total(index % 2 === 0 ? sum(visibleMs, condition) : countIf(condition)),
        }),
      }))
      const [query] = compile(
        tested.map((one) => one.metric),
        { postId },
      )
      const [row] = await facts.clickhouse.query<Record<string, unknown>>(query?.sql ?? '', {
        ...query?.params,
      })
      const answers = query?.read(row ?? {}).answers.map((answer) => answer.value)
      const expected = tested.map(({ holds }, index) => {
        const fitting = views.filter((view) => holds(view))
        return index % 2 === 0 ? fitting.reduce((all, view) => all + view.visibleMs, 0) : fitting.length
      })
      expect(answers).toEqual(expected)
    }),
    { numRuns: 15 },
  )
})
