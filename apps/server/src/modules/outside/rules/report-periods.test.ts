import { dateOf, dayNumber } from '@busker/metrics'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAfter, dueReport, graceDays, lastWhole, periodAround, type Every } from './report-periods.ts'

const date = fc.integer({ min: dayNumber('2019-12-20'), max: dayNumber('2032-03-10') }).map(dateOf)
const every = fc.constantFrom<Every>('week', 'month')

describe('periods', () => {
  test('follow one another without a gap, and each date lies in its own', () => {
    fc.assert(
      fc.property(every, date, (one, day) => {
        const { from, to } = periodAround(one, day)
        expect(from <= day && day <= to).toBe(true)
        expect(periodAround(one, from)).toEqual({ from, to })
        expect(periodAround(one, to)).toEqual({ from, to })
        expect(periodAround(one, dayAfter(to)).from).toBe(dayAfter(to))
        expect(dayAfter(lastWhole(one, day).to)).toBe(from)
        expect(one === 'week' ? new Date(from).getUTCDay() : Number(from.slice(8))).toBe(1)
      }),
    )
  })
})

test('a report waits for the end of its time, for its files and for quiet; not for ever, and not for nothing', () => {
  const given = { every: 'week', nextFrom: '2026-11-09', isQuiet: true } as const
  const at = (today: string, newestDay: string | null, isQuiet = true) =>
    dueReport({ ...given, today, newestDay, isQuiet }).kind
  expect(dueReport({ ...given, today: '2026-11-15', newestDay: '2026-11-15' }).period).toEqual({
    ...{ from: '2026-11-09', to: '2026-11-15' },
  })
  expect(at('2026-11-15', '2026-11-15')).toBe('wait')
  expect(at('2026-11-16', '2026-11-14')).toBe('wait')
  expect(at('2026-11-16', '2026-11-15', false)).toBe('wait')
  expect(at('2026-11-16', '2026-11-15')).toBe('make')
  expect(at('2026-11-16', '2026-11-17')).toBe('make')
  const late = dateOf(dayNumber('2026-11-15') + graceDays + 1)
  expect(at(late, '2026-11-10', false)).toBe('make')
  expect(at(late, '2026-11-08')).toBe('skip')
  expect(at(late, null)).toBe('skip')
})
