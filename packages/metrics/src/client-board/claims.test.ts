import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedTwice } from './claims.ts'

const order = fc.record({
  amount: fc.integer({ min: 1, max: 1000 }),
  ads: fc.boolean(),
  gmvMax: fc.boolean(),
  creator: fc.boolean(),
})

test('whoever claims which orders: the truth lies within the bounds', () => {
  fc.assert(
    fc.property(fc.array(order, { maxLength: 40 }), (orders) => {
      const sumOf = (counts: (one: (typeof orders)[number]) => number): number =>
        orders.reduce((sum, one) => sum + one.amount * counts(one), 0)
      const times = ({ ads, gmvMax, creator }: (typeof orders)[number]): number =>
        Number(ads) + Number(gmvMax) + Number(creator)
      const truth = sumOf((one) => Math.max(0, times(one) - 1))
      const { leastMicro, mostMicro } = countedTwice({
        gmvMicro: sumOf(() => 1),
        claimedMicro: sumOf(({ ads, gmvMax }) => Number(ads) + Number(gmvMax)),
        broughtMicro: sumOf(({ creator }) => Number(creator)),
      })
      expect(leastMicro).toBeLessThanOrEqual(truth)
      expect(mostMicro).toBeGreaterThanOrEqual(truth)
    }),
  )
})

test('what does not fit into the sales is surely told twice', () => {
  expect(countedTwice({ gmvMicro: 100, claimedMicro: 80, broughtMicro: 60 })).toEqual({
    ...{ leastMicro: 40, mostMicro: 80 },
    isBeyondSales: false,
  })
})

test('advertising alone can claim more than was sold', () => {
  expect(countedTwice({ gmvMicro: 100, claimedMicro: 300, broughtMicro: 0 })).toEqual({
    ...{ leastMicro: 200, mostMicro: 200 },
    isBeyondSales: true,
  })
})

test('nothing claimed is nothing twice', () => {
  expect(countedTwice({ gmvMicro: 100, claimedMicro: 0, broughtMicro: 70 })).toMatchObject({
    ...{ leastMicro: 0, mostMicro: 0 },
  })
})
