import { catalog, hooked, isSameAnswer, plainly, predicate, viewSource, type Metric } from '@busker/metrics'
import { ask, questions, salesQuestions, salesStreams, settle, store, streams } from '@busker/metrics/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'

let engine: TestClickhouse
beforeAll(async () => {
  engine = await createTestClickhouse()
})
afterAll(() => engine.close())

const fed = catalog().filter(({ measure }) => measure !== null)
/** Over the network the numbers are the same ones: what is tested there is the way. */
const isRepeated = inject('clickhouseUrl') !== null
/** Definitions in each run. All of them in each run take `npm run soak -- agreement`. */
const inRun = 5
/** How much of it the settled tables know; null: they are not used. */
const cuts = fc.oneof(fc.constant(null), fc.constant(Number.MAX_SAFE_INTEGER), fc.nat(30_000))
const some = fc.shuffledSubarray([...fed], { minLength: inRun, maxLength: inRun })

test('compiled SQL and plain TypeScript give the same numbers for any stream of facts', async () => {
  await fc.assert(
    fc.asyncProperty(streams, questions, some, cuts, async (facts, asked, metrics, cut) => {
      await store(engine.clickhouse, facts)
      const unsettled = cut === null ? null : await settle(engine.clickhouse, facts, cut)
      for (const metric of metrics) {
        const { by, ...whole } = asked
        const mayBy = by !== undefined && metric.slices.includes(by)
        const mayScope = metric.scopes.includes(asked.scope.kind)
        const question = {
          ...whole,
          ...(mayBy ? { by } : {}),
          ...(mayScope ? {} : { scope: { kind: 'platform' } as const }),
          ...(unsettled === null ? {} : { unsettled }),
        }
        const [answer] = (await ask(engine.clickhouse, [metric], question)).answers
        const { rows } = plainly(metric, facts, question)
        if (isSameAnswer(answer?.rows ?? [], rows)) continue
        // Only to show what differs.
        expect({ metric: metric.id, question, rows: answer?.rows }).toEqual({
          metric: metric.id,
          question,
          rows,
        })
      }
    }),
    { numRuns: isRepeated ? 3 : 9 },
  )
}, 240_000)

test('cells of order lines give the same numbers as the lines themselves', async () => {
  const ofClients = fed.filter(({ scopes }) => scopes.includes('client'))
  await fc.assert(
    fc.asyncProperty(salesStreams, salesQuestions, async (facts, question) => {
      await store(engine.clickhouse, facts)
      const { by } = question
      const metrics = ofClients.filter(({ slices }) => by === undefined || slices.includes(by))
      const { answers } = await ask(engine.clickhouse, metrics, question)
      for (const [place, metric] of metrics.entries()) {
        const [rows, plain] = [answers[place]?.rows ?? [], plainly(metric, facts, question).rows]
        if (!isSameAnswer(rows, plain)) expect({ metric: metric.id, question, rows }).toEqual(plain)
      }
    }),
    { numRuns: isRepeated ? 2 : 4 },
  )
}, 120_000)

test('a condition is the same as a function, in the plain implementation and in the engine', async () => {
  const views = fed.find(({ id }) => id === 'hook_rate')
  expect(views).toBeDefined()
  const isHooked = predicate(viewSource, hooked)
  await fc.assert(
    fc.asyncProperty(streams, async (facts) => {
      const reports = facts['view'] ?? []
      await store(engine.clickhouse, { view: reports })
      const latest = new Map<unknown, (typeof reports)[number]>()
      for (const report of reports) {
        const known = latest.get(report['viewId'])
        const isLater =
          known === undefined ||
          Number(report['seq']) > Number(known['seq']) ||
          (report['seq'] === known['seq'] && Number(report['journalOffset']) > Number(known['journalOffset']))
        if (isLater) latest.set(report['viewId'], report)
      }
      const counted = [...latest.values()].filter(({ traffic }) => traffic !== 'self' && traffic !== 'bot')
      const question = {
        ...{ scope: { kind: 'platform' } as const, from: '2026-01-01', to: '2026-12-31' },
        ...{ settled: '2027-01-31', untilMs: 0 },
      } as const
      const { answers } = await ask(engine.clickhouse, [views as Metric], question)
      const expected = counted.length === 0 ? null : counted.filter(isHooked).length / counted.length
      expect(answers[0]?.rows[0]?.value).toBe(expected)
    }),
    { numRuns: isRepeated ? 2 : 4 },
  )
}, 60_000)
