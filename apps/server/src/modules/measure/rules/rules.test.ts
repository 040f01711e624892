import { expect, test } from 'vitest'
import { chooseMetrics, withPairs } from './choose-metrics.ts'
import { isFinal, lastDateOf, lastFullHour, settledDate } from './finality.ts'
import { periodObjection } from './period.ts'
import { isSameAnswer } from '@busker/metrics'

test('a number is final when no fact of its last date can arrive any more', () => {
  const at = (moment: string) => ({ afterDays: 3, nowMs: Date.parse(moment) })
  // 22 November ends last at UTC-12, on the 23rd at noon; facts of it are accepted for 72 h after that.
  expect(isFinal('2026-11-22', at('2026-11-26T11:59:59.999Z'))).toBe(false)
  expect(isFinal('2026-11-22', at('2026-11-26T12:00:00Z'))).toBe(true)
  expect(isFinal('2026-10-25', at('2026-11-26T12:00:00Z'))).toBe(true)
  expect(isFinal(null, at('2026-11-26T12:00:00Z'))).toBe(false)
})

test('a list becomes definitions, each once and in order', () => {
  const choice = chooseMetrics([' completion_rate', 'views', ' hook_rate', 'views', ''])
  expect(choice.kind === 'chosen' && choice.metrics.map(({ id }) => id)).toEqual([
    'completion_rate',
    'views',
    'hook_rate',
  ])
})

test('unknown and unpaired numbers are refused with the reason', () => {
  expect(chooseMetrics(['views', 'magic'])).toEqual({
    kind: 'unknown_metric',
    reasons: ['No metric is called "magic".'],
  })
  expect(chooseMetrics([' ', ' '])).toMatchObject({ kind: 'unknown_metric' })
  expect(chooseMetrics(['views', 'retention_curve'])).toEqual({
    kind: 'unpaired_metric',
    reasons: ['"views" is only shown together with hook_rate, completion_rate.'],
  })
  expect(chooseMetrics(['hook_rate'])).toMatchObject({ kind: 'chosen' })
})

test('the settled date is the last one that is final', () => {
  const nowMs = Date.parse('2026-11-26T12:00:00Z')
  expect(settledDate(nowMs)).toBe('2026-11-22')
  expect(settledDate(nowMs - 1)).toBe('2026-11-21')
  expect(isFinal(settledDate(nowMs), { afterDays: 3, nowMs })).toBe(true)
})

test('the last full hour ends with the period or with the hour that is over', () => {
  const nowMs = Date.parse('2026-11-26T12:34:00Z')
  expect(lastFullHour('2026-11-26', nowMs)).toBe(Date.parse('2026-11-26T12:00:00Z'))
  expect(lastFullHour('2026-11-20', nowMs)).toBe(Date.parse('2026-11-21T00:00:00Z'))
})

test('a number rests on the days of its slice, and of its window', () => {
  const period = { window: { kind: 'period' } } as const
  const cohort = { window: { kind: 'cohort', days: 7 } } as const
  expect(lastDateOf(period, '', { to: '2026-11-20' })).toBe('2026-11-20')
  expect(lastDateOf(period, '2026-11-03', { to: '2026-11-20', by: 'day' })).toBe('2026-11-03')
  expect(lastDateOf(period, '2026-11-16', { to: '2026-11-20', by: 'week' })).toBe('2026-11-20')
  expect(lastDateOf(period, '2026-11-09', { to: '2026-11-20', by: 'week' })).toBe('2026-11-15')
  expect(lastDateOf(cohort, '2026-11-03', { to: '2026-11-20', by: 'day' })).toBe('2026-11-10')
})

test('a period has a beginning before its end, and 400 days at most', () => {
  expect(periodObjection({ from: '2026-01-01', to: '2026-01-01' })).toBeNull()
  expect(periodObjection({ from: '2026-01-02', to: '2026-01-01' })).not.toBeNull()
  expect(periodObjection({ from: '2026-01-01', to: '2027-02-04' })).toBeNull()
  expect(periodObjection({ from: '2026-01-01', to: '2027-02-05' })).not.toBeNull()
})

test('a vanity number brings its pairs, and theirs', () => {
  expect(withPairs('likes')).toEqual(['likes', 'engagement_rate', 'share_rate', 'follow_conversion'])
  expect(withPairs('hook_rate')).toEqual(['hook_rate'])
})

test('two computations agree to 1e-12, and not when a state or a slice differs', () => {
  const row = { slice: '', status: 'known', value: 0.1, sampleSize: 3 } as const
  expect(isSameAnswer([row], [{ ...row, value: 0.1 + 1e-15 }])).toBe(true)
  expect(isSameAnswer([row], [{ ...row, value: 0.1 + 1e-10 }])).toBe(false)
  expect(isSameAnswer([row], [{ ...row, slice: 'DE' }])).toBe(false)
  expect(isSameAnswer([row], [])).toBe(false)
  expect(isSameAnswer([{ ...row, value: [1, 2] }], [{ ...row, value: [1, 3] }])).toBe(false)
})
