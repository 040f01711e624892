import {
  getMetric,
  getMetricSql,
  listMetrics,
  personId as personIdSchema,
  queryMetrics,
  type Role,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { createHttp, type PersonViewer } from '#platform/http'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { createTestClickhouse } from '../../testing/engines.ts'
import { measureRoutes } from './http.ts'
import { createMeasure } from './measure.ts'
import type { OutsideTable } from './outside.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'measure-http')
const postId = ids.uuid()
const unwatchedPostId = ids.uuid()

const person = (role: Role): PersonViewer => ({
  kind: 'person',
  personId: personIdSchema.parse(ids.uuid()),
  role,
  sessionId: ids.uuid(),
})
const people = new Map([
  ['author', person('person')],
  ['operator', person('operator')],
  ['moderator', person('moderator')],
  ['somebody', person('person')],
])

/** Tables from outside, as a test gives them. */
const outside: OutsideTable[] = []

const start = async () => {
  const facts = await createTestClickhouse()
  const app = await createHttp({
    version: '0',
    publicUrl: undefined,
    requestsPerMinute: 1000,
    trustedProxies: [],
    ids,
    log: silentLog(),
    authenticator: { personOf: async (token) => people.get(token) ?? null },
    isReady: () => true,
  })
  const known = [postId, unwatchedPostId]
  const measure = createMeasure({
    ...{ clickhouse: facts.clickhouse, clock, currency: 'EUR' },
    outside: { inUse: async () => outside },
  })
  measureRoutes(app, {
    measure,
    posts: {
      authorOf: async (id) => (known.includes(id) ? (people.get('author')?.personId ?? null) : null),
      latelyOf: async () => null,
    },
    clients: {
      requireReader: async () => {
        throw new AppError('not_found')
      },
    },
  })
  const view = (viewMs: number, isSelfView = false) => ({
    event_id: ids.uuid(),
    view_id: ids.uuid(),
    seq: 0,
    viewer_id: 'somebody',
    viewer_kind: 'person',
    post_id: postId,
    slot_id: null,
    surface: 'feed',
    occurred_at: '2026-11-22T11:59:00.000Z',
    received_at: '2026-11-22T11:59:01.500Z',
    local_date: '2026-11-22',
    time_zone: 'UTC',
    visible_ms: viewMs,
    played: [[0, viewMs]],
    uniq_ms: viewMs,
    duration_ms: 10_000,
    sound_on: true,
    is_self_view: isSelfView,
    flags: [],
    journal_offset: 0,
  })
  await facts.clickhouse.insert('telemetry_view', [view(5000), view(9900, true)])
  const close = async () => {
    await app.close()
    await facts.close()
  }
  return { app, measure, close }
}

let house: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  house = await start()
})
afterAll(() => house.close())

const get = (id: string, query = '', as = 'author') =>
  house.app.inject({
    url: `/v1/posts/${id}/metrics${query}`,
    cookies: as === '' ? {} : { busker_session: as },
  })

test('one watch of 5 s: one view, hook rate 100 %, a curve that ends where the viewer left', async () => {
  const answer = await get(postId)
  expect(answer.statusCode).toBe(200)
  const trust = {
    status: 'known',
    final: false,
    definitionVersion: 1,
    asOf: '2026-11-22T11:59:01.500Z',
    sampleSize: 1,
  }
  expect(answer.json()).toEqual({
    values: [
      { shape: 'number', metricId: 'views', ...trust, value: 1 },
      { shape: 'number', metricId: 'hook_rate', ...trust, value: 1 },
      { shape: 'number', metricId: 'completion_rate', ...trust, value: 0 },
      {
        shape: 'curve',
        metricId: 'retention_curve',
        ...trust,
        binSeconds: 1,
        value: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
      },
    ],
  })
})

