import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOf, countInterval, tiersOf, totalInterval } from './certainty.ts'

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
const errors = fc.nat(1_000_000_000)

describe('the interval of a count', () => {
  // Exact limits of the Poisson distribution, from tables.
  test.each([
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [10, 4.8, 18.39],
    [30, 20.24, 42.83],
    [100, 81.36, 121.63],
  ])('of %i', (count, low, high) => {
    const [lowest, highest] = countInterval(count)
    expect(lowest).toBeCloseTo(low, 1)
    expect(highest).toBeCloseTo(high, 1)
  })

  test('it holds the count and grows with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (count) => {
        const [low, high] = countInterval(count)
        expect(low).toBeLessThanOrEqual(count)
        expect(high).toBeGreaterThan(count)
        expect(countInterval(count + 1)[0]).toBeGreaterThanOrEqual(low)
      }),
    )
  })
})

test('an interval holds its number, grows with the error, and has no side that it prefers', () => {
  fc.assert(
    fc.property(amounts, errors, (total, error) => {
      const [low, high] = totalInterval({ total, error })
      const slack = 1e-6 + Math.abs(total) * 1e-12
      expect(low).toBeLessThanOrEqual(total + slack)
      expect(high).toBeGreaterThanOrEqual(total - slack)
      const [minusHigh, minusLow] = totalInterval({ total: -total, error }).map((end) => -end)
      expect(minusLow).toBeCloseTo(low, 3)
      expect(minusHigh).toBeCloseTo(high, 3)
    }),
  )
})

test('of equal orders it is the interval of their count', () => {
  // 25 orders that left 4 each: the error is 4 × 5.
  const [low, high] = totalInterval({ total: 100, error: 20 })
  const [fewest, most] = countInterval(25)
  expect(low).toBeCloseTo(4 * fewest, 9)
  expect(high).toBeCloseTo(4 * most, 9)
})

test('it holds the truth about as often as it says, also for few and unequal orders', () => {
  // A generator of our own: the test is the same every time.
  let state = 42
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  const baskets = [5, 8, 20, 60]
  const mean = 12
  const truth = mean * (baskets.reduce((sum, one) => sum + one, 0) / baskets.length)
  const runs = 2000
  let held = 0
  for (let run = 0; run < runs; run += 1) {
    let count = -1
    for (let left = Math.exp(mean), product = 1; product * left >= 1; count += 1) product *= random()
    const orders = Array.from({ length: count }, () => baskets[Math.floor(random() * baskets.length)] ?? 0)
    const total = orders.reduce((sum, one) => sum + one, 0)
    const error = Math.sqrt(orders.reduce((sum, one) => sum + one ** 2, 0))
    const [low, high] = totalInterval({ total, error })
    if (low <= truth && truth <= high) held += 1
  }
  expect(held / runs).toBeGreaterThan(0.92)
  expect(held / runs).toBeLessThan(0.98)
})

test('a change is judged by the errors of both periods', () => {
  expect(changeOf({ total: 130, error: 5 }, { total: 100, error: 5 })).toMatchObject({
    delta: 30,
    surety: 'strong',
  })
  expect(changeOf({ total: 116, error: 5 }, { total: 100, error: 5 }).surety).toBe('likely')
  expect(changeOf({ total: 110, error: 5 }, { total: 100, error: 5 }).surety).toBe('weak')
  expect(changeOf({ total: 0, error: 0 }, { total: 0, error: 0 }).surety).toBe('weak')
})

test('whoever is in a higher tier is surely better than the best of the next', () => {
  expect(
    tiersOf([
      [1, 3],
      [8, 12],
      [7, 9],
      [2, 2.5],
    ]),
  ).toEqual([2, 1, 1, 2])
  const range = fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.nat(20))
    .map(([low, width]) => [low, low + width] as const)
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const tiers = tiersOf(ranges)
      for (const tier of new Set(tiers)) {
        const own = ranges.filter((_, at) => tiers[at] === tier)
        const floor = Math.max(...own.map(([low]) => low))
        // All of a tier reach up to its best, and nobody below does.
        expect(own.every(([, high]) => high >= floor)).toBe(true)
        const below = ranges.filter((_, at) => (tiers[at] ?? 0) > tier)
        expect(below.every(([, high]) => high < floor)).toBe(true)
      }
    }),
  )
})
