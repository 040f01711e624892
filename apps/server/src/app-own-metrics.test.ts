import {
  addClientMember,
  changeOwnMetric,
  changeTarget,
  createClient as createClientEndpoint,
  createOwnMetric,
  createTarget,
  getOwnMetric,
  getOwnMetricCourse,
  listOwnMetrics,
  listTargets,
  previewOwnMetric,
  removeOwnMetric,
  removeTarget,
  type ClientId,
  type Endpoint,
  type OwnRecipeBody,
  type RealtimeMessage,
} from '@busker/contract'
import { dateOf } from '@busker/metrics'
import { aLine, store } from '@busker/metrics/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMeasure, createOwnMetrics } from '#modules/measure'
import { silentLog } from '#platform/log'
import { createTestClickhouse } from './testing/engines.ts'
import { createClient, signUp, type Client, type Person } from './testing/test-app.ts'
import { brand, foundAgency, openBench } from './modules/outside/test-bench.ts'

const told: { readonly to: string; readonly message: RealtimeMessage }[] = []

const start = async () => {
  const bench = await openBench()
  const facts = await createTestClickhouse()
  const { db, clock, ids, jobs, identity, outside } = bench
  const own = createOwnMetrics({
    ...{ db, clock, ids, jobs, identity, clients: outside, log: silentLog() },
    measure: createMeasure({ clickhouse: facts.clickhouse, clock }),
    publish: (to, message) => void told.push({ to, message }),
  })
  own.serve(bench.http)
  const close = async () => {
    await bench.close()
    await facts.close()
  }
  return { ...bench, own, clickhouse: facts.clickhouse, close }
}
let bench: Awaited<ReturnType<typeof start>>
let owner: Person
let analyst: Person
let viewer: Person
let stranger: Person
let clientId: ClientId

beforeAll(async () => {
  bench = await start()
  const agency = await foundAgency(bench, 'owner', 'Pond Agency')
  owner = agency.person
  const made = await owner.call(createClientEndpoint, {
    body: { organisationId: agency.organisationId, name: 'First', ...brand },
  })
  clientId = made.client.clientId
  analyst = await signUp(bench, 'analyst')
  viewer = await signUp(bench, 'viewer')
  stranger = await signUp(bench, 'stranger')
  for (const role of ['analyst', 'viewer'] as const)
    await owner.call(addClientMember, { params: { clientId }, body: { handle: role, role } })
})
afterAll(() => bench.close())

/** The newest day of the files; the last whole one is the day before. */
const newest = 20_463
const dayAt = (ago: number): string => dateOf(newest - ago)

/** Days of sales by how long ago: mia sold so much, and bo ten each day. */
const sell = (soldAt: (ago: number) => number, from: number) =>
  store(bench.clickhouse, {
    order_line: Array.from({ length: from + 1 }, (_, ago) => [
      aLine({ clientId, orderId: `m${ago}`, localDate: dayAt(ago), creator: 'mia', gmvMicro: soldAt(ago) }),
      aLine({ clientId, orderId: `b${ago}`, localDate: dayAt(ago), creator: 'bo', gmvMicro: 10_000_000 }),
    ]).flat(),
  })
/** Up and down a little, around so many units. */
const around = (units: number) => (ago: number) => (units + ((ago * 7) % 11) - 5) * 1_000_000

const recipe: OwnRecipeBody = {
  ...{ numerator: 'sales_net_gmv', denominator: 'sales_orders', window: 28 },
  filters: [{ slice: 'creator', value: 'mia' }],
}
const compose = async (name: string, rest: Partial<OwnRecipeBody> = {}) =>
  (
    await analyst.call(createOwnMetric, {
      params: { clientId },
      body: { name, recipe: { ...recipe, ...rest } },
    })
  ).metric

