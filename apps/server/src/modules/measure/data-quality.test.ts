import {
  getDataQuality,
  likePost,
  markWarningSeen,
  signIn,
  unmarkWarningSeen,
  type PersonId,
  type QualityWarning,
} from '@busker/contract'
import { findMetric, type ActionFact, type ViewFact } from '@busker/metrics'
import { about, add, anAction, ask, aView, idOf } from '@busker/metrics/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '../../testing/engines.ts'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  testPassword,
  type TestApp,
} from '../../testing/test-app.ts'
import { readDataQuality } from './data-quality.ts'
import { assumedLosses, windowMs } from './rules/coverage-watch.ts'
import { advanceProgress, insertWindows, readWindows } from './store/coverage.ts'
import { markSeen } from './see-warning.ts'
import { insertWarning, updateWarning } from './store/warnings.ts'
import { watchCoverage } from './watch-coverage.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const perHour = hourMs / windowMs

/** Mulberry32: the same numbers for the same seed. */
const chanceOf = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Traffic {
  readonly clientVersion: string
  readonly interactions: number
  /** The share of view facts that is deleted. */
  readonly loss: number
}

/** Of the views that belong to an interaction so many are always missing: sent by nobody, blocked, never arrived. */
const alwaysMissing = 0.03

const openTown = (seed: number) => {
  const chance = chanceOf(seed)
  let people = 0
  /** People of one version who react to a post within ten minutes, each after watching it. */
  const windowOf = (endsMs: number, { clientVersion, interactions, loss }: Traffic) => {
    const view: ViewFact[] = []
    const action: ActionFact[] = []
    const counts = { interactions, kept: 0, watched: 0 }
    for (let one = 0; one < interactions; one += 1) {
      people += 1
      const occurredAt = Math.floor(endsMs - chance() * (windowMs - 1))
      const localDate = new Date(occurredAt).toISOString().slice(0, 10)
      const postId = idOf(`post ${Math.floor(chance() * 500)}`)
      const shared = { postId, clientVersion, occurredAt, receivedAt: occurredAt + 500 }
      const personId = `person ${people}`
      action.push(anAction(localDate, 'like', { ...shared, personId }))
      // One in ten says something, too: it is the same person and post.
      if (chance() < 0.1) action.push(anAction(localDate, 'comment', { ...shared, personId }))
      if (chance() < alwaysMissing) continue
      counts.kept += 1
      const watchedMs = 2000 + Math.floor(chance() * 20_000)
      const seen = { ...shared, viewerId: personId, viewId: idOf(`view ${people}`), visibleMs: watchedMs }
      // One view in twenty is reported twice, and every report may be lost by itself.
      const reports = chance() < 0.05 ? [0, 1] : [0]
      const arrived = reports.filter(() => chance() >= loss)
      if (arrived.length > 0) counts.watched += 1
      for (const seq of arrived) view.push(aView(localDate, { ...seen, seq, occurredAt: occurredAt - 1000 }))
    }
    return { facts: { view, action }, counts }
  }
  return { windowOf }
}

/** The names of people are identity's; here they are only ids. */
const nobody = { getAuthors: async () => new Map() }

let engine: TestClickhouse
let own: TestDatabase
beforeAll(async () => {
  engine = await createTestClickhouse()
  own = await createTestDatabase()
})
afterAll(async () => {
  await engine.close()
  await own.close()
})

const start = Date.parse('2026-03-02T00:00:00Z')
const [steady, damaged] = ['2.0.0', '2.1.0']

/** A town on its own time: what happens in it, and the watch that looks every ten minutes, five minutes later. */
const openWatch = (seed: number) => {
  const clock = virtualClock(start + 5 * minuteMs + 1000)
  const town = openTown(seed)
  const { clickhouse } = engine
  const { database } = own
  const parts = { database, clickhouse, clock, ids: seededIds(clock, 'coverage'), log: silentLog() }
  let endsMs = start
  const expected: { endsMs: number; clientVersion: string; interactions: number; watched: number }[] = []
  /** Lets so many windows pass, and looks after each. */
  const pass = async (windows: number, traffic: readonly Traffic[]) => {
    const passed: { loss: number; kept: number; watched: number }[] = []
    for (let index = 0; index < windows; index += 1) {
      endsMs += windowMs
      const made = traffic.map((one) => ({ ...one, ...town.windowOf(endsMs, one) }))
      await add(clickhouse, {
        view: made.flatMap(({ facts }) => facts.view),
        action: made.flatMap(({ facts }) => facts.action),
      })
      for (const { clientVersion, counts, loss } of made) {
        const { interactions, watched } = counts
        expected.push({ endsMs, clientVersion, interactions, watched })
        if (clientVersion === damaged) passed.push({ loss, ...counts })
      }
      clock.advance(windowMs)
      await watchCoverage(parts)
    }
    const sum = (of: 'kept' | 'watched') => passed.reduce((total, one) => total + one[of], 0)
    return { lost: 1 - sum('watched') / sum('kept') }
  }
  /** A day before, as the watch keeps it: what is usual. */
  const rememberADay = (traffic: readonly Traffic[]) => {
    const windows = Array.from({ length: 24 * perHour }, (_, index) => {
      const at = start - index * windowMs
      return traffic.map(({ clientVersion, ...one }) => {
        const { interactions, watched } = town.windowOf(at, { clientVersion, ...one }).counts
        return { endsMs: at, clientVersion, interactions, watched }
      })
    })
    return database.transaction(async (tx) => {
      await insertWindows(tx, windows.flat())
      await advanceProgress(tx, start)
    })
  }
  const report = () => readDataQuality({ database, clock, identity: nobody }, 30)
  const see = (warningId: string) =>
    markSeen({ database, clock }, { warningId, by: idOf('olga') as PersonId, note: 'The roll-out of 2.1' })
  return { see, clock, rememberADay, pass, report, expected, database }
}

