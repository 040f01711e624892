import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectivePeople, rising, trendOf, type Activity, type Pace, type Toucher } from './trend.ts'

/** People who each did a few things of their own. */
const crowd = (size: number, from = 0): Toucher[] =>
  Array.from({ length: size }, (_, index) => ({
    personId: `p${from + index}`,
    accountDays: 90,
    others: Array.from({ length: 5 }, (__, place) => `x${(from + index) * 7 + place * 3}`),
  }))

const windowHours = 6
const calm: Pace = { touches: 10, hours: 600 }
/** An item with the same pace at all hours of the day. */
const activity = (item: string, touchers: readonly Toucher[], always = calm): Activity => ({
  ...{ item, touchers, windowHours },
  before: { always, sameHours: { touches: always.touches / 4, hours: always.hours / 4 } },
})
const fresh = (size: number): Toucher[] =>
  Array.from({ length: size }, (_, index) => ({ personId: `r${index}`, accountDays: 1, others: [] }))
/** Accounts of last year that all do the same. */
const alike = (size: number): Toucher[] =>
  Array.from({ length: size }, (_, index) => ({
    ...{ personId: `r${index}`, accountDays: 400, others: ['a', 'b', 'c', 'd', 'e', 'f'] },
  }))

describe('a ring', () => {
  const organic = activity('organic', crowd(60))
  /** Tags that many people always use: their own pace. */
  const popular = Array.from({ length: 12 }, (_, index) =>
    activity(`popular${index}`, crowd(120, 1000 * (index + 1)), { touches: 12_000, hours: 600 }),
  )
  /** Small honest rises, so that there is a top ten to get into. */
  const small = Array.from({ length: 10 }, (_, index) =>
    activity(`small${index}`, crowd(14, 50_000 + 100 * index)),
  )
  const topTen = (ring: readonly Toucher[]) =>
    rising([organic, ...popular, ...small, activity('ring', ring)], 10).map(({ item }) => item)

  test('of 200 fresh accounts does not get where 60 people get', () => {
    expect(topTen(fresh(200))[0]).toBe('organic')
    expect(topTen(fresh(200))).not.toContain('ring')
  })

  test('of 200 old accounts that do the same other things neither', () => {
    expect(topTen(alike(200))).not.toContain('ring')
  })

  test('cannot hide behind old accounts that came first', () => {
    const few = crowd(4)
    const many = [...few, ...fresh(4000)]
    expect(effectivePeople(many)).toBeLessThan(effectivePeople(few) + 2)
  })

  test('takes nothing from those whom it joins', () => {
    const people = crowd(60)
    for (const ring of [fresh(200), alike(200)])
      expect(effectivePeople([...people, ...ring])).toBeGreaterThan(0.9 * effectivePeople(people))
  })

  test('what is popular every evening does not rise in the evening, and rises when three times as many come', () => {
    const always: Pace = { touches: 12_000, hours: 600 }
    const before = { always, sameHours: { touches: 7500, hours: 150 } }
    const evening = (size: number): Activity => ({
      ...{ item: 'dinner', touchers: crowd(size), before, windowHours },
    })
    expect(rising([evening(300)], 10)).toEqual([])
    expect(rising([evening(900)], 10)).toHaveLength(1)
  })

  test('many people of one taste, who share some of what they do, still count', () => {
    const fans = Array.from({ length: 400 }, (_, index) => ({
      ...{ personId: `f${index}`, accountDays: 90 },
      others: ['music', 'fyp', ...Array.from({ length: 4 }, (__, place) => `y${index * 13 + place * 3}`)],
    }))
    expect(effectivePeople(fans)).toBeGreaterThan(200)
  })

  test('what is always popular does not rise', () => {
    expect(topTen([]).filter((item) => item.startsWith('popular'))).toEqual([])
  })
})

test('law: more of the same kind of people never lowers a score, and people count at most as one each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(40), fc.nat(500), (size, more, touches) => {
      const before: Pace = { touches, hours: 600 }
      const few = trendOf(activity('one', crowd(size), before))
      const many = trendOf(activity('one', crowd(size + more), before))
      expect(many.score).toBeGreaterThanOrEqual(few.score - 1e-9)
      expect(effectivePeople(crowd(size))).toBeLessThanOrEqual(size + 1e-9)
    }),
    { numRuns: 60 },
  )
})

test('law: what was more usual before rises less now', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 100 }), fc.nat(1000), fc.nat(1000), (size, one, other) => {
      const scoreOf = (touches: number) =>
        trendOf(activity('one', crowd(size), { touches, hours: 600 })).score
      if (one <= other) expect(scoreOf(one)).toBeGreaterThanOrEqual(scoreOf(other) - 1e-9)
    }),
    { numRuns: 60 },
  )
})