test('without views a rate is missing, not 0', async () => {
  const answer = await get(unwatchedPostId, '?metrics=completion_rate,hook_rate,views', 'operator')
  const unknown = { final: false, definitionVersion: 1, asOf: '2026-11-22T12:00:00.000Z', sampleSize: 0 }
  expect(answer.json()).toEqual({
    values: [
      { shape: 'number', metricId: 'completion_rate', status: 'missing', ...unknown, value: null },
      { shape: 'number', metricId: 'hook_rate', status: 'missing', ...unknown, value: null },
      { shape: 'number', metricId: 'views', status: 'known', ...unknown, value: 0 },
    ],
  })
})

test('only the author and operators see the numbers', async () => {
  expect((await get(postId, '', '')).statusCode).toBe(401)
  expect((await get(postId, '', 'somebody')).statusCode).toBe(403)
  expect((await get(postId, '', 'moderator')).statusCode).toBe(403)
  expect((await get(postId, '', 'operator')).statusCode).toBe(200)
  expect((await get(ids.uuid())).statusCode).toBe(404)
  expect((await get('not-an-id')).statusCode).toBe(400)
})

test('a vanity number without its pair is refused and says which is missing', async () => {
  const answer = await get(postId, '?metrics=views,hook_rate')
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({
    error: {
      code: 'unpaired_metric',
      fields: [{ path: 'metrics', message: '"views" is only shown together with completion_rate.' }],
    },
  })
  const unknown = await get(postId, '?metrics=magic')
  expect(unknown.json()).toMatchObject({ error: { code: 'unknown_metric' } })
})

test('everybody may read the definitions', async () => {
  const answer = await house.app.inject({ url: '/v1/metrics' })
  expect(answer.statusCode).toBe(200)
  const byId = new Map(
    listMetrics.response.parse(answer.json()).metrics.map((metric) => [metric.metricId, metric]),
  )
  expect(byId.get('views')).toMatchObject({
    code: 'C1',
    kind: 'vanity',
    pairs: ['hook_rate', 'completion_rate'],
    source: 'view',
    missing: null,
  })
  expect(byId.get('hook_rate')?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(byId.get('market_share')).toMatchObject({ missing: null, references: ['market_panel'] })
  expect(byId.get('brief_fill')).toMatchObject({ trees: ['marketplace'], references: [] })
  expect(byId.get('brief_fill')?.missing).toContain('comes with')
  expect(byId.size).toBeGreaterThan(80)
})

const period = { from: '2026-11-01', to: '2026-11-22' }
const query = (body: object, as = 'operator') =>
  house.app.inject({
    method: 'POST',
    url: '/v1/metrics/query',
    cookies: as === '' ? {} : { busker_session: as },
    payload: { ...period, ...body },
  })
const metric = (id: string, search = '', as = 'operator') =>
  house.app.inject({
    url: `/v1/metrics/${id}?from=${period.from}&to=${period.to}${search}`,
    cookies: as === '' ? {} : { busker_session: as },
  })

test('one metric over HTTP: value, period before, definition', async () => {
  const answer = await metric('hook_rate', '&compare=previous')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    period,
    previous: { from: '2026-10-10', to: '2026-10-31' },
    metrics: [
      {
        metricId: 'hook_rate',
        version: 1,
        asOf: '2026-11-22T11:59:01.500Z',
        reason: null,
        rows: [
          {
            ...{ slice: '', status: 'known', value: 1, sampleSize: 1, final: false },
            // One of one: surely more than a fifth.
            interval: [expect.closeTo(0.2065, 4), 1],
            previous: { status: 'missing', value: null, sampleSize: 0, interval: null, final: true },
          },
        ],
      },
    ],
  })
})

test('a vanity number alone comes with its pairs; in a board without them it is refused', async () => {
  const alone = await metric('views')
  const ids = getMetric.response.parse(alone.json()).metrics.map(({ metricId }) => metricId)
  expect(ids).toEqual(['views', 'hook_rate', 'completion_rate'])
  const board = await query({ metrics: ['views', 'dau'], scope: { kind: 'platform' } })
  expect(board.statusCode).toBe(422)
  expect(board.json()).toMatchObject({ error: { code: 'unpaired_metric' } })
})

