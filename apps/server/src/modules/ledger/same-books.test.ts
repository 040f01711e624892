import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { day0Ms } from './test-golden.ts'
import { runHistory } from './test-histories.ts'
import { overDatabase, type PostgresUnderTest } from './test-postgres-books.ts'
import { postgresEngine } from './test-postgres-engine.ts'
import { replay } from './test-replay.ts'

// Fifty, and a thousand in memory alone: npm run soak -- ledger-histories.
const [seeds, steps, compareEvery] = [24, 300, 50]

const under: PostgresUnderTest[] = []
afterAll(() => Promise.all(under.map((each) => each.close())))

test.each(Array.from({ length: seeds }, (_, at) => at + 1))(
  'PostgreSQL and memory keep the same books: history %i',
  { timeout: 120_000 },
  async (seed) => {
    const clock = virtualClock(day0Ms)
    const other = await postgresEngine({ clock, ids: seededIds(clock, `same ${seed}`) })
    under.push(other)
    const { events, faults } = runHistory({ seed, steps, unwatched: true })
    expect(faults).toEqual([])
    expect(await replay(events, { ...other, clock }, compareEvery)).toEqual([])
    const verdict = await other.ledger.verify()
    expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([])
  },
)

let own: TestDatabase
beforeAll(async () => {
  own = await createTestDatabase()
})
afterAll(() => own.close())

test('a difference would be seen', async () => {
  const clock = virtualClock(day0Ms)
  const other = overDatabase(own.database, { clock, ids: seededIds(clock, 'different') })
  const { events } = runHistory({ seed: 1, steps: 60, unwatched: true })
  const engine = {
    ...other.engine,
    execute: (list: Parameters<typeof other.engine.execute>[0]) => other.engine.execute(list.toReversed()),
  }
  expect((await replay(events, { ...other, engine, clock }, compareEvery)).length).toBeGreaterThan(0)
})