test('a member composes a metric: its number, its pairs, its query, its versions', async () => {
  await sell(around(20), 60)
  const made = await compose('Order of Mia')
  expect(made.composed?.measured.rows[0]).toMatchObject({ status: 'known', sampleSize: 28 })
  expect(Number(made.composed?.measured.rows[0]?.value)).toBeCloseTo(20_000_000, -6)
  expect(made.composed).toMatchObject({ from: dayAt(27), to: dayAt(0), watchable: true })
  expect(made.composed?.definition).toMatchObject({ unit: 'money', kind: 'actionable', version: 1 })
  const vanity = await compose('Orders', { numerator: 'sales_orders', denominator: null, window: 'month' })
  expect(vanity.composed?.pairs.map(({ definition }) => definition.label)).toEqual(['Contribution'])

  const params = { clientId, ownMetricId: made.ownMetricId }
  const changed = {
    name: 'Order of Bo',
    recipe: { ...recipe, filters: [{ slice: 'creator', value: 'bo' }] },
  } as const
  await owner.call(changeOwnMetric, { params, body: { ...changed, recipe } })
  const { metric } = await owner.call(changeOwnMetric, {
    params,
    body: { ...changed, recipe: { ...recipe, filters: [...changed.recipe.filters] } },
  })
  expect(metric.composed?.measured.rows[0]?.value).toBe(10_000_000)
  const seen = await viewer.call(getOwnMetric, { params })
  expect(seen.versions.map(({ version, formula }) => [version, formula])).toEqual([
    [2, 'Net GMV for each unit of Orders, over the last 28 days, only where creator is “bo”.'],
    [1, 'Net GMV for each unit of Orders, over the last 28 days, only where creator is “mia”.'],
  ])
  expect(seen.sql).toContain('outside_line')
  expect(seen.versions[0]?.changedBy?.handle).toBe('owner')
  expect(metric.composed?.definition.hash).not.toBe(made.composed?.definition.hash)

  const names = (await viewer.call(listOwnMetrics, { params: { clientId } })).metrics.map(({ name }) => name)
  expect(names).toEqual(['Order of Bo', 'Orders'])
  await owner.call(removeOwnMetric, { params })
  expect(await bench.own.ownNumbers(clientId, { to: dayAt(30) })).toMatchObject([
    { name: 'Orders', composed: { to: dayAt(30) } },
  ])
})

test('a preview says what is composed, or why it makes no sense; nothing is kept', async () => {
  const preview = (given: Partial<OwnRecipeBody>) =>
    viewer.call(previewOwnMetric, { params: { clientId }, body: { recipe: { ...recipe, ...given } } })
  expect((await preview({})).composed?.definition.unit).toBe('money')
  const refused = await preview({ numerator: 'sales_refund_rate' })
  expect(refused).toMatchObject({ composed: null, refusal: { code: 'not_a_sum', part: 'numerator' } })
})

test('a target is missed when that is sure, and everybody who may read is told once', async () => {
  const metric = await compose('Mia', { numerator: 'sales_contribution', denominator: null, window: 7 })
  const params = { clientId, ownMetricId: metric.ownMetricId }
  await sell(around(20), 60)
  const goal = { bound: 'at_least', value: 112_000_000, endsOn: null } as const
  const { target } = await analyst.call(createTarget, {
    params: { clientId },
    body: { ownMetricId: metric.ownMetricId, ...goal },
  })
  // Four weeks, and with this little scatter it is clear that 140 a week are more than 112.
  expect(target).toMatchObject({ state: 'ok', outlook: 'kept', currency: 'USD', changes: [] })
  expect(target.band?.days).toBe(28)

  const lookAfter = async (soldAt: (ago: number) => number) => {
    bench.clock.advance(300_000)
    await sell(soldAt, 60)
    await bench.own.afterSettling(clientId)
    await bench.jobs.runOnce()
    const [seen] = (await viewer.call(listTargets, { params: { clientId } })).targets
    return seen
  }
  expect((await lookAfter(around(20)))?.state).toBe('ok')
  expect(told).toEqual([])
  const off = await lookAfter(around(12))
  expect(off).toMatchObject({
    state: 'off',
    outlook: 'missed',
    changes: [{ state: 'off', band: { days: 28 } }],
  })
  expect(off?.changes[0]?.band?.high).toBeLessThan(112_000_000)
  expect(new Set(told.map(({ to }) => to))).toEqual(
    new Set([owner.me.personId, analyst.me.personId, viewer.me.personId]),
  )
  expect(await lookAfter(around(12))).toMatchObject({ changes: off?.changes })
  const { days, bands } = await viewer.call(getOwnMetricCourse, { params })
  expect(days.at(-1)?.day).toBe(dayAt(1))
  expect(bands).toMatchObject([{ targetId: target.targetId, course: [] }])

  // A target that is changed begins anew.
  const eased = await analyst.call(changeTarget, {
    params: { clientId, targetId: target.targetId },
    body: { ...goal, value: 56_000_000 },
  })
  expect(eased.target).toMatchObject({
    state: 'ok',
    outlook: 'kept',
    changes: [{ state: 'ok', band: null }, {}],
  })
  const unfit = { ...recipe, numerator: 'sales_repeat_buyers', denominator: null, filters: [] }
  expect(await analyst.refusal(changeOwnMetric, { params, body: { name: 'Mia', recipe: unfit } })).toBe(
    '400 invalid_request',
  )
  await analyst.call(removeTarget, { params: { clientId, targetId: target.targetId } })
  expect((await viewer.call(listTargets, { params: { clientId } })).targets).toEqual([])
})

