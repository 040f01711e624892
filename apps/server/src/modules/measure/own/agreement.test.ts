import {
  composeOwn,
  isSameAnswer,
  ownPeriod,
  ownWindows,
  plainly,
  type FactSets,
  type Metric,
  type MetricAnswer,
  type OwnRecipe,
} from '@busker/metrics'
import { aLine, about, anAmount, ask, idOf, ownStory, store } from '@busker/metrics/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestClickhouse, type TestClickhouse } from '../../../testing/engines.ts'

let engine: TestClickhouse
beforeAll(async () => {
  engine = await createTestClickhouse()
})
afterAll(() => engine.close())

const identity = { id: 'own_1', version: 1, label: 'Ours' }
const composed = (recipe: OwnRecipe) => {
  const made = composeOwn(recipe, identity)
  return made.kind === 'composed' ? made : null
}

/** Definitions of recipes that are asked for the same dates, in queries of as many as a board asks for. */
const askAll = async (metrics: readonly Metric[], question: ReturnType<typeof about>) => {
  const rows: MetricAnswer['rows'][] = []
  for (let from = 0; from < metrics.length; from += 12) {
    const { answers } = await ask(engine.clickhouse, metrics.slice(from, from + 12), question)
    rows.push(...answers.map((answer) => answer.rows))
  }
  return rows
}

test('what is composed has in the engine, too, the value counted by hand', async () => {
  const { facts, scope, through, cases } = ownStory()
  await store(engine.clickhouse, facts)
  for (const some of Map.groupBy(cases, ({ recipe }) => ownPeriod(recipe.window, through).from).values()) {
    const metrics = some.flatMap(({ recipe }) => composed(recipe)?.metric ?? [])
    const { from, to } = ownPeriod(some[0]?.recipe.window ?? 7, through)
    const rows = await askAll(metrics, about(from, to, { scope }))
    for (const [index, { recipe, value }] of some.entries()) {
      const found = rows[index]?.[0]?.value
      if (value === null) expect(found, JSON.stringify(recipe)).toBeNull()
      else expect(found, JSON.stringify(recipe)).toBeCloseTo(value, 9)
    }
  }
})

const clientId = idOf('client')
const dates = fc.constantFrom('2026-03-29', '2026-04-24', '2026-04-30', '2026-05-01', '2026-05-04')
const creators = fc.constantFrom('', 'mia', 'bo')
const amounts = fc.integer({ min: -5, max: 50 }).map((units) => units * 1_000_000)
const lines = fc
  .record({
    ...{ orderId: fc.constantFrom('1', '2', '3', '4'), skuId: fc.constantFrom('a', 'b'), localDate: dates },
    ...{ creator: creators, videoId: fc.constantFrom('', 'v'), productId: fc.constantFrom('', 'p') },
    ...{ localHour: fc.constantFrom(0, 9, 12), gmvMicro: amounts, refundedMicro: amounts },
    ...{ isPaid: fc.boolean(), isSample: fc.boolean(), isConverted: fc.boolean(), buyerHash: creators },
  })
  .map(aLine)
const amountsSpent = fc
  .record({
    ...{ kind: fc.constantFrom('ads_manager', 'gmv_max', 'creator_fee', 'other'), localDate: dates },
    ...{ creator: creators, campaign: fc.constantFrom('spring', ''), costMicro: amounts },
    ...{ clicks: fc.option(fc.nat(9)), impressions: fc.option(fc.nat(99)) },
  })
  .map((rest) => rest)
const facts: fc.Arbitrary<FactSets> = fc.record({
  order_line: fc.uniqueArray(lines, {
    maxLength: 20,
    selector: ({ orderId, skuId }) => `${orderId} ${skuId}`,
  }),
  spend: fc
    .array(amountsSpent, { maxLength: 12 })
    .map((all) => all.map((rest, index) => anAmount(`${index}`, rest))),
})
const parts = fc.constantFrom(
  ...['sales_contribution', 'sales_net_gmv', 'sales_refunded', 'sales_ad_spend', 'sales_orders'],
  ...['sales_creator_costs', 'sales_refund_rate', 'sales_ad_cost_per_mille', 'sales_repeat_buyers'],
)
const filters = fc.uniqueArray(
  fc.constantFrom(
    { slice: 'creator', value: 'mia' } as const,
    { slice: 'creator', value: '' } as const,
    { slice: 'hour', value: '09' } as const,
    { slice: 'campaign', value: 'spring' } as const,
    { slice: 'product', value: 'p' } as const,
  ),
  { maxLength: 2, selector: ({ slice }) => slice },
)
const recipes: fc.Arbitrary<OwnRecipe> = fc.record({
  numerator: parts,
  denominator: fc.option(parts),
  filters,
  window: fc.constantFrom(...ownWindows),
})

test('compiled SQL and plain TypeScript agree about whatever can be composed', async () => {
  const some = fc.array(recipes, { minLength: 20, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(facts, some, fc.constantFrom('day', undefined), async (known, asked, by) => {
      await store(engine.clickhouse, known)
      const scope = { kind: 'client', clientId } as const
      for (const from of ['2026-05-01', '2026-05-04']) {
        const metrics = asked.flatMap((recipe): Metric[] => {
          const made = composed(recipe)
          if (made === null || ownPeriod(recipe.window, '2026-05-04').from !== from) return []
          if (made.daily === null) return by === 'day' ? [] : [made.metric]
          return [made.metric, made.daily.numerator, made.daily.denominator ?? made.metric]
        })
        const question = about(from, '2026-05-04', { scope, ...(by === undefined ? {} : { by }) })
        const rows = await askAll(metrics, question)
        for (const [index, metric] of metrics.entries()) {
          const [found, plain] = [rows[index] ?? [], plainly(metric, known, question).rows]
          if (!isSameAnswer(found, plain))
            expect({ formula: metric.formula, by, rows: found }).toEqual({
              formula: metric.formula,
              by,
              rows: plain,
            })
        }
      }
    }),
    { numRuns: inject('clickhouseUrl') === null ? 3 : 1 },
  )
}, 60_000)
