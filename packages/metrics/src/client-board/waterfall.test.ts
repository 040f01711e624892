import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costIds, waterfallFinding, waterfallSteps, type CostId, type Totals } from './waterfall.ts'

const totalsOf = (gmvMicro: number, costs: readonly number[]): Totals => {
  const micro = (id: CostId): number => costs[costIds.indexOf(id)] ?? 0
  return {
    ...{ orders: 1, gmvMicro },
    errorMicro: 0,
    contributionMicro: costIds.reduce((left, id) => left - micro(id), gmvMicro),
    costsMicro: {
      ...{ cancelled: micro('cancelled'), refunded: micro('refunded') },
      ...{ platform_fees: micro('platform_fees'), commission: micro('commission') },
      ...{ shipping: micro('shipping'), goods: micro('goods'), creators: micro('creators') },
      ...{ advertising: micro('advertising'), other: micro('other') },
    },
  }
}

test('each bar hangs where the one before it ended, and the last cost ends at contribution', () => {
  const cost = fc.integer({ min: -1000, max: 1_000_000 })
  fc.assert(
    fc.property(fc.nat(5_000_000), fc.array(cost, { minLength: 9, maxLength: 9 }), (gmv, costs) => {
      const steps = waterfallSteps(totalsOf(gmv, costs))
      const [first, ...rest] = steps
      const last = rest.pop()
      let left = first?.toMicro
      for (const { fromMicro, toMicro, amountMicro } of rest) {
        expect(fromMicro).toBe(left)
        expect(toMicro - fromMicro).toBe(amountMicro)
        left = toMicro
      }
      expect(last?.toMicro).toBe(left)
      expect(last?.fromMicro).toBe(0)
    }),
  )
})

test('the finding tells what is left and where most goes', () => {
  const at = (id: CostId, micro: number) => costIds.map((one) => (one === id ? micro : 1))
  expect(waterfallFinding(totalsOf(0, []))).toEqual({ kind: 'empty' })
  expect(waterfallFinding(totalsOf(100, at('goods', 42)))).toMatchObject({
    ...{ kind: 'left', share: 0.5, largest: 'goods', largestShare: 0.42 },
  })
  expect(waterfallFinding(totalsOf(100, at('advertising', 192)))).toMatchObject({
    ...{ kind: 'lost', share: 1, largest: 'advertising' },
  })
})
