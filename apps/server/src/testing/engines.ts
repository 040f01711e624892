import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { type Clickhouse, openClickhouse } from '#platform/clickhouse'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { installJobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import { type Migration, discoverMigrations, migrate, splitStatements } from '#platform/migrations'
import {
  type Database,
  type PostgresAddress,
  openDatabase,
  poolConfig,
  siblingAddress,
} from '#platform/postgres'

const sourceFolder = join(import.meta.dirname, '..')
const clock = systemClock()
const log = silentLog()
const templateLock = 8_480_002

const freshName = (prefix: string): string => `${prefix}_${systemIds(clock).uuid().replaceAll('-', '')}`

/** The server of this test run: the embedded one, or that of `BUSKER_TEST_DATABASE_URL`. */
export const testPostgres = (): PostgresAddress => inject('postgresAddress')

const withAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(poolConfig(siblingAddress(testPostgres(), 'postgres')))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const templateName = (migrations: readonly Migration[]): string => {
  const hash = createHash('sha256')
  for (const { name, checksum } of migrations) hash.update(`${name}:${checksum};`)
  return `busker_template_${hash.digest('hex').slice(0, 16)}`
}

/** Makes a database with every table once per state of the migrations. A half-made one is thrown away. */
const ensureTemplate = async (client: pg.Client): Promise<string> => {
  const all = await discoverMigrations(sourceFolder)
  const migrations = all.filter(({ engine }) => engine === 'postgres')
  const template = templateName(migrations)
  await client.query('select pg_advisory_lock($1)', [templateLock])
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [template])
    if (found.rowCount !== 0) return template
    const draft = `${template}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    const address = siblingAddress(testPostgres(), draft)
    await installJobs(address, log)
    const database = await openDatabase(address, { log })
    try {
      await migrate({ migrations, database, clickhouse: null, clock, log })
    } finally {
      await database.close()
    }
    await client.query(`alter database ${draft} rename to ${template}`)
    return template
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock])
  }
}

export interface TestDatabase {
  readonly database: Database
  readonly address: PostgresAddress
  close(): Promise<void>
}

/**
 * An own database with all tables and the job queue, copied from a template in some 50 ms.
 *
 * @example
 * const test = await createTestDatabase()
 * afterAll(() => test.close())
 */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const name = freshName('test')
  await withAdmin(async (client) => {
    const template = await ensureTemplate(client)
    await client.query(`create database ${name} template ${template}`)
  })
  const address = siblingAddress(testPostgres(), name)
  const database = await openDatabase(address, { log, maximumConnections: 5 })
  const close = async () => {
    await database.close()
    await withAdmin((client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { database, address, close }
}

/** An own empty database without our tables, for tests of the migrations themselves. */
export const createEmptyDatabase = async (): Promise<TestDatabase> => {
  const name = freshName('empty')
  await withAdmin((client) => client.query(`create database ${name}`))
  const address = siblingAddress(testPostgres(), name)
  const database = await openDatabase(address, { log, maximumConnections: 5 })
  const close = async () => {
    await database.close()
    await withAdmin((client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { database, address, close }
}

export interface TestClickhouse {
  readonly clickhouse: Clickhouse
  close(): Promise<void>
}

/** One folder per test process, because the engine admits only one. It goes when the last database is closed. */
let folder: { readonly path: Promise<string>; users: number } | null = null

const openOnServer = async (url: string): Promise<TestClickhouse> => {
  const clickhouse = await openClickhouse({ url }, freshName('test'))
  const close = async () => {
    await clickhouse.command(`drop database if exists ${clickhouse.database} sync`)
    await clickhouse.close()
  }
  return { clickhouse, close }
}

/**
 * An own empty database of facts: on the server of this test run, or in the engine of this process when there is none.
 *
 * @example const facts = await createEmptyClickhouse()
 */
export const createEmptyClickhouse = async (): Promise<TestClickhouse> => {
  const url = inject('clickhouseUrl')
  if (url !== null) return openOnServer(url)
  folder ??= { path: mkdtemp(join(tmpdir(), 'busker-facts-')), users: 0 }
  const used = folder
  used.users += 1
  const clickhouse = await openClickhouse({ path: await used.path }, freshName('test'))
  const close = async () => {
    await clickhouse.close()
    used.users -= 1
    if (used.users > 0) return
    folder = null
    await rm(await used.path, { recursive: true, force: true })
  }
  return { clickhouse, close }
}

/**
 * An own database of facts with all tables.
 *
 * @example const facts = await createTestClickhouse()
 */
export const createTestClickhouse = async (): Promise<TestClickhouse> => {
  const own = await createEmptyClickhouse()
  await applyAll(own.clickhouse, await discoverMigrations(sourceFolder))
  return own
}

const applyAll = async (clickhouse: Clickhouse, all: readonly Migration[]): Promise<void> => {
  const statements = all
    .filter(({ engine }) => engine === 'clickhouse')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(({ sql }) => splitStatements(sql))
  for (const statement of statements) await clickhouse.command(statement)
}