/** Fifty thousand views an hour of the one version and six thousand of the other, a reaction to one in twenty-five. */
/** A day before, twelve thousand views an hour: enough to know what is usual. */
const quiet = { interactions: 80, loss: 0 }
const busy = { interactions: 333, loss: 0 }
const others = { clientVersion: steady, interactions: 40, loss: 0 }

test('5 to 60 % of the view facts of one version deleted: the warning comes within the hour, says how much, and goes', async () => {
  const watch = openWatch(20_261_122)
  await watch.rememberADay([{ clientVersion: damaged, ...quiet }, others])
  expect((await watch.report()).warnings).toEqual([])
  const noticed: { loss: number; minutes: number }[] = []
  for (const loss of assumedLosses) {
    const beganMs = watch.clock.nowMs() - 5 * minuteMs
    const { lost } = await watch.pass(perHour, [{ clientVersion: damaged, ...busy, loss }, others])
    const report = await watch.report()
    const open = report.warnings.filter(({ state }) => state === 'open')
    expect(open.map(({ clientVersion }) => clientVersion)).toEqual([damaged])
    const [warning] = open as [QualityWarning]
    noticed.push({ loss, minutes: (Date.parse(warning.openedAt) - beganMs) / minuteMs })
    // The interval holds what was really lost, and the estimate is within two points of it.
    expect(warning.lost.from).toBeLessThanOrEqual(lost)
    expect(warning.lost.to).toBeGreaterThanOrEqual(lost)
    expect(Math.abs(warning.lost.estimate - lost)).toBeLessThan(0.02)
    expect(warning.baseline).toMatchObject({ source: 'own' })
    await watch.pass(7, [{ clientVersion: damaged, ...busy }, others])
    const [after] = (await watch.report()).warnings
    expect(after).toMatchObject({ warningId: warning.warningId, state: 'closed', closedBecause: 'recovered' })
  }
  expect(noticed.filter(({ minutes }) => minutes > 60)).toEqual([])
  const { warnings, versions } = await watch.report()
  expect(warnings.map(({ clientVersion }) => clientVersion)).toEqual(assumedLosses.map(() => damaged))
  expect(versions).toMatchObject([
    { clientVersion: damaged, baseline: { source: 'own' } },
    { clientVersion: steady, baseline: { source: 'own' } },
  ])
  // Seen, a warning steps back; it returns when clearly more is lost.
  await watch.pass(perHour, [{ clientVersion: damaged, ...busy, loss: 0.2 }, others])
  const [seen] = (await watch.report()).warnings as [QualityWarning]
  expect(seen).toMatchObject({ state: 'open', seen: null })
  await watch.see(seen.warningId)
  await watch.pass(2, [{ clientVersion: damaged, ...busy, loss: 0.2 }, others])
  expect((await watch.report()).warnings[0]?.seen).toMatchObject({
    ...{ by: null, note: 'The roll-out of 2.1', returnedAt: null },
  })
  await watch.pass(perHour, [{ clientVersion: damaged, ...busy, loss: 0.5 }, others])
  const [back] = (await watch.report()).warnings
  expect(back?.warningId).toBe(seen.warningId)
  expect(Date.parse(back?.seen?.returnedAt ?? '')).toBeGreaterThan(Date.parse(back?.seen?.at ?? ''))
  // Coverage itself moved as the facts were deleted: every window is what was left of it, to the last view.
  const byTime = (one: { endsMs: number; clientVersion: string }) => `${one.endsMs} ${one.clientVersion}`
  const stored = await readWindows(watch.database.pool, start)
  expect(stored.toSorted((a, b) => byTime(a).localeCompare(byTime(b)))).toEqual(
    watch.expected.toSorted((a, b) => byTime(a).localeCompare(byTime(b))),
  )
  const coverage = findMetric('watcher_coverage')
  if (coverage === null) throw new TypeError('the metric of O9')
  const { answers } = await ask(
    engine.clickhouse,
    [coverage],
    about('2026-03-02', '2026-03-03', { by: 'client_version' }),
  )
  const all = watch.expected.filter(({ clientVersion }) => clientVersion === damaged)
  const share =
    all.reduce((sum, { watched }) => sum + watched, 0) /
    all.reduce((sum, { interactions }) => sum + interactions, 0)
  expect(answers[0]?.rows.find(({ slice }) => slice === damaged)?.value).toBeCloseTo(share, 12)
}, 180_000)

