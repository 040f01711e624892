import { findMetric, type Metric, type Question } from '@busker/metrics'
import { beforeEach, expect, test } from 'vitest'
import { virtualClock, type VirtualClock } from '#platform/clock'
import type { AnswersFor } from './answers.ts'
import { keepOfClients } from './kept-of-clients.ts'
import type { Measured } from './present.ts'

const found = (id: string): Metric => {
  const metric = findMetric(id)
  if (metric === null) throw new TypeError(`no metric ${id}`)
  return metric
}
const [gmv, orders] = [found('sales_gmv'), found('sales_orders')]
const clientId = '8f929c1e-0000-7000-8000-0a0d301c0000'
const question: Question = {
  ...{ scope: { kind: 'client', clientId }, from: '2026-06-01', to: '2026-06-30' },
  ...{ settled: '2026-06-30', untilMs: 0 },
}

let clock: VirtualClock
let revision: string | null
let computed: string[][]
let failing: Error | null
let answersFor: AnswersFor
beforeEach(() => {
  clock = virtualClock(1000)
  ;[revision, computed, failing] = ['1', [], null]
  const compute: AnswersFor = async (metrics, asked) => {
    computed.push(metrics.map(({ id }) => id))
    if (failing !== null) throw failing
    const moment = { reading: { newestLocalDate: null, newestReceivedMs: 5 }, nowMs: clock.nowMs() }
    return new Map(
      metrics.map((metric): [string, Measured] => [
        metric.id,
        { metric, question: asked, moment, outside: [], answer: { metricId: metric.id, rows: [] } },
      ]),
    )
  }
  answersFor = keepOfClients(compute, { clock, clients: { revisionOf: async () => revision } })
})

test('what is known of a revision is computed once, each number of its own', async () => {
  await answersFor([gmv], question)
  const both = await answersFor([gmv, orders], question)
  await answersFor([orders, gmv], question)
  expect(computed).toEqual([['sales_gmv'], ['sales_orders']])
  expect([...both.keys()].toSorted()).toEqual(['sales_gmv', 'sales_orders'])
  await answersFor([gmv], { ...question, by: 'day' })
  expect(computed).toHaveLength(3)
})

test('after a file nothing of before is shown', async () => {
  await answersFor([gmv], question)
  revision = '2'
  await answersFor([gmv], question)
  expect(computed).toHaveLength(2)
})

test('two who ask at once wait for one computation, and a failed one is forgotten', async () => {
  failing = new Error('the engine is away')
  const both = await Promise.allSettled([answersFor([gmv], question), answersFor([gmv], question)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(computed).toHaveLength(1)
  failing = null
  expect((await answersFor([gmv], question)).size).toBe(1)
})

test('how far a number can still change is told of now, its facts of then', async () => {
  await answersFor([gmv], question)
  clock.advance(86_400_000)
  const later = await answersFor([gmv], { ...question, settled: '2026-07-01' })
  expect(computed).toHaveLength(1)
  expect(later.get('sales_gmv')).toMatchObject({
    question: { settled: '2026-07-01' },
    moment: { nowMs: 86_401_000, reading: { newestReceivedMs: 5 } },
  })
})

test('a client that is not there, and who is no client, are computed each time', async () => {
  revision = null
  await answersFor([gmv], question)
  await answersFor([gmv], question)
  await answersFor([gmv], { ...question, scope: { kind: 'platform' } })
  expect(computed).toHaveLength(3)
})
