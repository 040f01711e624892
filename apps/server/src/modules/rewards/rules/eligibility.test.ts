import { describe, expect, test } from 'vitest'
import { defaultJoiningTerms, judgeEligibility, type ApplicantFacts } from '../index.ts'

const dayMs = 86_400_000
const nowMs = 1000 * dayMs
const terms = { ...defaultJoiningTerms, leastQualifiedViews30d: 500, countries: ['DE', 'FR'] }
const just: ApplicantFacts = {
  ...{ nowMs, age: 18, followers: 10_000, qualifiedViews30d: 500, views30d: 100_000 },
  ...{ accountMadeMs: nowMs - 30 * dayMs, strikes: 0, country: 'DE', identityLevel: 1, refusedMs: null },
}

describe('who may join', () => {
  test('just enough of everything', () => {
    const { isEligible, checks, applyFromMs } = judgeEligibility(just, terms)
    expect({ isEligible, applyFromMs }).toEqual({ isEligible: true, applyFromMs: null })
    expect(checks.map(({ id }) => id)).toEqual([
      ...['age', 'followers', 'qualified_views', 'views', 'account_age', 'strikes', 'country', 'identity'],
      'apply_again',
    ])
  })

  test.each<[string, Partial<ApplicantFacts>, unknown, unknown]>([
    ['age', { age: 17 }, 18, 17],
    ['age', { age: null }, 18, null],
    ['followers', { followers: 9999 }, 10_000, 9999],
    ['qualified_views', { qualifiedViews30d: 499 }, 500, 499],
    ['views', { views30d: 99_999 }, 100_000, 99_999],
    ['account_age', { accountMadeMs: nowMs - 30 * dayMs + 1 }, 30, 29],
    ['strikes', { strikes: 1 }, 0, 1],
    ['country', { country: 'US' }, ['DE', 'FR'], 'US'],
    ['country', { country: null }, ['DE', 'FR'], null],
    ['identity', { identityLevel: 0 }, 1, 0],
    ['apply_again', { refusedMs: nowMs - 30 * dayMs + 1 }, 30, 29],
  ])('%s: %j', (id, change, needed, actual) => {
    const { isEligible, checks } = judgeEligibility({ ...just, ...change }, terms)
    expect(isEligible).toBe(false)
    expect(checks.filter(({ met }) => !met)).toEqual([{ id, needed, actual, met: false }])
  })

  test('again 30 days after a refusal, and when that is', () => {
    const refusedMs = nowMs - 12 * dayMs
    expect(judgeEligibility({ ...just, refusedMs }, terms).applyFromMs).toBe(refusedMs + 30 * dayMs)
    expect(judgeEligibility({ ...just, refusedMs: nowMs - 30 * dayMs }, terms).isEligible).toBe(true)
  })

  test('a condition that asks nothing is met by what nobody told', () => {
    const open = { ...terms, leastAge: 0, countries: null }
    expect(judgeEligibility({ ...just, age: null, country: null }, open).isEligible).toBe(true)
  })
})
