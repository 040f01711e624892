import type { MeasuredMetric } from '@busker/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { activeDaysFinding } from './active-days.ts'
import { courseFinding } from './course.ts'
import { coverageByVersion, coverageFinding, coverageLoss } from './coverage.ts'
import { activeBefore, activeIn, growthFinding, growthMetrics, growthSteps } from './growth.ts'
import { reachByCountry, reachFinding } from './reach.ts'
import { cohortsOf, retentionFinding } from './retention.ts'
import { trendFinding, trendsOf } from './trends.ts'

type Row = MeasuredMetric['rows'][number]

const row = (slice: string, value: Row['value'], rest: Partial<Row> = {}): Row => ({
  ...{ slice, value, status: value === null ? 'suppressed' : 'known', final: true },
  ...{ sampleSize: 100, interval: null, previous: null },
  ...rest,
})
const measured = (metricId: string, rows: readonly Row[]): MeasuredMetric => ({
  ...{
    metricId,
    version: 1,
    hash: '',
    unit: 'count',
    shape: 'number',
    asOf: '',
    reason: null,
    currency: null,
    references: [],
  },
  rows: [...rows],
})
const board = (metrics: Readonly<Record<string, readonly Row[]>>) =>
  new Map(Object.entries(metrics).map(([id, rows]) => [id, measured(id, rows)]))

test('growth: more were won than lost, and the identity holds', () => {
  expect(growthMetrics('week')).toContain('dormant_persons_week')
  const steps = growthSteps(
    board({
      new_persons_week: [row('2026-03-02', 20)],
      returning_persons_week: [row('2026-03-02', 70), row('2026-03-09', 90)],
      resurrected_persons_week: [row('2026-03-02', 8)],
      dormant_persons_week: [row('2026-03-02', 20), row('2026-03-09', 5)],
    }),
    { by: 'week', names: ['2026-03-02', '2026-03-09', '2026-03-16'] },
  )
  expect(growthFinding(steps)).toEqual({ kind: 'grew', share: expect.closeTo(28 / 25 - 1, 12) })
  for (const step of steps)
    expect(activeIn(step)).toBe(activeBefore(step) + step.new + step.resurrected - step.dormant)
  // Nobody at all is 0, not a gap.
  expect(steps[2]).toMatchObject({ new: 0, dormant: 0 })
  expect(growthFinding(steps.slice(1))).toMatchObject({ kind: 'shrank', share: 1 })
  expect(growthFinding(steps.slice(2))).toEqual({ kind: 'empty' })
  expect(growthFinding([{ name: '', new: 3, returning: 0, resurrected: 0, dormant: 0 }])).toEqual({
    kind: 'nobody_left',
    won: 3,
  })
})

test('retention: the latest day that is settled is told', () => {
  const curve = (days: number) => Array.from({ length: days }, (_, day) => 1 / (day + 1))
  expect(retentionFinding(curve(31))).toEqual({ kind: 'returned', day: 30, share: 1 / 31 })
  expect(retentionFinding(curve(30))).toEqual({ kind: 'returned', day: 7, share: 1 / 8 })
  expect(retentionFinding(curve(2))).toEqual({ kind: 'returned', day: 1, share: 1 / 2 })
  expect(retentionFinding(curve(1))).toEqual({ kind: 'too_early' })
  expect(retentionFinding(null)).toEqual({ kind: 'too_early' })
  const metric = measured('retention_by_day', [row('2026-03-02', [1, 0.5]), row('2026-03-09', null)])
  expect(cohortsOf(metric)).toEqual([{ name: '2026-03-02', size: 100, shares: [1, 0.5] }])
})

