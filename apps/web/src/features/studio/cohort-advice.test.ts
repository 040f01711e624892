import type { Cohort } from '#features/numbers'
import { describe, expect, test } from 'vitest'
import { cohortAdvice } from './cohort-advice.ts'

const cohort = (name: string, size: number, day7: number): Cohort => ({
  name,
  size,
  shares: [1, 0.5, 0.4, 0.3, 0.3, 0.2, 0.2, day7],
})

describe('whether new viewers come back more', () => {
  test('is told beside the weighted mean of those before', () => {
    const before = [cohort('2026-02-16', 300, 0.2), cohort('2026-02-23', 100, 0.1)]
    expect(cohortAdvice([...before, cohort('2026-03-02', 50, 0.3)])).toEqual({ kind: 'more', share: 0.3 })
    expect(cohortAdvice([...before, cohort('2026-03-02', 50, 0.1)])).toEqual({ kind: 'fewer', share: 0.1 })
    expect(cohortAdvice([...before, cohort('2026-03-02', 50, 0.18)]).kind).toBe('same')
  })

  test('is not told of few viewers, nor before a week is over', () => {
    const before = cohort('2026-02-23', 100, 0.1)
    expect(cohortAdvice([])).toEqual({ kind: 'too_little' })
    expect(cohortAdvice([before, cohort('2026-03-02', 29, 0.3)])).toEqual({ kind: 'too_little' })
    const open = { ...cohort('2026-03-02', 99, 0), shares: [1, 0.5] }
    expect(cohortAdvice([before, open])).toEqual({ kind: 'too_little' })
  })
})
