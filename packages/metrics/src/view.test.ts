import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { completionRate, hookRate, metrics, retentionCurve, views } from './definitions.ts'
import { predicate } from './evaluate.ts'
import { and, eq, gt, is, lt, lte, minus, not, or, plus } from './expression.ts'
import { count, countIf, metric, ratio, sum, total } from './metric.ts'
import { source } from './source.ts'
import { isComplete, isHooked, isStarted, loops, viewSource } from './view.ts'

const likeSource = source({
  id: 'like',
  table: 'social_like',
  entity: 'like',
  columns: {
    likeId: { sql: 'like_id', type: 'uuid' },
    postId: { sql: 'post_id', type: 'uuid' },
    weight: { sql: 'weight', type: 'integer' },
    at: { sql: 'at', type: 'time' },
    on: { sql: 'on_date', type: 'date' },
  },
  latest: { key: ['postId', 'likeId'], order: ['at'] },
  scope: { postId: 'postId' },
  receivedAt: 'at',
  localDate: 'on',
  traffic: (column) => ({ X0: gt(column.weight, 0), X1: gt(column.weight, 0) }),
})

test('the hook is 3 s of visible time, or the whole video where it is shorter', () => {
  expect(isHooked({ visibleMs: 3000, uniqMs: 3000, durationMs: 10_000 })).toBe(true)
  expect(isHooked({ visibleMs: 2999, uniqMs: 10_000, durationMs: 10_000 })).toBe(false)
  expect(isHooked({ visibleMs: 1900, uniqMs: 1900, durationMs: 2000 })).toBe(true)
  expect(isHooked({ visibleMs: 1899, uniqMs: 1899, durationMs: 2000 })).toBe(false)
  expect(isStarted({ visibleMs: 0 })).toBe(true)
})

test('complete is 95 % of the video, exactly', () => {
  expect(isComplete({ uniqMs: 9500, durationMs: 10_000 })).toBe(true)
  expect(isComplete({ uniqMs: 9499, durationMs: 10_000 })).toBe(false)
  expect(isComplete({ uniqMs: 95, durationMs: 101 })).toBe(false)
  expect(isComplete({ uniqMs: 96, durationMs: 101 })).toBe(true)
  expect(loops({ visibleMs: 15_000, durationMs: 10_000 })).toBe(1.5)
})

test('the other operators of the language evaluate as they read', () => {
  const { visibleMs, uniqMs, surface, soundOn } = viewSource.column
  const holds = predicate(
    viewSource,
    and(
      is(surface, 'feed'),
      not(soundOn),
      or(lt(visibleMs, 0), lte(plus(visibleMs, 5), 15)),
      eq(minus(visibleMs, uniqMs), 3),
    ),
  )
  expect(holds({ surface: 'feed', soundOn: false, visibleMs: 10, uniqMs: 7 })).toBe(true)
  expect(holds({ surface: 'post', soundOn: false, visibleMs: 10, uniqMs: 7 })).toBe(false)
  expect(holds({ surface: 'feed', soundOn: true, visibleMs: 10, uniqMs: 7 })).toBe(false)
  expect(holds({ surface: 'feed', soundOn: false, visibleMs: 11, uniqMs: 8 })).toBe(false)
})

test('columns of two sources do not mix', () => {
  // @ts-expect-error one condition over columns of two sources
  and(gt(viewSource.column.visibleMs, 1), gt(likeSource.column.weight, 1))
  // @ts-expect-error the condition reads a column that a view does not have
  predicate(viewSource, gt(likeSource.column.weight, 1))
  // @ts-expect-error a date is not a number
  gt(viewSource.column.localDate, 1)
  const rest = { code: 'C0', version: 1, label: '', formula: '', unit: 'count', traffic: 'X1' } as const
  const options = { ...rest, dedup: 'De', finalAfterDays: 3, verdict: { kind: 'actionable' } } as const
  const weight = total(sum(likeSource.column.weight))
  expect(metric({ ...options, id: 'weight', source: likeSource, measure: weight }).shape).toBe('number')
  // @ts-expect-error the measure is over likes, the source is views
  metric({ ...options, id: 'wrong', source: viewSource, measure: weight })
})

test('one query per source; values are parameters, never text in the SQL', () => {
  const postId = '0198f6f0-0000-7000-8000-000000000001'
  const queries = compile(metrics, { postId })
  expect(queries).toHaveLength(1)
  const [query] = queries
  expect(query?.sql).not.toContain(postId)
  expect(query?.sql).not.toMatch(/\b3000\b/)
  expect(Object.values(query?.params ?? {})).toEqual(expect.arrayContaining([postId, 3000, 1000, 19, 20]))
  const likes = metric({
    ...views,
    id: 'likes',
    source: likeSource,
    verdict: { kind: 'actionable' },
    measure: ratio(countIf(gt(likeSource.column.weight, 1)), count()),
  })
  expect(compile([views, likes, hookRate], { postId })).toHaveLength(2)
})

test('nothing to divide by is missing; the engine answers zeros and 1970 for no rows', () => {
  const [query] = compile([views, completionRate, retentionCurve], { postId: 'x' })
  const zeros = new Proxy({}, { get: () => 0 })
  const reading = query?.read(zeros)
  expect(reading?.newestReceivedMs).toBeNull()
  expect(reading?.newestLocalDate).toBeNull()
  expect(reading?.answers).toEqual([
    { metricId: 'views', shape: 'number', status: 'known', value: 0, sampleSize: 0 },
    { metricId: 'completion_rate', shape: 'number', status: 'missing', value: null, sampleSize: 0 },
    {
      metricId: 'retention_curve',
      shape: 'curve',
      binSeconds: 1,
      status: 'missing',
      value: null,
      sampleSize: 0,
    },
  ])
})
