import { personId as personIdSchema, type Role } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { createHttp, type PersonViewer } from '#platform/http'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { createTestClickhouse } from '../../testing/engines.ts'
import { measureRoutes } from './http.ts'
import { createMeasure } from './measure.ts'

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
  measureRoutes(app, {
    measure: createMeasure({ clickhouse: facts.clickhouse, clock }),
    posts: {
      authorOf: async (id) => (known.includes(id) ? (people.get('author')?.personId ?? null) : null),
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
  return { app, close }
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
  expect(answer.statusCode).toBe(400)
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
  expect(answer.json()).toMatchObject({
    metrics: [
      { metricId: 'views', code: 'C1', kind: 'vanity', pairs: ['hook_rate', 'completion_rate'] },
      { metricId: 'hook_rate', code: 'C4', kind: 'actionable', pairs: [], unit: 'share' },
      { metricId: 'completion_rate', code: 'C6', source: 'view' },
      { metricId: 'retention_curve', code: 'C9', unit: 'share_per_second' },
    ],
  })
})
