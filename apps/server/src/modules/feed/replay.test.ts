import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { replayServed } from './replay.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.stop())

const replay = () => {
  const toMs = app.clock.nowMs()
  return replayServed({ ...app, database: app.engines.db }, { fromMs: toMs - 7 * 86_400_000, toMs })
}

interface Planned {
  readonly viewerId: string
  readonly source: string
  readonly flags: readonly string[]
  readonly propensity: number
  readonly score: number | null
  /** Null: it never came into view. */
  readonly watchedMs: number | null
}

const videoMs = 10_000

const serve = async (planned: readonly Planned[], at = app.clock.now()): Promise<void> => {
  const slots = planned.map((one) => ({ ...one, slotId: app.ids.uuid() }))
  const column = (value: (slot: (typeof slots)[number]) => unknown) => slots.map(value)
  await sql`insert into feed.served_slot (slot_id, feed_id, viewer_id, position, post_id, source, flags, propensity,
      score, model_version, served_at)
    select slot, slot, viewer::uuid, 0, slot, source, string_to_array(flags, ','), propensity, score, 'model-1', ${at}
    from unnest(${column(({ slotId }) => slotId)}::uuid[], ${column(({ viewerId }) => viewerId)}::text[],
      ${column(({ source }) => source)}::text[], ${column(({ flags }) => flags.join())}::text[],
      ${column(({ propensity }) => propensity)}::float8[], ${column(({ score }) => score)}::float8[])
      as given (slot, viewer, source, flags, propensity, score)`.execute(within(app.engines.db.pool))
  // Two reports of each view, as they come: the later one tells more.
  const reports = slots.flatMap(({ slotId, viewerId, watchedMs }) =>
    watchedMs === null
      ? []
      : [watchedMs / 2, watchedMs].map((visibleMs, seq) => ({
          ...{ event_id: app.ids.uuid(), view_id: slotId, post_id: slotId, slot_id: slotId, seq },
          ...{ viewer_id: viewerId, viewer_kind: 'person', surface: 'feed', time_zone: 'UTC' },
          ...{ occurred_at: at.toISOString(), received_at: at.toISOString() },
          ...{ local_date: at.toISOString().slice(0, 10), visible_ms: visibleMs, played: [] },
          ...{ uniq_ms: 0, duration_ms: videoMs, sound_on: true, is_self_view: false, flags: [] },
          ...{ author_id: '', traffic: 'ok', journal_offset: 0 },
        })),
  )
  await app.engines.clickhouse.insert('telemetry_view', reports)
}

/** Of five slots four are greedy, of which half hold; the fifth is a new video's, and holds nobody. */
const plannedAt = (viewerId: string, at: number): Planned => ({
  ...{ viewerId, score: 1, watchedMs: at % 5 === 4 || at % 2 === 0 ? 1000 : videoMs },
  ...(at % 5 === 4
    ? { source: 'fresh', flags: ['fresh_place'], propensity: 0.2 }
    : { source: 'topic', flags: ['varied'], propensity: 0.8 }),
})

test('with nothing served and with little, no number pretends', async () => {
  expect((await replay()).policies.asLogged).toEqual({
    ...{ verdict: 'too_little', slots: 0, ess: 0, largestShare: 0 },
  })
  const viewerId = app.ids.uuid()
  await serve(Array.from({ length: 20 }, (_, at) => plannedAt(viewerId, at)))
  app.clock.advance(1000)
  const { policies, served, seen } = await replay()
  expect({ served, seen }).toEqual({ served: 20, seen: 20 })
  expect(policies.asLogged).toMatchObject({ verdict: 'too_little', slots: 20 })
  expect(policies.asLogged).not.toHaveProperty('snips')
})

test('what was served is worth what came of it, and without exploration what came of the rest', async () => {
  app.clock.advance(30 * 86_400_000)
  for (let group = 0; group < 4; group += 1) {
    const viewers = Array.from({ length: 50 }, () => app.ids.uuid())
    await serve(viewers.flatMap((viewerId) => Array.from({ length: 10 }, (_, at) => plannedAt(viewerId, at))))
  }
  // Neither what never came into view nor what the order of time chose is judged.
  await serve([
    { ...plannedAt(app.ids.uuid(), 1), watchedMs: null },
    { ...plannedAt(app.ids.uuid(), 1), source: 'newest', score: null },
  ])
  app.clock.advance(3_600_000)
  const { policies, sources, served, seen } = await replay()
  expect({ served, seen }).toEqual({ served: 2001, seen: 2000 })
  expect(policies.asLogged).toMatchObject({ verdict: 'estimated', slots: 2000, ess: 2000, dr: null })
  const { asLogged, withoutExploration } = policies
  assert(asLogged.verdict === 'estimated' && withoutExploration.verdict === 'estimated', 'both are told')
  expect(asLogged.snips).toBeCloseTo(0.4, 10)
  expect(withoutExploration.snips).toBeCloseTo(0.5, 10)
  expect(withoutExploration.ess).toBeCloseTo(1600, 6)
  expect(withoutExploration.interval.low).toBeLessThanOrEqual(0.5)
  expect(sources.topic).toMatchObject({ verdict: 'estimated', slots: 1600 })
  expect(sources.fresh).toMatchObject({ verdict: 'too_little', slots: 400 })
})
