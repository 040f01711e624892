import type { OwnRecipe } from '../own.ts'
import type { FactSets } from '../plain/table.ts'
import { aLine, salesStory } from './golden-sales.ts'

/** Numbers that a member composed, counted by hand over the client of `salesStory` with older orders beside it. */

const micro = (units: number): number => units * 1_000_000

const facts = (): FactSets => {
  const { facts: known } = salesStory()
  return {
    ...known,
    order_line: [
      ...(known['order_line'] ?? []),
      // Ten days before, in the month before; and forty days before.
      aLine({ orderId: '8', localDate: '2026-04-24', creator: 'mia', gmvMicro: micro(60) }),
      aLine({ orderId: '9', localDate: '2026-03-25', creator: 'bo', gmvMicro: micro(70) }),
    ],
  }
}

interface OwnCase {
  readonly recipe: OwnRecipe
  readonly value: number | null
}

const ratio = (rest: Partial<OwnRecipe>): OwnRecipe => ({
  numerator: 'sales_contribution',
  denominator: 'sales_ad_spend',
  filters: [],
  window: 7,
  ...rest,
})
const ofMia = [{ slice: 'creator', value: 'mia' }] as const

export const ownStory = (): {
  readonly facts: FactSets
  readonly scope: ReturnType<typeof salesStory>['question']['scope']
  readonly through: string
  readonly cases: readonly OwnCase[]
} => ({
  facts: facts(),
  scope: salesStory().question.scope,
  through: '2026-05-04',
  cases: [
    { recipe: ratio({}), value: 58 / 30 },
    { recipe: ratio({ window: 'month' }), value: 58 / 30 },
    { recipe: ratio({ window: 14 }), value: (58 + 60) / 30 },
    { recipe: ratio({ window: 28 }), value: (58 + 60) / 30 },
    { recipe: ratio({ window: 90 }), value: (58 + 60 + 70) / 30 },
    // Nothing was advertised for her; a sum of her is known.
    { recipe: ratio({ filters: ofMia, window: 14 }), value: null },
    { recipe: ratio({ filters: ofMia, window: 14, denominator: null }), value: micro(30 - 15 + 60) },
    {
      recipe: ratio({ numerator: 'sales_refunded', denominator: 'sales_net_gmv', filters: ofMia }),
      value: 20 / 80,
    },
    { recipe: ratio({ numerator: 'sales_commission', denominator: 'sales_orders' }), value: micro(10) / 4 },
    {
      recipe: ratio({
        ...{ numerator: 'sales_net_gmv', denominator: null, window: 14 },
        filters: [
          { slice: 'creator', value: 'mia' },
          { slice: 'hour', value: '12' },
        ],
      }),
      value: micro(80 + 60),
    },
    // A registered ratio, for the orders of one creator and of nobody.
    { recipe: ratio({ numerator: 'sales_refund_rate', denominator: null, filters: ofMia }), value: 20 / 100 },
    {
      recipe: ratio({
        ...{ numerator: 'sales_orders', denominator: null },
        filters: [{ slice: 'creator', value: '' }],
      }),
      value: 3,
    },
  ],
})
