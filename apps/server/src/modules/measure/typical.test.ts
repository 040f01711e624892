import { getTypicalRetention, personId as personIdSchema, type Role } from '@busker/contract'
import { aView, settle, store } from '@busker/metrics/testing'
import type { Unsettled, ViewFact } from '@busker/metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { createHttp, type PersonViewer } from '#platform/http'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { createTestClickhouse } from '../../testing/engines.ts'
import { measureRoutes } from './http.ts'
import { createMeasure } from './measure.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'measure-typical')
const person = (role: Role): PersonViewer => ({
  kind: 'person',
  personId: personIdSchema.parse(ids.uuid()),
  role,
  sessionId: ids.uuid(),
})
const people = new Map([
  ['author', person('person')],
  ['operator', person('operator')],
  ['somebody', person('person')],
])
const authorId = people.get('author')?.personId ?? ''

/** Of twenty viewers, this many of each video stay for five seconds; the others leave after two. */
const staying = [4, 8, 12, 16, 20]
const viewers = 20
const own = { postId: ids.uuid(), durationMs: 5000 }
const others = staying.map(() => ({ postId: ids.uuid(), durationMs: 5000 }))
const long = { postId: ids.uuid(), durationMs: 40_000 }
const latest = [own, ...others, long]

const watches = (postId: string, seconds: number, journalOffset: number): ViewFact[] =>
  Array.from({ length: viewers }, (_, index) => {
    const toMs = index < seconds ? 5000 : 2000
    return aView('2026-11-20', {
      ...{ viewerId: `viewer ${index}`, postId, authorId, durationMs: 5000, journalOffset },
      ...{ visibleMs: toMs, uniqMs: toMs, played: [[0, toMs]] },
    })
  })

const start = async () => {
  const facts = await createTestClickhouse()
  const all = {
    view: [
      ...others.flatMap(({ postId }, index) => watches(postId, staying[index] ?? 0, index)),
      // Neither the post itself nor one of another length is in its band.
      ...watches(own.postId, 0, 6),
      ...watches(long.postId, 0, 7),
      aView('2026-11-20', { postId: others[0]?.postId ?? '', authorId: 'somebody else' }),
    ],
  }
  await store(facts.clickhouse, all)
  const app = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 1000, trustedProxies: [], ids },
    log: silentLog(),
    authenticator: { personOf: async (token) => people.get(token) ?? null },
    isReady: () => true,
  })
  const asked: string[] = []
  let unsettled: Unsettled | undefined
  const clickhouse = {
    ...facts.clickhouse,
    query: <T>(sql: string, params?: Record<string, unknown>): Promise<T[]> => {
      asked.push(sql)
      return facts.clickhouse.query<T>(sql, params)
    },
  }
  const posts = {
    authorOf: async (id: string) => (latest.some(({ postId }) => postId === id) ? authorId : null),
    latelyOf: async (id: string) => {
      const post = latest.find(({ postId }) => postId === id)
      return post === undefined ? null : { authorId, post, latest }
    },
  }
  const noClients = { requireReader: () => Promise.reject(new AppError('not_found')) }
  measureRoutes(app, { measure: createMeasure({ clickhouse, clock }), posts, clients: noClients })
  const settled = createMeasure({
    clickhouse,
    clock,
    settled: {
      unsettled: () => unsettled ?? { days: [], fromOffset: 0 },
      settleWithin: () => Promise.resolve(),
    },
  })
  return {
    ...{ app, asked, settled },
    settle: async (fromOffset: number) => {
      unsettled = await settle(facts.clickhouse, all, fromOffset)
    },
    close: async () => {
      await app.close()
      await facts.close()
    },
  }
}

let house: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  house = await start()
})
afterAll(() => house.close())

const get = (postId: string, as = 'author') =>
  house.app.inject({
    url: `/v1/posts/${postId}/typical`,
    cookies: as === '' ? {} : { busker_session: as },
  })

test('the quartiles of the other videos of like length, of one query', async () => {
  const before = house.asked.length
  const answer = await get(own.postId)
  expect(answer.statusCode).toBe(200)
  const typical = getTypicalRetention.response.parse(answer.json())
  expect(typical).toMatchObject({ length: '<15 s', videos: 5, binSeconds: 1, definitionVersion: 1 })
  expect(typical.p25).toEqual([1, 1, 0.4, 0.4, 0.4])
  expect(typical.p50).toEqual([1, 1, 0.6, 0.6, 0.6])
  expect(typical.p75).toEqual([1, 1, 0.8, 0.8, 0.8])
  expect(house.asked.length - before).toBe(1)
})

test('the settled table and fresh reports together give the same', async () => {
  const lately = { authorId, post: own, latest }
  await house.settle(3)
  const typical = await house.settled.typical(lately)
  expect(typical).toMatchObject({ videos: 5, p50: [1, 1, 0.6, 0.6, 0.6] })
})

test('without others of like length there is no band', async () => {
  const typical = getTypicalRetention.response.parse((await get(long.postId, 'operator')).json())
  expect(typical).toMatchObject({ length: '30–60 s', videos: 0, p25: [], p50: [], p75: [] })
})

test('only the author and operators see it', async () => {
  expect((await get(own.postId, '')).statusCode).toBe(401)
  expect((await get(own.postId, 'somebody')).statusCode).toBe(403)
  expect((await get(own.postId, 'operator')).statusCode).toBe(200)
  expect((await get(ids.uuid())).statusCode).toBe(404)
  expect((await get('not-an-id')).statusCode).toBe(400)
})
