import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { personId as personIdSchema, type PersonId } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { createHttp } from '#platform/http'
import { seededIds } from '#platform/ids'
import { openJournal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { createTestClickhouse } from '../../testing/engines.ts'
import { telemetryRoutes } from './http.ts'
import { openTelemetry, type Telemetry } from './telemetry.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'telemetry-http')
const log = silentLog()
const authorId: PersonId = personIdSchema.parse(ids.uuid())
const postId = ids.uuid()

const start = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-telemetry-'))
  const facts = await createTestClickhouse()
  const journal = await openJournal({ folder: join(folder, 'journal'), log })
  const checkpoint = { load: async () => 0, save: async () => undefined }
  const posts = { lengthsOf: async () => new Map([[postId, { durationMs: 10_000, authorId }]]) }
  const parts = {
    journal,
    clickhouse: facts.clickhouse,
    clock,
    log,
    posts,
    checkpoint,
    insertGapMs: 0,
    countryHeader: 'x-country',
  }
  const opened = await openTelemetry(parts)
  let isOverloaded = false
  const telemetry: Telemetry = {
    ...opened,
    report: async (batch, watcher) => {
      if (isOverloaded) throw new AppError('overloaded', { retryAfterSeconds: 2 })
      return opened.report(batch, watcher)
    },
    reportActions: async (batch, watcher) => {
      if (isOverloaded) throw new AppError('disk_full')
      return opened.reportActions(batch, watcher)
    },
  }
  const app = await createHttp({
    version: '0',
    publicUrl: undefined,
    requestsPerMinute: 1000,
    trustedProxies: [],
    ids,
    log,
    authenticator: {
      personOf: async (token) =>
        token === 'author'
          ? { kind: 'person', personId: authorId, role: 'person', sessionId: ids.uuid() }
          : null,
    },
    isReady: () => true,
  })
  telemetryRoutes(app, telemetry)
  const close = async () => {
    await app.close()
    await telemetry.stop()
    await journal.close()
    await facts.close()
    await rm(folder, { recursive: true })
  }
  const overload = (value: boolean) => {
    isOverloaded = value
  }
  return { app, telemetry, clickhouse: facts.clickhouse, overload, close }
}

let house: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  house = await start()
})
afterAll(() => house.close())

const report = (changes: object = {}) => ({
  sentAt: clock.now().toISOString(),
  timeZone: 'Europe/Berlin',
  events: [
    {
      eventId: ids.uuid(),
      viewId: ids.uuid(),
      seq: 0,
      postId,
      slotId: null,
      surface: 'feed',
      startedAt: clock.now().toISOString(),
      clientTime: clock.now().toISOString(),
      visibleMs: 1000,
      played: [[0, 1000]],
      durationMs: 10_000,
      soundOn: false,
      ...changes,
    },
  ],
})
const send = (payload: object, cookies: Record<string, string> = {}) =>
  house.app.inject({ method: 'POST', url: '/v1/facts/views', payload, cookies })

