import { expect, test } from 'vitest'
import { catalog } from './catalog/catalog.ts'
import { compile } from './compile/compile.ts'
import { normalised, revived } from './normalised.ts'
import { composeOwn, ownPeriod, ownWindows, windowDays, windowStart, type OwnRecipe } from './own.ts'
import { plainly } from './plain/plainly.ts'
import { dayNumber } from './question.ts'
import { about, ownStory } from './testing/index.ts'

const identity = { id: 'own_1', version: 1, label: 'Ours' }
const base: OwnRecipe = {
  ...{ numerator: 'sales_contribution', denominator: 'sales_ad_spend', filters: [], window: 28 },
}
const outcomeOf = (rest: Partial<OwnRecipe>) => {
  const made = composeOwn({ ...base, ...rest }, identity)
  return made.kind === 'refused' ? `${made.refusal} ${made.part}` : made.kind
}
const by = (slice: OwnRecipe['filters'][number]['slice'], value = 'x') => ({ slice, value })

test('what is composed has the value counted by hand', () => {
  const { facts, scope, through, cases } = ownStory()
  for (const { recipe, value } of cases) {
    const made = composeOwn(recipe, identity)
    if (made.kind === 'refused') throw new TypeError(made.refusal)
    const { from, to } = ownPeriod(recipe.window, through)
    const [row] = plainly(made.metric, facts, about(from, to, { scope })).rows
    if (value === null) expect(row?.status, JSON.stringify(recipe)).toBe('missing')
    else expect(row?.value, JSON.stringify(recipe)).toBeCloseTo(value, 9)
  }
})

test.each([
  ['unknown numerator', { numerator: 'sales_luck' }],
  ['unknown denominator', { denominator: 'sales_luck' }],
  ['not_of_client numerator', { numerator: 'views', denominator: null }],
  ['not_a_sum numerator', { numerator: 'sales_refund_rate' }],
  ['not_a_sum denominator', { denominator: 'sales_contribution_margin' }],
  ['not_a_sum denominator', { denominator: 'sales_repeat_buyers' }],
  ['same_twice denominator', { denominator: 'sales_contribution' }],
  ['units denominator', { numerator: 'sales_orders', denominator: 'sales_ad_spend' }],
  ['slice_twice filters', { filters: [by('creator'), by('creator', 'y')] }],
  ['no_such_slice filters', { filters: [by('content_type')] }],
  ['no_such_slice filters', { filters: [by('day', '2026-01-01')] }],
  ['composed', { numerator: 'sales_refund_rate', denominator: null, filters: [by('sku')] }],
] as const)('%s: %j', (outcome, rest) => {
  expect(outcomeOf(rest)).toBe(outcome)
})

test('unit, direction and vanity follow from the parts', () => {
  const factsOf = (numerator: string, denominator: string | null) => {
    const made = composeOwn({ ...base, numerator, denominator }, identity)
    if (made.kind === 'refused') return made.refusal
    const { unit, direction, kind, pairs } = made.metric
    expect(made.pairs.map(({ id }) => id)).toEqual(pairs.map((id) => `own_1_${id}`))
    return [unit, direction, kind].join(' ')
  }
  expect(factsOf('sales_contribution', 'sales_ad_spend')).toBe('share up actionable')
  expect(factsOf('sales_commission', 'sales_net_gmv')).toBe('share down actionable')
  expect(factsOf('sales_refunded', 'sales_orders')).toBe('money down actionable')
  expect(factsOf('sales_gmv', 'sales_orders')).toBe('money neither vanity')
  expect(factsOf('sales_orders', null)).toBe('count neither vanity')
})

test('every pair of registered numbers is refused with a reason or compiles, and its text can be read again', () => {
  const ids = catalog().flatMap(({ id, scopes }) => (scopes.includes('client') ? [id] : []))
  const scope = { kind: 'client', clientId: '0198f6f0-0000-7000-8000-000000000001' } as const
  let composed = 0
  for (const numerator of ids) {
    for (const denominator of [null, ...ids]) {
      const made = composeOwn({ ...base, numerator, denominator }, identity)
      if (made.kind === 'refused') continue
      composed += 1
      expect(made.metric.finalAfterDays, numerator).toBeGreaterThanOrEqual(0)
      const parts = made.daily === null ? [] : [made.daily.numerator, made.daily.denominator ?? made.metric]
      const asked = about('2026-05-01', '2026-05-28', { scope, by: 'day' })
      for (const one of [made.metric, ...made.pairs, ...parts]) expect(compile([one], asked).sql).not.toBe('')
      const text = normalised(made.metric)
      const again = revived(made.metric, text)
      expect(again && normalised(again)).toBe(text)
    }
  }
  expect(composed).toBeGreaterThan(ids.length)
})

test('a filter is a bound value, and another recipe another definition', () => {
  const textOf = (filters: OwnRecipe['filters']) => {
    const made = composeOwn({ ...base, filters }, identity)
    if (made.kind === 'refused') throw new TypeError(made.refusal)
    const scope = { kind: 'client', clientId: '0198f6f0-0000-7000-8000-000000000001' } as const
    const { sql, params } = compile([made.metric], about('2026-05-01', '2026-05-28', { scope }))
    return { sql, params: JSON.stringify(params), normalised: normalised(made.metric) }
  }
  const name = "'; DROP TABLE mia"
  expect(textOf([by('creator', name)]).sql).not.toContain('DROP')
  expect(textOf([by('creator', name)]).params).toContain('DROP')
  expect(textOf([by('creator', 'a')]).normalised).not.toBe(textOf([by('creator', 'b')]).normalised)
})

test('windows end with a day', () => {
  expect(ownWindows.map((window) => windowStart(window, '2026-03-10'))).toEqual([
    '2026-03-04',
    '2026-02-25',
    '2026-02-11',
    '2025-12-11',
    '2026-03-01',
  ])
  for (const window of [7, 14, 28, 90] as const)
    expect(dayNumber('2026-03-10') - dayNumber(windowStart(window, '2026-03-10')) + 1).toBe(window)
  expect(['2026-02-10', '2024-02-29', '2026-12-31'].map((day) => windowDays('month', day))).toEqual([
    28, 29, 31,
  ])
})