test('who may: strangers find no client, viewers read, analysts and owners compose', async () => {
  const metric = await compose('Ours')
  const goal = { bound: 'at_most', value: 1, endsOn: null } as const
  const body = { ownMetricId: metric.ownMetricId, ...goal }
  const { target } = await owner.call(createTarget, { params: { clientId }, body })
  const [ofClient, ofMetric, ofTarget] = [
    { params: { clientId } },
    { params: { clientId, ownMetricId: metric.ownMetricId } },
    { params: { clientId, targetId: target.targetId } },
  ]
  const given = { name: 'Ours', recipe }
  type Input = Parameters<Client['refusal']>[1]
  const readings: readonly (readonly [Endpoint, Input])[] = [
    [listOwnMetrics, ofClient],
    [previewOwnMetric, { ...ofClient, body: { recipe } }],
    [getOwnMetric, ofMetric],
    [getOwnMetricCourse, ofMetric],
    [listTargets, ofClient],
  ]
  const writings: readonly (readonly [Endpoint, Input, unknown])[] = [
    [createOwnMetric, { ...ofClient, body: given }, { name: '', recipe }],
    [
      changeOwnMetric,
      { ...ofMetric, body: given },
      { ...given, recipe: { ...recipe, denominator: 'sales_luck' } },
    ],
    [createTarget, { ...ofClient, body }, { ...body, value: 'much' }],
    [changeTarget, { ...ofTarget, body: goal }, { ...goal, endsOn: '2025-01-01' }],
    [removeTarget, ofTarget, null],
    [removeOwnMetric, ofMetric, null],
  ]
  const statusOf = async (by: Client, endpoint: Endpoint, input: Input) =>
    Number((await by.refusal(endpoint, input)).split(' ')[0])
  for (const [endpoint, input] of [...readings, ...writings]) {
    expect(await statusOf(createClient(bench), endpoint, input), endpoint.id).toBe(401)
    expect(await statusOf(stranger, endpoint, input), endpoint.id).toBe(404)
  }
  for (const [endpoint, input] of readings) await viewer.call(endpoint, input)
  for (const [endpoint, input, bad] of writings) {
    expect(await statusOf(viewer, endpoint, input), endpoint.id).toBe(403)
    if (bad !== null)
      expect(await statusOf(analyst, endpoint, { ...input, body: bad }), endpoint.id).toBe(400)
  }
  const nowhere = '0198f6f0-0000-7000-8000-000000000001'
  expect(await statusOf(analyst, getOwnMetric, { params: { clientId, ownMetricId: nowhere } })).toBe(404)
  expect(await statusOf(analyst, removeTarget, { params: { clientId, targetId: nowhere } })).toBe(404)
})