test('a number that is not fed says why, and is no zero', async () => {
  const answer = await metric('brief_fill')
  expect(answer.json()).toMatchObject({
    metrics: [
      {
        reason: 'It comes with the creator marketplace: there are no briefs and deals yet.',
        rows: [{ status: 'missing', value: null }],
        ...{ references: [], currency: null },
      },
    ],
  })
})

test('amounts out of the ledger are in its currency, and other numbers in none', async () => {
  const [revenue] = getMetric.response.parse((await metric('net_revenue')).json()).metrics
  expect(revenue).toMatchObject({ unit: 'money', currency: 'EUR' })
  const [rate] = getMetric.response.parse((await metric('take_rate')).json()).metrics
  expect(rate).toMatchObject({ unit: 'share', currency: null })
})

test('a number that needs a table from outside says so until it is given, and then what it stands on', async () => {
  const first = async (id: string, search = '') =>
    getMetric.response.parse((await metric(id, search)).json()).metrics[0]
  expect(await first('market_share')).toMatchObject({
    reason: 'It needs a dated market panel.',
    references: [],
    rows: [{ status: 'missing', value: null, sampleSize: 1 }],
  })
  const rows = [
    { date: '2026-10-01', times: 1, cells: { month: '2026-10', country: '*', persons: 4, confidence: 0.9 } },
  ]
  const costs = [
    { date: '2026-11-01', times: 1, cells: { kind: 'infrastructure', amount_minor: 30, currency: 'EUR' } },
  ]
  const given = (table: 'market_panel' | 'cost_sheet') => ({
    ...{ table, versionId: ids.uuid(), source: 'A panel' },
    uploadedAt: '2026-11-20T00:00:00.000Z',
  })
  const [panel, sheet] = [given('market_panel'), given('cost_sheet')]
  outside.push({ ...panel, rows }, { ...sheet, rows: costs })
  clock.advance(60_000)
  expect(await first('market_share')).toMatchObject({
    ...{ reason: null, references: [panel], currency: null },
    rows: [{ status: 'known', value: 1 / 4, sampleSize: 1 }],
  })
  // 22 days of a cent each, for 5 s watched.
  const cost = await first('cost_per_1000_watch_minutes')
  expect(cost).toMatchObject({ unit: 'money', currency: 'EUR', references: [sheet], reason: null })
  expect(cost?.rows[0]?.value).toBeCloseTo(22 / (5 / 60 / 1000), 6)
  const early = await metric('cost_per_1000_watch_minutes', '&compare=previous')
  expect(getMetric.response.parse(early.json()).metrics[0]?.rows[0]?.previous?.status).toBe('missing')
  const other = 'The table from outside is in another currency than the ledger.'
  expect((await first('contribution_margin'))?.reason).not.toBe(other)
  const dollars = costs.map((row) => ({ ...row, cells: { ...row.cells, currency: 'USD' } }))
  outside.splice(0, 2, { ...panel, rows }, { ...sheet, rows: dollars })
  clock.advance(60_000)
  expect(await first('contribution_margin')).toMatchObject({ reason: other, rows: [{ status: 'missing' }] })
})

test('the platform is for operators, an account for itself', async () => {
  const authorId = people.get('author')?.personId ?? ''
  expect((await metric('hook_rate', '', '')).statusCode).toBe(401)
  expect((await metric('hook_rate', '', 'author')).statusCode).toBe(403)
  expect((await metric('hook_rate', `&author=${authorId}`, 'author')).statusCode).toBe(200)
  expect((await metric('hook_rate', `&author=${authorId}`, 'somebody')).statusCode).toBe(403)
  expect((await metric('hook_rate', `&author=${authorId}`)).statusCode).toBe(200)
  expect((await metric('hook_rate', `&post=${postId}`, 'author')).statusCode).toBe(200)
  expect((await metric('hook_rate', `&post=${ids.uuid()}`)).statusCode).toBe(404)
  const body = { metrics: ['hook_rate'], scope: { kind: 'platform' } }
  expect((await query(body, '')).statusCode).toBe(401)
  expect((await query(body, 'moderator')).statusCode).toBe(403)
  expect((await query(body)).statusCode).toBe(200)
})

