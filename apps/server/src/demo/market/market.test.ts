import { describe, expect, test } from 'vitest'
import { sumOf } from '@busker/money'
import { makeMarket, truthOf, type Market } from '../index.ts'
import { ordersAt } from './orders.ts'
import type { Region } from './region.ts'
import { settlementAt, totalOf } from './settlement.ts'
import { day } from './time.ts'
import type { Parts } from './truth.ts'
import { steps, sumOfWaterfalls } from './waterfall.ts'

const regions: readonly Region[] = ['US', 'UK', 'VN', 'ID', 'TH', 'MY']
const seeds = Array.from({ length: 50 }, (_, index) => index + 1)
const marketOf = (seed: number, orders = 40): Market =>
  makeMarket({ seed, region: regions[seed % regions.length] ?? 'US', orders, days: 30 })
const middleOf = (market: Market): number => market.startMs + 17 * day + 12 * 3_600_000

const whole = ({ known, notAssignable }: Parts) => sumOfWaterfalls([...known.values(), notAssignable])

describe('the truth of fifty markets', () => {
  test.each(seeds)('seed %i: parts sum to the total, each line adds up', (seed) => {
    const market = marketOf(seed)
    for (const asOf of [middleOf(market), market.endMs + 60 * day]) {
      const truth = truthOf(market, { asOf })
      for (const parts of [truth.perCreator, truth.perVideo, truth.perSku, truth.perProduct]) {
        expect(whole(parts)).toEqual(truth.total)
      }
      for (const { waterfall } of truth.lines) {
        const costs = sumOf(steps.filter((step) => step !== 'gmv').map((step) => waterfall[step]))
        expect(waterfall.contribution).toBe(waterfall.gmv - costs)
        expect(waterfall.cancelled + waterfall.refunded <= waterfall.gmv).toBe(true)
      }
      const { claims } = truth
      expect(truth.total.gmv).toBe(claims.real.gmvMicro)
      expect(claims.union.gmvMicro <= claims.real.gmvMicro).toBe(true)
      const claimed = claims.affiliate.orders + claims.gmvMax.orders + claims.ads.orders
      expect(claimed - claims.union.orders).toBe(claims.claimedMoreThanOnce + claims.claimedByAll)
      expect(truth.settled.totalMicro).toBe(sumOf(settlementAt(market, asOf).map(totalOf)))
    }
  })

  test('the same seed makes the same market, another one another', () => {
    const answer = (seed: number) => truthOf(marketOf(seed), { asOf: marketOf(seed).endMs })
    expect(answer(1)).toEqual(answer(1))
    expect(answer(1).total).not.toEqual(answer(7).total)
  })

  test('every market has each trap, however small', () => {
    for (const region of regions) {
      const market = makeMarket({ seed: 5, region, orders: 8, days: 20 })
      const late = market.endMs + 60 * day
      const orders = [...ordersAt(market, late)]
      const truth = truthOf(market, { asOf: late })
      expect(truth.claims.claimedByAll).toBeGreaterThan(0)
      expect(truth.samples).toBe(1)
      expect(orders.some(({ lines }) => lines.some(({ sequence }) => sequence === 2))).toBe(true)
      expect(orders.some(({ cancelledMs, paidMs }) => cancelledMs !== null && paidMs !== null)).toBe(true)
      expect(orders.some(({ cancelledMs, paidMs }) => cancelledMs !== null && paidMs === null)).toBe(true)
      expect(
        orders.some(({ refunds, settledMs }) =>
          refunds.some(({ atMs }) => settledMs !== null && atMs > settledMs),
        ),
      ).toBe(true)
      expect(truth.total.refunded > 0n).toBe(true)
    }
  })
})

describe('as time goes on', () => {
  test('only what happened later changes', () => {
    const market = marketOf(3, 120)
    const [early, late] = [middleOf(market), market.endMs + 60 * day]
    const before = truthOf(market, { asOf: early })
    const after = new Map(
      truthOf(market, { asOf: late }).lines.map((line) => [
        `${line.orderId}#${line.skuId}#${line.sequence}`,
        line,
      ]),
    )
    const byId = new Map([...ordersAt(market, late)].map((order) => [order.id, order]))
    for (const line of before.lines) {
      const then = after.get(`${line.orderId}#${line.skuId}#${line.sequence}`)
      const order = byId.get(line.orderId)
      if (order === undefined || then === undefined) return expect(line.orderId).toBe('known later, too')
      const moments = [order.paidMs, order.cancelledMs, order.settledMs, order.deliveredMs, order.completedMs]
      const isQuiet =
        moments.every((at) => at === null || at <= early) &&
        order.refunds.every(({ atMs }) => atMs <= early) &&
        settlementAt(market, late).every((entry) => entry.order?.id !== order.id || entry.settledMs <= early)
      if (isQuiet) expect(then).toEqual(line)
      if (line.paidMs !== null) expect(then.waterfall.gmv).toBe(line.waterfall.gmv)
    }
    expect(after.size).toBeGreaterThan(before.lines.length)
  })

  test('in the end nothing is open', () => {
    for (const seed of seeds.slice(0, 12)) {
      const market = marketOf(seed)
      expect(truthOf(market, { asOf: market.endMs }).openLines).toBeGreaterThan(0)
      expect(truthOf(market, { asOf: market.endMs + 60 * day }).openGmvMicro).toBe(0n)
    }
  })

  test('who buys again', () => {
    const market = marketOf(2, 200)
    const { buyers } = truthOf(market, { asOf: market.endMs + 90 * day })
    expect(buyers.due).toBe(buyers.all)
    expect(buyers.again).toBeGreaterThan(0)
    expect(buyers.again).toBeLessThan(buyers.all)
    expect(truthOf(market, { asOf: market.endMs }).buyers.due).toBe(0)
  })
})
