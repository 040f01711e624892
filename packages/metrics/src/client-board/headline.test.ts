import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { causesOf, headlineOf, leastOrdersOfClient } from './headline.ts'
import { costIds, type CostId, type Totals } from './waterfall.ts'

const one = 1_000_000
const none: Record<CostId, number> = {
  ...{ cancelled: 0, refunded: 0, platform_fees: 0, commission: 0, shipping: 0 },
  ...{ goods: 0, creators: 0, advertising: 0, other: 0 },
}
const totals = (orders: number, gmv: number, costs: Partial<Record<CostId, number>> = {}): Totals => {
  const costsMicro = { ...none }
  for (const id of costIds) costsMicro[id] = (costs[id] ?? 0) * one
  const spent = costIds.reduce((sum, id) => sum + costsMicro[id], 0)
  const contributionMicro = gmv * one - spent
  const { advertising, creators, other } = costsMicro
  // Baskets whose amount varies by three quarters of itself.
  const perOrder = orders === 0 ? 0 : Math.abs(contributionMicro + advertising + creators + other) / orders
  const errorMicro = perOrder * Math.sqrt(orders * 1.5)
  return { orders, gmvMicro: gmv * one, contributionMicro, errorMicro, costsMicro }
}
const known = { settled: 1, goodsKnown: 1 }

describe('what is said about a client', () => {
  test('nothing about too few orders', () => {
    const few = totals(leastOrdersOfClient - 1, 1000)
    expect(headlineOf(few, totals(500, 9000), known)).toEqual({ kind: 'too_little', orders: 29 })
  })

  test('no change is told when there is nothing to compare with', () => {
    expect(headlineOf(totals(300, 9000), totals(0, 0), known)).toEqual({
      kind: 'first',
      action: 'scale',
      caution: null,
    })
  })

  test('refunds that eat a gain are the cause, and a sure fall holds', () => {
    const before = totals(400, 16_000, { advertising: 4000, refunded: 500 })
    const now = totals(400, 16_000, { advertising: 4000, refunded: 7000 })
    const found = headlineOf(now, before, known)
    expect(found).toMatchObject({ kind: 'changed', cause: 'refunded', action: 'hold', surety: 'strong' })
    expect(found.kind === 'changed' && found.deltaMicro).toBe(-6500 * one)
    expect(found.kind === 'changed' && found.causeMicro).toBeCloseTo(-6500 * one, 0)
  })

  test('more of the same is volume', () => {
    const before = totals(200, 8000, { advertising: 2000, goods: 2000 })
    const now = totals(400, 16_000, { advertising: 4000, goods: 4000 })
    expect(headlineOf(now, before, known)).toMatchObject({
      cause: 'volume',
      action: 'scale',
      surety: 'strong',
    })
  })

  test('a small step is called chance', () => {
    const before = totals(100, 4000, { advertising: 1000 })
    expect(headlineOf(totals(103, 4120, { advertising: 1000 }), before, known)).toMatchObject({
      surety: 'weak',
      action: 'scale',
    })
  })

  test('a sure loss is stopped, also when costs are open', () => {
    const losing = totals(100, 4000, { advertising: 9000 })
    expect(headlineOf(losing, losing, known)).toMatchObject({ action: 'stop' })
    expect(headlineOf(losing, losing, { settled: 0, goodsKnown: 0 })).toMatchObject({ action: 'stop' })
  })

  test('a gain that a few orders would turn is held', () => {
    const close = totals(100, 4000, { advertising: 3900 })
    expect(headlineOf(close, close, known)).toMatchObject({ action: 'hold', caution: 'unsure' })
  })

  test.each([
    [{ settled: 1, goodsKnown: 0.5 }, 'goods_unknown'],
    [{ settled: 1, goodsKnown: null }, 'goods_unknown'],
    [{ settled: 0.2, goodsKnown: 1 }, 'fees_open'],
  ])('nobody is told to spend more on unknown costs: %o', (guards, caution) => {
    const good = totals(400, 16_000)
    expect(headlineOf(good, good, guards)).toMatchObject({ action: 'hold', caution })
  })

  test('the causes sum to the change', () => {
    const cost = fc.integer({ min: 0, max: 5000 })
    const some = fc.record({ refunded: cost, goods: cost, advertising: cost, other: cost })
    const gmv = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(gmv, some, gmv, some, (gmvNow, costsNow, gmvBefore, costsBefore) => {
        const [now, before] = [totals(100, gmvNow, costsNow), totals(100, gmvBefore, costsBefore)]
        const sum = [...causesOf(now, before).values()].reduce((all, micro) => all + micro, 0)
        expect(sum / one).toBeCloseTo((now.contributionMicro - before.contributionMicro) / one, 3)
      }),
    )
  })
})
