import {
  catalog,
  findMetric,
  isDaily,
  isSameAnswer,
  plainly,
  type Metric,
  type Question,
} from '@busker/metrics'
import { aView, settle, store, streams } from '@busker/metrics/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Clickhouse, Statements } from '#platform/clickhouse'
import { virtualClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { createAnswers } from './answers.ts'
import { keepDays } from './kept-days.ts'
import { createMeasure, type BoardQuestion } from './measure.ts'
import { settledDate } from './rules/finality.ts'

let engine: TestClickhouse
beforeAll(async () => {
  engine = await createTestClickhouse()
})
afterAll(() => engine.close())
beforeEach(async () => {
  for (const table of ['measure_day', 'measure_number', 'measure_asked'])
    await engine.clickhouse.command(`TRUNCATE TABLE ${table}`)
})

const nowMs = Date.parse('2026-04-08T12:00:00Z')
const asked: Question = {
  ...{ scope: { kind: 'platform' }, from: '2026-03-01', to: '2026-04-08' },
  ...{ settled: settledDate(nowMs), untilMs: nowMs },
}
const daily = catalog().filter(
  (metric) => metric.measure !== null && metric.scopes.includes('platform') && isDaily(metric),
)
/** All of them in each run would be a long test. */
const some = fc.shuffledSubarray(
  daily.filter(({ slices }) => slices.includes('day')),
  { minLength: 6, maxLength: 6 },
)

/** Counts the queries that read facts. */
const counted = (each: () => void): Clickhouse => {
  const counting = <Own extends Statements>(own: Own): Own => ({
    ...own,
    query: (sql, params) => {
      if (sql.includes('cells')) each()
      return own.query(sql, params)
    },
  })
  return { ...counting(engine.clickhouse), background: counting(engine.clickhouse.background) }
}

test('the boards are mostly made of numbers that add up day by day, and no others are taken for such', () => {
  const ids = daily.map(({ id }) => id)
  expect(ids).toEqual(
    expect.arrayContaining(['hook_rate', 'negative_feedback_rate', 'over_use', 'new_creator_views']),
  )
  expect(ids).toEqual(expect.arrayContaining(['retention_d7', 'first_audience_rate', 'late_rate']))
  for (const id of ['reach', 'dau', 'satisfaction', 'first_frame_p50', 'watcher_coverage', 'active_creators'])
    expect(ids).not.toContain(id)
})

test('law: put together from days, kept or not, a number is what it is as a whole', async () => {
  await fc.assert(
    fc.asyncProperty(streams, some, async (facts, metrics) => {
      await engine.clickhouse.command('TRUNCATE TABLE measure_day')
      await store(engine.clickhouse, facts)
      const { days: _, ...rest } = await settle(engine.clickhouse, facts, Number.MAX_SAFE_INTEGER)
      const unsettled = { ...rest, days: [] }
      const settled = { unsettled: () => unsettled, settleWithin: () => Promise.resolve() }
      // Patiently: a few days at a time.
      const parts = { clickhouse: engine.clickhouse, clock: virtualClock(nowMs), settled, isPatient: true }
      const answersFor = keepDays(parts, createAnswers(parts))
      // A period that begins later finds some of its days, one that begins earlier lacks the first ones.
      const questions: Question[] = [{ ...asked, from: '2026-03-10' }, asked, { ...asked, by: 'day' }]
      for (const question of questions) {
        const answers = await answersFor(metrics, question)
        for (const metric of metrics) {
          const { rows } = plainly(metric, facts, question)
          const made = answers.get(metric.id)?.answer.rows ?? []
          if (isSameAnswer(made, rows)) continue
          // Only to show what differs.
          expect({ metric: metric.id, question, made }).toEqual({ metric: metric.id, question, made: rows })
        }
      }
    }),
    { numRuns: 3 },
  )
}, 240_000)

test('days that are over are read once', { timeout: 60_000 }, async () => {
  const facts = { view: ['2026-03-20', '2026-04-07'].map((date) => aView(date)) }
  await store(engine.clickhouse, facts)
  await settle(engine.clickhouse, facts, Number.MAX_SAFE_INTEGER)
  const settled = { unsettled: () => ({ days: [], fromOffset: 0 }), settleWithin: () => Promise.resolve() }
  const read: string[] = []
  const clickhouse: Clickhouse = {
    ...engine.clickhouse,
    query: (sql, params) => {
      if (sql.includes('cells')) read.push(...Object.values(params ?? {}).map(String))
      return engine.clickhouse.query(sql, params)
    },
  }
  const parts = { clickhouse, clock: virtualClock(nowMs), settled }
  const answersFor = keepDays(parts, createAnswers(parts))
  const metrics = [findMetric('hook_rate')].filter((one): one is Metric => one !== null)
  const first = await answersFor(metrics, asked)
  expect(read).toContain('2026-03-01')
  read.length = 0
  const second = await answersFor(metrics, asked)
  expect(second.get('hook_rate')?.answer).toEqual(first.get('hook_rate')?.answer)
  expect(second.get('hook_rate')?.moment).toEqual(first.get('hook_rate')?.moment)
  expect(read).not.toContain('2026-03-01')
  expect(read).toContain('2026-04-05')
})

const never = new Promise<void>(() => undefined)

/** An instance whose engine takes so long for each question about facts, and who asks waits until `patience` is over. */
const instance = async (costMs: number, patience: Promise<void> = never) => {
  const clock = virtualClock(nowMs)
  await store(engine.clickhouse, { view: [aView('2026-04-07')] })
  await settle(engine.clickhouse, { view: [aView('2026-04-07')] }, Number.MAX_SAFE_INTEGER)
  let queries = 0
  const clickhouse = counted(() => {
    queries += 1
    clock.advance(costMs)
  })
  let position = 0
  const measure = () =>
    createMeasure({
      ...{ clickhouse, clock },
      settled: { unsettled: () => ({ days: [], fromOffset: 0 }), settleWithin: () => Promise.resolve() },
      keeping: { log: silentLog(), position: () => position, patience: () => patience },
    })
  const another = async () => {
    position += 1
    await engine.clickhouse.command(
      'INSERT INTO telemetry_view_final SELECT * REPLACE (generateUUIDv4() AS view_id) FROM telemetry_view_final LIMIT 1',
    )
  }
  return { clock, measure, another, queries: () => queries }
}

const board: BoardQuestion = {
  scope: { kind: 'platform' },
  metrics: ['skip_rate', 'wau', 'stickiness', 'retention_d7'],
  from: '2026-03-12',
  to: '2026-04-08',
  compare: 'previous',
}

const sampleOf = async (measure: ReturnType<typeof createMeasure>, question = board) => {
  const { metrics } = await measure.board(question)
  return metrics.find(({ metricId }) => metricId === 'skip_rate')?.rows[0]?.sampleSize
}

test('where computing is quick, a board is computed for who asks', { timeout: 60_000 }, async () => {
  const { clock, measure, another } = await instance(20)
  const own = measure()
  expect(await sampleOf(own)).toBe(1)
  await another()
  expect(await sampleOf(own)).toBe(1)
  clock.advance(30_000)
  expect(await sampleOf(own)).toBe(2)
})

test('who has waited long enough sees the last number with its moment', { timeout: 60_000 }, async () => {
  const { clock, measure, another } = await instance(20, Promise.resolve())
  const own = measure()
  expect(await sampleOf(own)).toBe(1)
  await another()
  clock.advance(3_600_000)
  expect(await sampleOf(own)).toBe(1)
  await own.idle()
  expect(await sampleOf(own)).toBe(2)
})

test(
  'where it takes long, what is known is shown at once, also after a restart, and computed again',
  { timeout: 60_000 },
  async () => {
    const { clock, measure, another, queries } = await instance(1100)
    expect(await sampleOf(measure())).toBe(1)
    await another()
    clock.advance(3_600_000)
    const restarted = measure()
    const before = clock.nowMs()
    expect(await sampleOf(restarted)).toBe(1)
    await restarted.idle()
    expect(clock.nowMs()).toBeGreaterThan(before)
    expect(await sampleOf(restarted)).toBe(2)
    const asOf = queries()
    await sampleOf(restarted)
    await restarted.idle()
    expect(queries()).toBe(asOf)
  },
)

test(
  'a board that was looked at is computed before it is asked for, tomorrow that of tomorrow',
  { timeout: 60_000 },
  async () => {
    const { clock, measure, another, queries } = await instance(1100)
    const own = measure()
    await own.board(board)
    const { signal } = new AbortController()
    await own.refresh(signal)
    const idle = queries()
    await own.refresh(signal)
    expect(queries()).toBe(idle)
    await another()
    clock.advance(86_400_000)
    await measure().refresh(signal)
    const computed = queries()
    expect(computed).toBeGreaterThan(idle)
    const tomorrow = { ...board, from: '2026-03-13', to: '2026-04-09' }
    const looked = measure()
    expect(await sampleOf(looked, tomorrow)).toBe(2)
    await looked.idle()
    expect(queries()).toBe(computed)
  },
)
