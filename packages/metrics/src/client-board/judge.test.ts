import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countInterval, judge, leastOrders } from './judge.ts'

const usual = { perOrderMicro: 40_000_000, margin: 0.5 }
const earner = { orders: 0, contributionMicro: 0, fixedMicro: 0, claimedMicro: 0 }

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

describe('who earns what it costs', () => {
  test('money spent that no order explains is a loss, also without an order', () => {
    expect(judge({ ...earner, contributionMicro: -300_000_000, fixedMicro: 300_000_000 }, usual)).toEqual({
      kind: 'loses',
      interval: null,
    })
  })

  test('a little money without an order says nothing', () => {
    expect(judge({ ...earner, contributionMicro: -50_000_000, fixedMicro: 50_000_000 }, usual).kind).toBe(
      'too_little',
    )
  })

  test('what advertising claims holds a stop back', () => {
    const claimed = { ...earner, contributionMicro: -300_000_000, fixedMicro: 300_000_000 }
    expect(judge({ ...claimed, claimedMicro: 700_000_000 }, usual).kind).toBe('too_little')
  })

  test('few orders are not praised, many are', () => {
    const good = { ...earner, fixedMicro: 10_000_000 }
    const of = (orders: number) =>
      judge({ ...good, orders, contributionMicro: orders * 40_000_000 }, usual).kind
    expect(of(leastOrders - 1)).toBe('too_little')
    expect(of(leastOrders)).toBe('gains')
  })

  test('a gain that fewer orders would have turned is open', () => {
    const found = judge(
      { ...earner, orders: 20, contributionMicro: 100_000_000, fixedMicro: 700_000_000 },
      usual,
    )
    expect(found.kind).toBe('open')
    expect(found.interval?.[0]).toBeLessThan(0)
    expect(found.interval?.[1]).toBeGreaterThan(100_000_000)
  })

  test('with no order at all in the period nothing is said', () => {
    expect(judge(earner, { perOrderMicro: null, margin: null }).kind).toBe('too_little')
  })

  test('more cost never makes a better verdict', () => {
    const rank = { loses: 0, too_little: 1, open: 1, gains: 2 }
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        (orders, each, fixed, more) => {
          const kindWith = (cost: number) =>
            judge({ ...earner, orders, contributionMicro: orders * each - cost, fixedMicro: cost }, usual)
              .kind
          expect(rank[kindWith(fixed + more)]).toBeLessThanOrEqual(rank[kindWith(fixed)])
        },
      ),
    )
  })
})
