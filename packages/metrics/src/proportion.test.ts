import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalog, findMetric } from './catalog/catalog.ts'
import { isShareOfRows, wilsonInterval } from './proportion.ts'

test('19 of 38: the reference values', () => {
  const [low, high] = wilsonInterval(19 / 38, 38)
  expect(low).toBeCloseTo(0.348499283643951, 14)
  expect(high).toBeCloseTo(0.651500716356049, 14)
})

test('an interval holds its share, lies inside 0 and 1 and narrows with more rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(1_000_000), (rows, some) => {
      const share = (some % (rows + 1)) / rows
      const [low, high] = wilsonInterval(share, rows)
      const [laterLow, laterHigh] = wilsonInterval(share, rows * 4)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low - share).toBeLessThanOrEqual(1e-12)
      expect(share - high).toBeLessThanOrEqual(1e-12)
      expect(laterHigh - laterLow).toBeLessThan(high - low)
    }),
  )
})

test('only counts of the same rows are such shares', () => {
  const isShare = (id: string): boolean => {
    const measure = findMetric(id)?.measure?.()
    return measure !== undefined && isShareOfRows(measure)
  }
  const shares = ['hook_rate', 'completion_rate', 'skip_rate', 'retention_d7', 'churn_28', 'watcher_coverage']
  for (const id of shares) expect(isShare(id), id).toBe(true)
  // Counts of different rows, sums, weights, persons over days, and lists.
  const others = [
    'views',
    'negative_feedback_rate',
    'watch_through',
    'satisfaction',
    'stickiness',
    'late_rate',
  ]
  for (const id of [...others, 'retention_by_day', 'first_frame_p50']) expect(isShare(id), id).toBe(false)
  const all = catalog().filter(({ measure }) => measure !== null && isShareOfRows(measure()))
  for (const { id, unit } of all) expect(unit, id).toBe('share')
})