test('watchers with and without an account are told apart', async () => {
  const anonymousId = ids.uuid()
  const anonymous = await send(report(), { busker_viewer: anonymousId })
  expect(anonymous.statusCode).toBe(200)
  expect(anonymous.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
  await send(report(), { busker_session: 'author' })
  await house.telemetry.flushed()
  const rows = await house.clickhouse.query(
    'SELECT viewer_id, viewer_kind, is_self_view FROM telemetry_view ORDER BY journal_offset',
  )
  expect(rows).toEqual([
    { viewer_id: anonymousId, viewer_kind: 'anonymous', is_self_view: false },
    { viewer_id: authorId, viewer_kind: 'person', is_self_view: true },
  ])
})

test('the same report twice is accepted once', async () => {
  const payload = report()
  expect((await send(payload)).json()).toMatchObject({ accepted: 1, duplicates: 0 })
  expect((await send(payload)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
})

test('what does not have the shape is refused with the name of the field', async () => {
  const bad = [
    { visibleMs: -1 },
    { played: [[5, 5]] },
    { eventId: 'x' },
    { surface: 'moon' },
    { startedAt: 'now' },
  ]
  for (const changes of bad) {
    const answer = await send(report(changes))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid_request' } })
  }
  expect((await send({ ...report(), events: [] })).statusCode).toBe(400)
})

test('an overloaded journal says when to come again', async () => {
  house.overload(true)
  const answer = await send(report())
  house.overload(false)
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('2')
  expect(answer.json()).toMatchObject({ error: { code: 'overloaded' } })
})

const playingReport = (changes: object = {}) => ({
  sentAt: clock.now().toISOString(),
  timeZone: 'Europe/Berlin',
  events: [
    {
      eventId: ids.uuid(),
      postId,
      surface: 'feed',
      clientTime: clock.now().toISOString(),
      rendition: '540',
      firstFrameMs: 130,
      preloaded: true,
      playedMs: 3000,
      stalls: 0,
      stalledMs: 0,
      switchesDown: 0,
      failure: null,
      ...changes,
    },
  ],
})
const sendPlaying = (payload: object) =>
  house.app.inject({ method: 'POST', url: '/v1/facts/playback', payload })

test('playback quality is accepted from anybody, once', async () => {
  const payload = playingReport()
  expect((await sendPlaying(payload)).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
  expect((await sendPlaying(payload)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  await house.telemetry.flushed()
  expect(
    await house.clickhouse.query('SELECT rendition, first_frame_ms, failure FROM telemetry_playback'),
  ).toEqual([{ rendition: '540', first_frame_ms: 130, failure: '' }])
  const stranger = playingReport({ postId: ids.uuid() })
  expect((await sendPlaying(stranger)).json()).toMatchObject({ rejected: [{ reason: 'unknown_post' }] })
})

test('playback quality that does not have the shape is refused', async () => {
  for (const changes of [{ stalls: -1 }, { firstFrameMs: 0.5 }, { failure: 'bored' }, { eventId: 'x' }]) {
    const answer = await sendPlaying(playingReport(changes))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid_request' } })
  }
  expect((await sendPlaying({ ...playingReport(), events: [] })).statusCode).toBe(400)
})

const actionReport = (changes: object = {}) => ({
  sentAt: clock.now().toISOString(),
  timeZone: 'Europe/Berlin',
  events: [
    {
      ...{ eventId: ids.uuid(), kind: 'rating', surface: 'feed', postId, value: 5 },
      ...{ clientTime: clock.now().toISOString(), ...changes },
    },
  ],
})
const sendActions = (payload: object, headers: Record<string, string> = {}) =>
  house.app.inject({ method: 'POST', url: '/v1/facts/actions', payload, headers })

test('actions that only the app knows are accepted from anybody, with what the request tells', async () => {
  const headers = {
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
    'busker-client': '0.1.0',
    'x-country': 'SE',
  }
  const payload = actionReport()
  expect((await sendActions(payload, headers)).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
  expect((await sendActions(payload, headers)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  const landing = actionReport({ kind: 'share_landing', shareToken: 'abc', value: undefined })
  expect((await sendActions(landing, { 'user-agent': 'ExampleBot/1.0' })).json()).toMatchObject({
    accepted: 1,
  })
  await house.telemetry.flushed()
  const rows = await house.clickhouse.query(
    `SELECT kind, value, share_token, client_version, country, device, traffic
     FROM telemetry_action ORDER BY journal_offset`,
  )
  expect(rows).toEqual([
    {
      ...{ kind: 'rating', value: 5, share_token: '', client_version: '0.1.0', country: 'SE' },
      ...{ device: 'phone', traffic: 'ok' },
    },
    {
      ...{ kind: 'share_landing', value: 1, share_token: 'abc', client_version: '', country: '' },
      ...{ device: 'unknown', traffic: 'bot' },
    },
  ])
})

test('what a module tells, a client may not; nor what has no shape', async () => {
  const bad = [
    { kind: 'like' },
    { kind: 'share' },
    { kind: 'publish' },
    { value: 0 },
    { value: 6 },
    { value: 2.5 },
    { kind: 'share_landing' },
    { kind: 'share_landing', shareToken: '' },
    { kind: 'share_landing', shareToken: 'abc', postId: null },
    { eventId: 'x' },
    { surface: 'moon' },
    { clientTime: 'now' },
  ]
  for (const changes of bad) {
    const answer = await sendActions(actionReport(changes))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid_request' } })
  }
  const { events } = actionReport()
  const tooMany = { ...actionReport(), events: Array.from({ length: 101 }, () => events[0]) }
  expect((await sendActions(tooMany)).statusCode).toBe(400)
  const stranger = actionReport({ postId: ids.uuid() })
  expect((await sendActions(stranger)).json()).toMatchObject({ rejected: [{ reason: 'unknown_post' }] })
})

test('a full disk is told as such', async () => {
  house.overload(true)
  const answer = await sendActions(actionReport())
  house.overload(false)
  expect(answer.statusCode).toBe(507)
  expect(answer.json()).toMatchObject({ error: { code: 'disk_full' } })
})
