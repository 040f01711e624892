import type { MetricDefinition } from '@busker/contract'
import { catalog } from '@busker/metrics'
import { expect, test } from 'vitest'
import { lastCompleteWeek, requestsOf } from './tree-values.ts'

test('the last complete week is the one before this Monday', () => {
  const week = (time: string) => lastCompleteWeek(Date.parse(time))
  expect(week('2026-11-22T23:59:59Z')).toEqual({ from: '2026-11-09', to: '2026-11-15' })
  expect(week('2026-11-23T00:00:00Z')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
})

test('every number that is fed is asked for once, beside its pairs, few at a time', () => {
  const definitions = new Map(
    catalog().map((one) => [one.id, { ...one, metricId: one.id } as unknown as MetricDefinition]),
  )
  const requests = requestsOf(definitions)
  const fed = catalog().filter(({ missing, scopes }) => missing === null && scopes.includes('platform'))
  const asked = new Set(requests.flat())
  expect(fed.filter(({ id }) => !asked.has(id))).toEqual([])
  for (const request of requests) {
    expect(request.length).toBeLessThanOrEqual(24)
    for (const id of request) {
      expect(request).toEqual(expect.arrayContaining([...(definitions.get(id)?.pairs ?? [])]))
    }
  }
  expect(requests.length).toBeLessThan(8)
})
