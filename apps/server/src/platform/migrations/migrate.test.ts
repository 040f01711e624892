import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import {
  type TestClickhouse,
  type TestDatabase,
  createEmptyDatabase,
  createTestClickhouse,
} from '../../testing/engines.ts'
import { discoverMigrations, migrate } from './index.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const sourceWith = async (files: Record<string, string>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-migrations-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

const engines = async (): Promise<TestDatabase & Pick<TestClickhouse, 'clickhouse'>> => {
  const own = await createEmptyDatabase()
  cleanups.push(() => own.close())
  const facts = await createTestClickhouse()
  cleanups.push(() => facts.close())
  return { ...own, clickhouse: facts.clickhouse }
}

const clock = virtualClock(Date.UTC(2026, 10, 22))
const log = silentLog()

const files = {
  'modules/b/migrations/20261101T0000_b_facts.clickhouse.sql':
    'create table if not exists b_fact (n UInt8) engine = MergeTree order by n;\nalter table b_fact add column if not exists m UInt8;\n',
  'modules/a/migrations/20261102T0000_a_more.sql': 'alter table a.thing add column text text; -- second',
  'modules/a/migrations/20261101T0000_a_init.sql': 'create schema a; create table a.thing (id int);',
  'modules/a/README.md': 'not a migration',
}

test('applies all rooms in one order, once, with the given time', async () => {
  const { database, clickhouse } = await engines()
  const migrations = await discoverMigrations(await sourceWith(files))
  const first = await migrate({ migrations, database, clickhouse, clock, log })
  expect(first.applied).toEqual([
    '20261101T0000_a_init',
    '20261101T0000_b_facts.clickhouse',
    '20261102T0000_a_more',
  ])
  const again = await migrate({ migrations, database, clickhouse, clock, log })
  expect(again.applied).toEqual([])
  const { rows } = await sql`select name, applied_at from platform.migration order by name`.execute(
    within(database.pool),
  )
  expect(rows).toEqual([
    { name: '20261101T0000_a_init', applied_at: clock.now() },
    { name: '20261102T0000_a_more', applied_at: clock.now() },
  ])
  expect(await clickhouse.query('select n, m from b_fact')).toEqual([])
})

test('two starts at once apply each migration once', async () => {
  const { database } = await engines()
  const migrations = await discoverMigrations(await sourceWith(files))
  const both = await Promise.all(
    [1, 2].map(() => migrate({ migrations, database, clickhouse: null, clock, log })),
  )
  expect(both.flatMap(({ applied }) => applied).sort()).toEqual([
    '20261101T0000_a_init',
    '20261102T0000_a_more',
  ])
})

test('a data folder of a newer program is refused in the agreed sentence', async () => {
  const { database } = await engines()
  const migrations = await discoverMigrations(await sourceWith(files))
  await migrate({ migrations, database, clickhouse: null, clock, log })
  const older = migrations.filter(({ name }) => name !== '20261102T0000_a_more')
  await expect(migrate({ migrations: older, database, clickhouse: null, clock, log })).rejects.toThrow(
    'The data folder was last used by a newer Busker (migration 20261102T0000_a_more). Start that version, or restore a backup made with this one.',
  )
})

test('an edited migration is refused by name, and a failing one keeps nothing', async () => {
  const { database } = await engines()
  const broken = { 'modules/a/migrations/20261101T0000_a_init.sql': 'create schema a; select nope;' }
  const failing = await discoverMigrations(await sourceWith(broken))
  await expect(migrate({ migrations: failing, database, clickhouse: null, clock, log })).rejects.toThrow(
    /^Migration 20261101T0000_a_init failed \(column "nope" does not exist\)/,
  )
  const migrations = await discoverMigrations(await sourceWith(files))
  await migrate({ migrations, database, clickhouse: null, clock, log })
  await expect(migrate({ migrations: failing, database, clickhouse: null, clock, log })).rejects.toThrow(
    /^Migration 20261101T0000_a_init was changed/,
  )
})
