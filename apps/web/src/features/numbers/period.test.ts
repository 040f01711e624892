import { expect, test } from 'vitest'
import { datesOf, lastDays, stepNames, stepsOf, wholeWeeks } from './period.ts'

test('a period ends yesterday and has as many days as it says', () => {
  const period = lastDays(7, Date.parse('2026-03-02T10:00:00Z'))
  expect(period).toEqual({ from: '2026-02-23', to: '2026-03-01' })
  expect(datesOf(period)).toHaveLength(7)
  expect(datesOf(period).at(-1)).toBe('2026-03-01')
})

test('whole weeks end with the last Sunday that is over', () => {
  // 2026-03-02 is a Monday.
  for (const now of ['2026-03-02T00:00:00Z', '2026-03-05T10:00:00Z', '2026-03-08T23:59:59Z'])
    expect(wholeWeeks(2, Date.parse(now)), now).toEqual({ from: '2026-02-16', to: '2026-03-01' })
  expect(wholeWeeks(1, Date.parse('2026-03-09T00:00:00Z'))).toEqual({ from: '2026-03-02', to: '2026-03-08' })
})

test('a time is drawn by days, and a long one by whole weeks', () => {
  const nowMs = Date.parse('2026-03-05T10:00:00Z')
  expect(stepNames(stepsOf(7, nowMs))).toHaveLength(14)
  expect(stepNames(stepsOf(28, nowMs))).toHaveLength(28)
  const weeks = stepsOf(84, nowMs)
  expect(weeks.by).toBe('week')
  expect(stepNames(weeks)).toHaveLength(12)
  expect(stepNames(weeks).at(-1)).toBe('2026-02-23')
})
