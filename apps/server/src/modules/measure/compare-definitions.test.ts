import { findMetric, normalised, type Metric } from '@busker/metrics'
import { aView, store } from '@busker/metrics/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { createTestClickhouse, createTestDatabase, type TestClickhouse } from '../../testing/engines.ts'
import { compareDefinitions } from './compare-definitions.ts'
import { definitionHistory } from './definition-history.ts'
import { hashOf } from './definitions.ts'
import { insertDefinitions } from './store/definitions.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
let facts: TestClickhouse
let postgres: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  facts = await createTestClickhouse()
  postgres = await createTestDatabase()
})
afterAll(async () => {
  await facts.close()
  await postgres.close()
})

const parts = () => {
  const history = definitionHistory({ db: postgres.database, clock })
  return { clickhouse: facts.clickhouse, clock, history }
}
const period = { from: '2026-11-01', to: '2026-11-02' }
const hookRate = (): Metric => {
  const found = findMetric('hook_rate')
  if (found === null) throw new TypeError('hook rate is in the catalog')
  return found
}

test('a definition that did not change has nothing to compare', async () => {
  const { history } = parts()
  await history.remember()
  await history.remember()
  const compared = await compareDefinitions(parts(), period)
  expect(compared.changed).toEqual([])
  expect(compared.unchanged).toBeGreaterThan(60)
})

test('the old definition is computed from today’s facts, day by day', async () => {
  const now = hookRate()
  // A hook of six seconds, as an earlier program may have had it.
  const old = { ...now, version: 0 }
  const text = normalised(old).replaceAll('"value":3000', '"value":6000')
  const hash = hashOf(old)
  const firstSeenAt = clock.now()
  await insertDefinitions(postgres.database.pool, [
    { metricId: now.id, version: 0, hash, normalised: text, firstSeenAt },
  ])
  const watched = (date: string, visibleMs: number) =>
    aView(date, { visibleMs, uniqMs: visibleMs, viewerId: `${date} ${visibleMs}` })
  await store(facts.clickhouse, {
    view: [watched('2026-11-01', 5000), watched('2026-11-01', 7000), watched('2026-11-02', 7000)],
  })
  const compared = await compareDefinitions(parts(), { ...period, metric: 'hook_rate' })
  expect(compared).toEqual({
    ...period,
    unchanged: 0,
    changed: [
      {
        id: 'hook_rate',
        old: { version: 0, hash, firstSeenAt: firstSeenAt.toISOString() },
        new: { version: now.version, hash: hashOf(now) },
        isComputable: true,
        rows: [
          { slice: '2026-11-01', old: 1 / 2, new: 1, difference: 1 / 2 },
          { slice: '2026-11-02', old: 1, new: 1, difference: 0 },
        ],
      },
    ],
  })
})

test('an old definition of facts that are gone says so', async () => {
  const now = hookRate()
  const text = normalised(now).replaceAll('"id":"view"', '"id":"gone"')
  await insertDefinitions(postgres.database.pool, [
    {
      metricId: now.id,
      version: now.version,
      hash: 'of what is gone',
      normalised: text,
      firstSeenAt: clock.now(),
    },
  ])
  const { changed } = await compareDefinitions(parts(), { ...period, metric: 'hook_rate' })
  expect(changed).toMatchObject([{ isComputable: false, rows: [], old: { hash: 'of what is gone' } }])
})

test('a period of more than 400 days is refused', async () => {
  const asked = compareDefinitions(parts(), { from: '2020-01-01', to: '2026-01-01' })
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request' })
})
