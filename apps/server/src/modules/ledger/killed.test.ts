import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sleep, systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { discoverMigrations, migrate } from '#platform/migrations'
import { type Database, type EmbeddedPostgres, openDatabase, startEmbeddedPostgres } from '#platform/postgres'
import { createLedger, type Ledger, type Operation } from './index.ts'
import { gift, purchase } from './test-operations.ts'

const [log, clock] = [silentLog(), systemClock()]
let folder: string
let server: EmbeddedPostgres
let database: Database
let ledger: Ledger

const start = async (): Promise<void> => {
  server = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log, clock })
  database = await openDatabase(server.connection, { log, maximumConnections: 4 })
  ledger = createLedger({ db: database, clock, ids: systemIds(clock) })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-ledger-killed-'))
  await start()
  const all = await discoverMigrations(join(import.meta.dirname, '..', '..'))
  const migrations = all.filter(({ engine, name }) => engine === 'postgres' && name.includes('_ledger'))
  await migrate({ migrations, database, clickhouse: null, clock, log })
  await ledger.execute(Array.from({ length: 40 }, (_, place) => purchase(`p${place}`, `lot-${place}`, 1000n)))
})
afterAll(async () => {
  await database.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Everybody gives until the database is gone; what was acknowledged, and what nobody knows. */
const giveUntilKilled = async (round: number) => {
  const acknowledged: Operation[] = []
  const unknown: Operation[] = []
  const giver = async (place: number): Promise<void> => {
    for (let turn = 0; ; turn += 1) {
      const one = gift(`${round}-${place}-${turn}`, { payer: `p${place}`, creator: 'star', coins: 1n })
      try {
        const [outcome] = await ledger.execute([one])
        if (outcome?.is === 'done') acknowledged.push(one)
      } catch {
        unknown.push(one)
        return
      }
      // A long wait for the kill is no reason to run out of coins.
      if (turn > 300) return
    }
  }
  const giving = Promise.all(Array.from({ length: 40 }, (_, place) => giver(place)))
  await sleep(250 + round * 90)
  process.kill(server.processId, 'SIGKILL')
  await giving
  return { acknowledged, unknown }
}

test('kill -9 of the database in the middle: nothing acknowledged is lost, and what was unknown happens once', async () => {
  for (const round of [0, 1, 2]) {
    const { acknowledged, unknown } = await giveUntilKilled(round)
    expect(acknowledged.length).toBeGreaterThan(10)
    await database.close().catch(() => undefined)
    await start()
    const again = await ledger.execute(acknowledged)
    expect(again.filter((each) => each.is !== 'done' || !each.again)).toEqual([])
    const asked = await ledger.execute(unknown)
    expect(asked.filter(({ is }) => is !== 'done')).toEqual([])
    const verdict = await ledger.verify()
    expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([])
  }
}, 60_000)