test('active days: the middle person and the habitual ones', () => {
  const days = (counts: Readonly<Record<number, number>>) =>
    Array.from({ length: 28 }, (_, index) => counts[index + 1] ?? 0)
  expect(activeDaysFinding(days({}))).toEqual({ kind: 'empty' })
  expect(activeDaysFinding(days({ 1: 5, 3: 3, 14: 1, 28: 1 }))).toEqual({
    kind: 'spread',
    median: 1,
    habitual: 0.2,
  })
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 28, maxLength: 28 }), (persons) => {
      const found = activeDaysFinding(persons)
      if (found.kind === 'empty') return
      const all = persons.reduce((sum, count) => sum + count, 0)
      const upTo = (day: number) => persons.slice(0, day).reduce((sum, count) => sum + count, 0)
      expect(upTo(found.median) * 2).toBeGreaterThanOrEqual(all)
      expect(upTo(found.median - 1) * 2).toBeLessThan(all)
    }),
  )
})

test('a course is told by its halves', () => {
  expect(courseFinding([10, 10, 50, 15, 10])).toEqual({ kind: 'rose', share: 0.25 })
  expect(courseFinding([10, 10, 5, 5])).toEqual({ kind: 'fell', share: 0.5 })
  expect(courseFinding([10, 10])).toMatchObject({ kind: 'steady' })
  expect(courseFinding([0, 0, 4, 3])).toEqual({ kind: 'begun', total: 7 })
  expect(courseFinding([])).toEqual({ kind: 'empty' })
  expect(courseFinding([0, 0])).toEqual({ kind: 'empty' })
})

test('reach: the largest country leads, small ones are told as a number only', () => {
  const all = reachByCountry(
    board({
      reach: [row('DE', 30), row('', 25), row('FR', null), row('US', 90)],
      completion_rate: [row('US', 0.5)],
    }),
  )
  expect(all.shown.map(({ country }) => country)).toEqual(['US', 'DE', ''])
  expect(all.shown[0]).toEqual({ country: 'US', persons: 90, completion: 0.5 })
  expect(reachFinding(all)).toMatchObject({ kind: 'led', country: 'US', countries: 4 })
  expect(reachFinding(reachByCountry(board({ reach: [row('FR', null)] })))).toEqual({
    kind: 'all_small',
    countries: 1,
  })
  expect(reachFinding(reachByCountry(new Map()))).toEqual({ kind: 'empty' })
})

test('a trend is fast and has many creators', () => {
  const trends = trendsOf(
    board({
      trend_velocity: [row('slow', 1), row('campaign', 9), row('dance', 5)],
      trend_acceleration: [row('dance', -1)],
      trend_creators: [row('campaign', 2), row('dance', 20), row('slow', 40)],
    }),
  )
  expect(trends.map(({ tag, isTrend }) => [tag, isTrend])).toEqual([
    ['campaign', false],
    ['dance', true],
    ['slow', false],
  ])
  expect(trendFinding(trends)).toEqual({ kind: 'trending', tag: 'dance', count: 1 })
  expect(trendFinding(trends.slice(0, 1))).toEqual({ kind: 'rising', tag: 'campaign' })
  expect(trendFinding(trends.slice(2))).toEqual({ kind: 'quiet' })
  expect(trendFinding([])).toEqual({ kind: 'empty' })
})

test('coverage: a version that surely reports less is named, and what is lost for certain', () => {
  const whole = measured('watcher_coverage', [row('', 0.8, { interval: [0.78, 0.82] })])
  const versions = coverageByVersion(
    measured('watcher_coverage', [
      row('1.2.0', 0.95, { interval: [0.93, 0.97] }),
      row('1.3.0', 0.6, { interval: [0.55, 0.65] }),
      row('0.9.0', 0.5, { interval: [0.1, 0.9], sampleSize: 4 }),
    ]),
  )
  expect(versions.map(({ version }) => version)).toEqual(['0.9.0', '1.3.0', '1.2.0'])
  expect(coverageFinding(versions, whole)).toEqual({ kind: 'gap', version: '1.3.0', share: 0.6, whole: 0.8 })
  expect(coverageFinding(versions.slice(0, 1), whole)).toEqual({ kind: 'even', share: 0.8 })
  expect(coverageFinding([], undefined)).toEqual({ kind: 'empty' })
  expect(coverageLoss(whole)).toBeCloseTo(0.18, 12)
  expect(coverageLoss(measured('', [row('', 0.85, { interval: [0.7, 0.93] })]))).toBeNull()
  expect(coverageLoss(undefined)).toBeNull()
})
