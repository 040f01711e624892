import { expect, test } from 'vitest'
import { completionRate, hookRate, metrics, retentionCurve, views } from './definitions.ts'
import type { Metric } from './metric.ts'
import { assertPaired, panel } from './panel.ts'

test('a vanity number with all its pairs makes a panel', () => {
  const numbers = panel([views, hookRate, completionRate])
  expect(numbers.metrics.map((metric) => metric.id)).toEqual(['views', 'hook_rate', 'completion_rate'])
  expect(panel([retentionCurve]).metrics).toHaveLength(1)
  expect(panel([views, hookRate, completionRate] as const).metrics).toHaveLength(3)
})

test('a vanity number without its pairs does not compile', () => {
  // @ts-expect-error hook rate and completion rate are missing
  panel([views])
  // @ts-expect-error completion rate is missing
  panel([views, hookRate])
  // @ts-expect-error a list of unknown members cannot be proved
  panel(metrics.filter((metric): metric is typeof views => metric.id === 'views') as readonly Metric[])
})

test('the run-time twin names what is missing', () => {
  expect(assertPaired(['views', 'retention_curve'])).toEqual([
    { metricId: 'views', missing: ['hook_rate', 'completion_rate'] },
  ])
  expect(assertPaired(['views', 'completion_rate', 'hook_rate'])).toEqual([])
  expect(assertPaired(['hook_rate'])).toEqual([])
})

test('every pair exists and is actionable, every id is unique', () => {
  const known: readonly Metric[] = metrics
  const byId = new Map(known.map((metric) => [metric.id, metric]))
  expect(byId.size).toBe(known.length)
  for (const metric of known) {
    expect(metric.kind === 'vanity').toBe(metric.pairs.length > 0)
    for (const pair of metric.pairs) expect(byId.get(pair)?.kind).toBe('actionable')
  }
})
