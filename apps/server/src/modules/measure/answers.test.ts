import { findMetric, type Metric, type Question } from '@busker/metrics'
import { about, aView, settle, store } from '@busker/metrics/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Clickhouse } from '#platform/clickhouse'
import { virtualClock } from '#platform/clock'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { createAnswers } from './answers.ts'
import { settledDate } from './rules/finality.ts'

const nowMs = Date.parse('2026-06-20T12:00:00Z')
const ids = ['dau', 'wau', 'hook_rate', 'reach', 'retention_d1', 'stickiness']
const metrics = ids.map((id): Metric => {
  const found = findMetric(id)
  if (found === null) throw new TypeError(`no metric ${id}`)
  return found
})
const dates = [
  '2026-06-01',
  '2026-06-02',
  '2026-06-09',
  '2026-06-15',
  '2026-06-16',
  '2026-06-18',
  '2026-06-19',
]
const facts = {
  view: dates.flatMap((date, index) =>
    ['ann', 'ben', 'cem'].slice(0, 1 + (index % 3)).map((viewerId) => aView(date, { viewerId })),
  ),
}
const question: Question = { ...about('2026-06-01', '2026-06-19'), settled: settledDate(nowMs), by: 'day' }

let engine: TestClickhouse
let asked = 0
let counted: Clickhouse
beforeAll(async () => {
  engine = await createTestClickhouse()
  await store(engine.clickhouse, facts)
  await settle(engine.clickhouse, facts, Number.MAX_SAFE_INTEGER)
  const query: Clickhouse['query'] = (sql, params) => {
    asked += 1
    return engine.clickhouse.query(sql, params)
  }
  counted = { ...engine.clickhouse, query }
})
afterAll(() => engine.close())
beforeEach(() => {
  asked = 0
})

const settled = { unsettled: () => ({ days: [], fromOffset: 0 }), settleWithin: () => Promise.resolve() }
const rowsOf = (answers: Awaited<ReturnType<ReturnType<typeof createAnswers>>>) =>
  ids.map((id) => [id, answers.get(id)?.answer.rows])

test('days asked in two parts are the days asked at once', async () => {
  const clock = virtualClock(nowMs)
  const plain = await createAnswers({ clickhouse: engine.clickhouse, clock })(metrics, question)
  const split = await createAnswers({ clickhouse: engine.clickhouse, clock, settled })(metrics, question)
  expect(rowsOf(split)).toEqual(rowsOf(plain))
})

test('what can change no more is asked once, the rest each time', async () => {
  const answersFor = createAnswers({ clickhouse: counted, clock: virtualClock(nowMs), settled })
  const first = await answersFor(metrics, question)
  const queries = asked
  const second = await answersFor(metrics, question)
  expect(rowsOf(second)).toEqual(rowsOf(first))
  expect(asked - queries).toBeLessThan(queries)
  const { by: _, ...whole } = { ...question, to: '2026-06-09' }
  await answersFor(metrics.slice(0, 3), whole)
  const before = asked
  await answersFor(metrics.slice(0, 3), whole)
  expect(asked).toBe(before)
})
