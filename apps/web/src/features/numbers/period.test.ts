import { expect, test } from 'vitest'
import { datesOf, lastDays } from './period.ts'

test('a period ends yesterday and has as many days as it says', () => {
  const period = lastDays(7, Date.parse('2026-03-02T10:00:00Z'))
  expect(period).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  expect(datesOf(period)).toHaveLength(7)
  expect(datesOf(period).at(-1)).toBe('2026-03-01')
})
