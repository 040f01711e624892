import { expect, test } from 'vitest'
import { AppError } from '#platform/errors'
import type { Clickhouse } from '#platform/clickhouse'
import type { Journal } from '#platform/journal'
import { authorId, clock, eventWith, ids, openTestFacts, postId, reportOf, watcher } from './test-facts.ts'
import type { ServedPage } from './rules/impressions.ts'
import { unknownOrigin } from './rules/origin.ts'

const { clickhouse, journal, open, rows } = openTestFacts()

const pageWith = (changes: Partial<ServedPage> = {}): ServedPage => ({
  ...{ requestId: ids.uuid(), viewer: watcher, modelVersion: 'test', servedAtMs: clock.nowMs() },
  origin: { ...unknownOrigin, device: 'tablet', country: 'NZ', timeZone: 'Pacific/Auckland' },
  slots: [
    { slotId: ids.uuid(), position: 3, postId, authorId, source: 'newest', propensity: 0.25 },
    { slotId: ids.uuid(), position: 4, postId, authorId, source: 'newest', propensity: 1e-9 },
  ],
  ...changes,
})

test('every slot of a page becomes an impression', async () => {
  const telemetry = await open()
  const page = pageWith()
  telemetry.served(page)
  await telemetry.flushed()
  const row = {
    ...{ request_id: page.requestId, viewer_id: 'somebody', viewer_kind: 'person', post_id: postId },
    ...{ author_id: authorId, source: 'newest', model_version: 'test', local_date: '2026-11-23' },
    ...{ occurred_at: '2026-11-22T12:00:00.000Z', received_at: '2026-11-22T12:00:00.000Z' },
    ...{ time_zone: 'Pacific/Auckland', country: 'NZ', device: 'tablet', traffic: 'ok' },
  }
  expect(await rows('telemetry_impression')).toEqual([
    { ...row, event_id: page.slots[0]?.slotId, position: 3, propensity_micros: 250_000, journal_offset: 0 },
    { ...row, event_id: page.slots[1]?.slotId, position: 4, propensity_micros: 1, journal_offset: 1 },
  ])
  await telemetry.stop()
})

/** Reports a minute of watching, ten seconds after the page was served. */
const watchOf = (page: ServedPage) => {
  const at = (ms: number) => new Date(page.servedAtMs + ms).toISOString()
  const watched = { startedAt: at(-60_000), clientTime: at(10_000), visibleMs: 60_000 }
  const event = eventWith({ ...watched, slotId: page.slots[0]?.slotId ?? null })
  return { ...reportOf(event), sentAt: at(10_000) }
}
const stored = async () =>
  (await rows('telemetry_view')).map(({ visible_ms, flags }) => ({ visible_ms, flags }))
const tenSecondsLater = { nowMs: () => clock.nowMs() + 10_000, now: () => new Date(clock.nowMs() + 10_000) }
const capped = { visible_ms: 10_000, flags: ['visible_above_served_time'] }

test('a view is held against its serving: known at once, after a restart, and when memory forgot it', async () => {
  const page = pageWith()
  const first = await open({ clock: tenSecondsLater })
  first.served(page)
  await first.report(watchOf(page), watcher)
  await first.flushed()
  await first.stop()
  const second = await open({ clock: tenSecondsLater })
  await second.report(watchOf(page), watcher)
  await second.flushed()
  await second.stop()
  // A journal that begins after the serving, as if that were further back than memory reaches.
  const empty: Journal = { ...journal(), end: 0, read: async () => [], waitFor: async () => false }
  const appended: unknown[] = []
  const third = await open({
    clock: tenSecondsLater,
    journal: { ...empty, appendAll: async (records) => appended.push(...records) },
    checkpoint: { load: async () => 0, save: async () => undefined },
    clickhouse: { ...clickhouse(), command: async () => undefined },
  })
  await third.report(watchOf(page), watcher)
  await third.stop()
  expect(await stored()).toEqual([capped, capped])
  expect(appended[0]).toMatchObject({ payload: { visibleMs: 10_000, flags: ['visible_above_served_time'] } })
})

test('when the engine cannot tell, watching is accepted all the same', async () => {
  const away: Clickhouse = {
    ...clickhouse(),
    query: (sql, params) =>
      sql.includes('telemetry_impression') && sql.includes('servedMs')
        ? Promise.reject(new AppError('overloaded'))
        : clickhouse().query(sql, params),
  }
  const telemetry = await open({ clickhouse: away, clock: tenSecondsLater })
  expect(await telemetry.report(watchOf(pageWith()), watcher)).toMatchObject({ accepted: 1 })
  await telemetry.flushed()
  expect(await stored()).toEqual([{ visible_ms: 60_000, flags: [] }])
  await telemetry.stop()
})

test('a page never fails because its impressions cannot be written', async () => {
  const full: Journal = {
    ...journal(),
    get end() {
      return journal().end
    },
    appendAll: () => Promise.reject(new AppError('disk_full')),
  }
  const telemetry = await open({ journal: full })
  expect(() => telemetry.served(pageWith())).not.toThrow()
  await telemetry.flushed()
  await telemetry.stop()
})
