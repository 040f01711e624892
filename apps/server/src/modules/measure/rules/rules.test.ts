import { expect, test } from 'vitest'
import { chooseMetrics } from './choose-metrics.ts'
import { isFinal } from './finality.ts'

test('a number is final when no fact of its last date can arrive any more', () => {
  const at = (moment: string) => ({ afterDays: 3, nowMs: Date.parse(moment) })
  // 22 November ends last at UTC-12, on the 23rd at noon; facts of it are accepted for 72 h after that.
  expect(isFinal('2026-11-22', at('2026-11-26T11:59:59.999Z'))).toBe(false)
  expect(isFinal('2026-11-22', at('2026-11-26T12:00:00Z'))).toBe(true)
  expect(isFinal('2026-10-25', at('2026-11-26T12:00:00Z'))).toBe(true)
  expect(isFinal(null, at('2026-11-26T12:00:00Z'))).toBe(false)
})

test('a list becomes definitions, each once and in order', () => {
  const choice = chooseMetrics(' completion_rate,views, hook_rate,views,')
  expect(choice.kind === 'chosen' && choice.metrics.map(({ id }) => id)).toEqual([
    'completion_rate',
    'views',
    'hook_rate',
  ])
})

test('unknown and unpaired numbers are refused with the reason', () => {
  expect(chooseMetrics('views,magic')).toEqual({
    kind: 'unknown_metric',
    reasons: ['No metric is called "magic".'],
  })
  expect(chooseMetrics(' , ')).toMatchObject({ kind: 'unknown_metric' })
  expect(chooseMetrics('views,retention_curve')).toEqual({
    kind: 'unpaired_metric',
    reasons: ['"views" is only shown together with hook_rate, completion_rate.'],
  })
  expect(chooseMetrics('hook_rate')).toMatchObject({ kind: 'chosen' })
})
