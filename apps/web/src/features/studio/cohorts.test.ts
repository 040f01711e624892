import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { cohortAdvice, cohortDefinition, cohortsOf, type Cohort } from './cohorts.ts'

const cohort = (week: string, viewers: number, day7: number): Cohort => ({
  week,
  viewers,
  shares: [1, 0.5, 0.4, 0.3, 0.3, 0.2, 0.2, day7],
})

test('the newest cohorts come first, and a week that is not settled is left out', () => {
  const rows = [
    { slice: '2026-03-02', value: [1, 0.4], sampleSize: 40 },
    { slice: '2026-03-16', value: null, sampleSize: 0 },
    { slice: '2026-03-09', value: [1], sampleSize: 50 },
  ]
  const cohorts = cohortsOf({ rows } as unknown as MeasuredMetric)
  expect(cohorts.map(({ week }) => week)).toEqual(['2026-03-09', '2026-03-02'])
  expect(cohortsOf(undefined)).toEqual([])
})

test('the curve of returns is found by what it is', () => {
  const curve = { family: 'retention', shape: 'curve', scopes: ['author'], slices: ['week'], missing: null }
  const definitions = [
    { ...curve, metricId: 'seconds', family: 'engagement' },
    { ...curve, metricId: 'number', shape: 'number' },
    { ...curve, metricId: 'returns' },
  ] as unknown as MetricDefinition[]
  const byId = (all: MetricDefinition[]) => new Map(all.map((one) => [one.metricId, one]))
  expect(cohortDefinition(byId(definitions))?.metricId).toBe('returns')
  expect(cohortDefinition(byId(definitions.slice(0, 2)))).toBeUndefined()
  expect(cohortDefinition(undefined)).toBeUndefined()
})

describe('whether new viewers come back more', () => {
  test('is told beside the weighted mean of those before', () => {
    const before = [cohort('2026-02-23', 100, 0.1), cohort('2026-02-16', 300, 0.2)]
    expect(cohortAdvice([cohort('2026-03-02', 50, 0.3), ...before])).toEqual({ kind: 'more', share: 0.3 })
    expect(cohortAdvice([cohort('2026-03-02', 50, 0.1), ...before])).toEqual({ kind: 'fewer', share: 0.1 })
    expect(cohortAdvice([cohort('2026-03-02', 50, 0.18), ...before]).kind).toBe('same')
  })

  test('is not told of few viewers, nor before a week is over', () => {
    const before = cohort('2026-02-23', 100, 0.1)
    expect(cohortAdvice([])).toEqual({ kind: 'too_little' })
    expect(cohortAdvice([cohort('2026-03-02', 29, 0.3), before])).toEqual({ kind: 'too_little' })
    const open = { ...cohort('2026-03-02', 99, 0), shares: [1, 0.5] }
    expect(cohortAdvice([open, before])).toEqual({ kind: 'too_little' })
  })
})