const sqlOf = (id: string, search = '', as = 'operator') =>
  house.app.inject({
    url: `/v1/metrics/${id}/sql?from=${period.from}&to=${period.to}${search}`,
    cookies: as === '' ? {} : { busker_session: as },
  })

test('an operator reads the query of a number; its values are bound', async () => {
  const answer = await sqlOf('hook_rate', `&post=${postId}&by=day`)
  expect(answer.statusCode).toBe(200)
  const { sql, parameters } = getMetricSql.response.parse(answer.json())
  expect(sql).toContain('FROM telemetry_view')
  expect(sql).not.toContain(postId)
  expect(Object.values(parameters)).toContain(postId)
  expect((await sqlOf('hook_rate', '', '')).statusCode).toBe(401)
  const authorId = people.get('author')?.personId ?? ''
  expect((await sqlOf('hook_rate', `&author=${authorId}`, 'author')).statusCode).toBe(403)
  expect((await sqlOf('hook_rate', '', 'moderator')).statusCode).toBe(403)
  expect((await sqlOf('hook_rate', '&by=mood')).statusCode).toBe(400)
  expect((await sqlOf('retention_d7', '&by=tag')).json()).toMatchObject({
    error: { fields: [{ path: 'by' }] },
  })
  expect((await sqlOf('magic')).json()).toMatchObject({ error: { code: 'unknown_metric' } })
  expect((await sqlOf('brief_fill')).json()).toMatchObject({
    error: { fields: [{ path: 'metricId', message: expect.stringContaining('no briefs') }] },
  })
  expect((await sqlOf('hook_rate', `&post=${ids.uuid()}`)).statusCode).toBe(404)
})

test('what a definition does not allow is refused by name', async () => {
  const post = { kind: 'post', postId }
  const cases = [
    [{ metrics: ['stickiness'], scope: post }, 'scope'],
    [{ metrics: ['retention_d7'], scope: { kind: 'platform' }, by: 'tag' }, 'by'],
    [{ metrics: ['hook_rate'], scope: post, from: '2026-11-23' }, 'to'],
    [{ metrics: ['hook_rate'], scope: post, from: '2020-01-01' }, 'to'],
    [{ metrics: ['magic'], scope: post }, 'metrics'],
  ] as const
  for (const [body, path] of cases) {
    const answer = await query(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { fields: [{ path }] } })
  }
  const many = Array.from({ length: 61 }, () => 'hook_rate')
  expect((await query({ metrics: many, scope: post })).statusCode).toBe(400)
})

test('a cell of few persons by country is suppressed; days and the whole are not', async () => {
  const body = { metrics: ['hook_rate'], scope: { kind: 'platform' } }
  const rows = async (by?: string) =>
    queryMetrics.response.parse((await query({ ...body, by })).json()).metrics[0]?.rows
  expect(await rows('country')).toMatchObject([{ status: 'suppressed', value: null, sampleSize: 0 }])
  expect(await rows('day')).toMatchObject([{ slice: '2026-11-22', status: 'known', value: 1 }])
  expect(await rows('week')).toMatchObject([{ slice: '2026-11-16', status: 'known', value: 1 }])
  expect(await rows()).toMatchObject([{ slice: '', status: 'known', value: 1 }])
})

test('a second computation gives the same numbers', async () => {
  const metrics = ['views', 'hook_rate', 'completion_rate', 'dau', 'retention_d1']
  const verification = await house.measure.verify({ ...period, metrics })
  expect(verification).toEqual({ ok: true, facts: 2, compared: 10, differences: [] })
})
