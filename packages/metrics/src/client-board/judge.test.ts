import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, leastOrders, ordersMissing } from './judge.ts'

const usual = { perOrderMicro: 40_000_000, margin: 0.5 }
const earner = { orders: 0, contributionMicro: 0, errorMicro: 0, fixedMicro: 0, claimedMicro: 0 }
/** Equal orders, as many as they are. */
const errorOf = (orders: number, each: number) => Math.sqrt(orders) * each

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
      judge(
        {
          ...{ ...good, orders, contributionMicro: orders * 40_000_000 },
          errorMicro: errorOf(orders, 40_000_000),
        },
        usual,
      ).kind
    expect(of(leastOrders - 1)).toBe('too_little')
    expect(ordersMissing({ kind: 'too_little', interval: null }, leastOrders - 1)).toBe(1)
    expect(of(leastOrders)).toBe('gains')
  })

  test('a gain that fewer orders would have turned is open', () => {
    const found = judge(
      {
        ...{ ...earner, orders: 20, contributionMicro: 100_000_000, fixedMicro: 700_000_000 },
        errorMicro: errorOf(20, 40_000_000),
      },
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
            judge(
              {
                ...{ ...earner, orders, contributionMicro: orders * each - cost, fixedMicro: cost },
                errorMicro: errorOf(orders, each),
              },
              usual,
            ).kind
          expect(rank[kindWith(fixed + more)]).toBeLessThanOrEqual(rank[kindWith(fixed)])
        },
      ),
    )
  })
})
