import { expect, test } from 'vitest'
import { catalog } from './catalog/catalog.ts'
import { completionRate, hookRate, postMetrics, retentionCurve, views } from './catalog/post.ts'
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
  panel(postMetrics.filter((metric): metric is typeof views => metric.id === 'views') as readonly Metric[])
})

test('the run-time twin names what is missing', () => {
  expect(assertPaired(['views', 'retention_curve'], catalog())).toEqual([
    { metricId: 'views', missing: ['hook_rate', 'completion_rate'] },
  ])
  expect(assertPaired(['views', 'completion_rate', 'hook_rate'], catalog())).toEqual([])
  expect(assertPaired(['hook_rate'], catalog())).toEqual([])
})

test('every pair exists and leads to an actionable number, every id is unique', () => {
  const known = catalog()
  const byId = new Map(known.map((metric) => [metric.id, metric]))
  expect(byId.size).toBe(known.length)
  const isActionable = (id: string): boolean => {
    const metric = byId.get(id)
    return metric?.kind === 'actionable' || metric?.pairs.some(isActionable) === true
  }
  for (const metric of known) {
    expect(metric.kind === 'vanity').toBe(metric.pairs.length > 0)
    for (const pair of metric.pairs) expect(isActionable(pair), `${metric.id} with ${pair}`).toBe(true)
  }
})