describe('over HTTP', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.stop())

  test('only operators see it: 401, 403, 400', async () => {
    expect(await createClient(app).refusal(getDataQuality)).toBe('401 not_signed_in')
    const operator = await signUp(app, 'olga')
    const person = await signUp(app, 'pia')
    expect(operator.me.role).toBe('operator')
    expect(await person.refusal(getDataQuality)).toBe('403 forbidden')
    expect(await operator.refusal(getDataQuality, { query: { days: 0 } })).toBe('400 invalid_request')
    expect(await operator.call(getDataQuality)).toEqual({ checkedUntil: null, versions: [], warnings: [] })
  })

  test('an operator marks a warning as seen, changes the note and takes the mark away', async () => {
    const { db: database } = app.engines
    const nowMs = Math.floor(app.clock.nowMs() / windowMs) * windowMs
    const warning = {
      ...{
        warningId: app.ids.uuid(),
        clientVersion: '3.0.0',
        sinceMs: nowMs - 2 * hourMs,
        openedMs: nowMs - hourMs,
      },
      ...{ closed: null, openedCoverage: 0.6, interactions: 500, watched: 300 },
      baseline: { source: 'own', interactions: 5000, watched: 4800, dispersion: 1 },
    } as const
    await database.transaction((tx) => insertWarning(tx, warning))
    await database.transaction((tx) => advanceProgress(tx, nowMs))
    const operator = createClient(app)
    await operator.call(signIn, { body: { handle: 'olga', password: testPassword } })
    const person = createClient(app)
    await person.call(signIn, { body: { handle: 'pia', password: testPassword } })
    const params = { warningId: warning.warningId }
    for (const endpoint of [markWarningSeen, unmarkWarningSeen]) {
      const body = endpoint === markWarningSeen ? { body: { note: '' } } : {}
      expect(await createClient(app).refusal(endpoint, { params, ...body })).toBe('401 not_signed_in')
      expect(await person.refusal(endpoint, { params, ...body })).toBe('403 forbidden')
      const elsewhere = { params: { warningId: app.ids.uuid() }, ...body }
      expect(await operator.refusal(endpoint, elsewhere)).toBe('404 not_found')
    }
    const long = { params, body: { note: 'x'.repeat(501) } }
    expect(await operator.refusal(markWarningSeen, long)).toBe('400 invalid_request')
    const seen = async () => (await operator.call(getDataQuality)).warnings[0]?.seen
    expect(await seen()).toBeNull()
    await operator.call(markWarningSeen, { params, body: { note: 'known' } })
    await operator.call(markWarningSeen, { params, body: { note: ' known since Monday ' } })
    expect(await seen()).toMatchObject({
      note: 'known since Monday',
      by: { handle: 'olga' },
      returnedAt: null,
    })
    await operator.call(unmarkWarningSeen, { params })
    await operator.call(unmarkWarningSeen, { params })
    expect(await seen()).toBeNull()
    const closed = { atMs: nowMs, because: 'recovered' } as const
    await database.transaction((tx) => updateWarning(tx, { ...warning, closed }))
    expect(await operator.refusal(markWarningSeen, { params, body: { note: '' } })).toBe('404 not_found')
  })

  test('a like and a view count for the version that sent them, through the whole house', async () => {
    const author = await signUp(app, 'ada')
    const fans = await Promise.all(['ben', 'cem', 'dan'].map((handle) => signUp(app, handle)))
    const postId = await publishClip(app, author)
    const headers = { 'busker-client': '9.9.9' }
    const at = app.clock.now().toISOString()
    const watched = { visibleMs: 1500, played: [[0, 1500]], durationMs: 10_000, soundOn: true }
    for (const [index, fan] of fans.entries()) {
      const event = { eventId: app.ids.uuid(), viewId: app.ids.uuid(), seq: 0, postId, slotId: null }
      const events = [{ ...event, surface: 'feed', startedAt: at, clientTime: at, ...watched }]
      const body = { sentAt: at, timeZone: 'UTC', events }
      // The report of the first one is lost.
      if (index > 0) await fan.send({ method: 'POST', path: '/v1/facts/views', body, headers })
    }
    app.clock.advance(5000)
    const path = likePost.path.replace(':postId', postId)
    for (const fan of fans) {
      expect(await fan.send({ method: 'PUT', path: `${path}?surface=feed`, headers })).toMatchObject({
        status: 200,
      })
    }
    await app.jobs.runOnce()
    await app.telemetry.flushed()
    app.clock.advance(20 * minuteMs)
    const { db, clickhouse } = app.engines
    const parts = { database: db, clickhouse, clock: app.clock, ids: app.ids, log: silentLog() }
    expect(await watchCoverage({ ...parts, unsettled: app.telemetry.unsettled })).toBe(false)
    const { versions } = await readDataQuality({ database: db, clock: app.clock, identity: nobody }, 30)
    expect(versions).toEqual([{ clientVersion: '9.9.9', interactions: 3, coverage: 2 / 3, baseline: null }])
  })
})
