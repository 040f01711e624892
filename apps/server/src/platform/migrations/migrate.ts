import { sql } from 'kysely'
import { assert, unreachable } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { StartError } from '#platform/errors'
import type { Log } from '#platform/log'
import { type Database, type Queryable, within } from '#platform/postgres'
import {
  type AppliedMigration,
  type Migration,
  type MigrationPlan,
  findUnrepeatable,
  planMigrations,
  splitStatements,
} from './plan.ts'

interface MigrationTables {
  'platform.migration': { name: string; checksum: string; applied_at: Date }
}

export interface MigrateOptions {
  readonly migrations: readonly Migration[]
  readonly database: Database
  /** Null only where a test needs no facts: then the ClickHouse migrations are left out. */
  readonly clickhouse: Clickhouse | null
  readonly clock: Clock
  readonly log: Log
}

export interface Applied {
  /** The names of what was applied now, in order. */
  readonly applied: readonly string[]
}

/** Any number will do, as long as nobody else takes it on this server. */
const lockNumber = 8_480_001

const prepare = async (options: MigrateOptions): Promise<void> => {
  const connection = within<MigrationTables>(options.database.pool)
  await sql`create schema if not exists platform`.execute(connection)
  await sql`create table if not exists platform.migration (
    name text primary key, checksum text not null, applied_at timestamptz not null)`.execute(connection)
  await options.clickhouse?.command(`create table if not exists schema_migration (
    name String, checksum String, applied_at DateTime64(3, 'UTC'))
    engine = MergeTree order by name settings fsync_after_insert = 1`)
}

const readApplied = async ({ database, clickhouse }: MigrateOptions): Promise<AppliedMigration[]> => {
  const connection = within<MigrationTables>(database.pool)
  const inPostgres = await connection.selectFrom('platform.migration').select(['name', 'checksum']).execute()
  const inClickhouse = await clickhouse?.query<AppliedMigration>(
    'select name, any(checksum) as checksum from schema_migration group by name',
  )
  return [...inPostgres, ...(inClickhouse ?? [])]
}

const refuse = (plan: Extract<MigrationPlan, { ok: false }>): StartError => {
  switch (plan.reason) {
    case 'unknown':
      return new StartError(
        `The data folder was last used by a newer Busker (migration ${plan.name}). Start that version, or restore a backup made with this one.`,
      )
    case 'edited':
      return new StartError(
        `Migration ${plan.name} was changed after it had been applied. Put its file back as it was and write a new migration.`,
      )
    case 'duplicate':
      return new StartError(`Two migrations are named ${plan.name}. Rename one of them.`)
    default:
      return unreachable(plan.reason)
  }
}

const failed = (migration: Migration, cause: unknown): StartError => {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new StartError(
    `Migration ${migration.name} failed (${reason}). Start the version you used before, or report this.`,
    { cause },
  )
}

const applyToPostgres = (migration: Migration, { database, clock }: MigrateOptions): Promise<void> =>
  database.transaction(async (tx) => {
    const connection = within<MigrationTables>(tx)
    await sql`set local statement_timeout = 0`.execute(connection)
    await sql.raw(migration.sql).execute(connection)
    const row = { name: migration.name, checksum: migration.checksum, applied_at: clock.now() }
    await connection.insertInto('platform.migration').values(row).execute()
  })

const applyToClickhouse = async (migration: Migration, options: MigrateOptions): Promise<void> => {
  const { clickhouse, clock } = options
  assert(clickhouse !== null, 'ClickHouse migrations are planned only with ClickHouse')
  const statements = splitStatements(migration.sql)
  const unrepeatable = findUnrepeatable(statements)
  assert(unrepeatable === null, `${migration.name} can be repeated after a crash: ${unrepeatable}`)
  for (const statement of statements) await clickhouse.command(statement)
  const row = { name: migration.name, checksum: migration.checksum, applied_at: clock.now().toISOString() }
  await clickhouse.insert('schema_migration', [row])
}

/** Holds an advisory lock while the work runs on other connections, so that two starts cannot migrate at once. */
const alone = <T>(database: Database, work: (handle: Queryable) => Promise<T>): Promise<T> =>
  database.transaction(async (tx) => {
    const connection = within<MigrationTables>(tx)
    await sql`set local statement_timeout = 0`.execute(connection)
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(connection)
    await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(connection)
    return work(tx)
  })

/**
 * Brings both engines to the state that this program knows, or refuses in one sentence.
 *
 * @example await migrate({ migrations: await discoverMigrations(sourceFolder), database, clickhouse, clock, log })
 */
export const migrate = (options: MigrateOptions): Promise<Applied> =>
  alone(options.database, async () => {
    await prepare(options)
    const known = options.migrations.filter(
      ({ engine }) => engine === 'postgres' || options.clickhouse !== null,
    )
    const plan = planMigrations(known, await readApplied(options))
    if (!plan.ok) throw refuse(plan)
    for (const migration of plan.pending) {
      try {
        if (migration.engine === 'postgres') await applyToPostgres(migration, options)
        else await applyToClickhouse(migration, options)
      } catch (cause) {
        throw failed(migration, cause)
      }
      options.log.event('migrations.applied', { name: migration.name })
    }
    return { applied: plan.pending.map(({ name }) => name) }
  })

const notPrepared = (pending: number): StartError =>
  new StartError(
    `The database is not prepared by this version yet (${pending} migrations are missing). Start the api (BUSKER_ROLE=api) of this version first, then the worker.`,
  )

/**
 * Refuses a database that is not exactly at the state that this program knows, and changes nothing: for a process that
 * works on the database of another one.
 *
 * @example await checkMigrated({ migrations: await discoverMigrations(sourceFolder), database })
 */
export const checkMigrated = async (
  options: Pick<MigrateOptions, 'migrations' | 'database'>,
): Promise<void> => {
  const migrations = options.migrations.filter(({ engine }) => engine === 'postgres')
  const connection = within<MigrationTables>(options.database.pool)
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass('platform.migration') is not null as found`.execute(connection)
  if (rows[0]?.found !== true) throw notPrepared(migrations.length)
  const applied = await connection.selectFrom('platform.migration').select(['name', 'checksum']).execute()
  const plan = planMigrations(migrations, applied)
  if (!plan.ok) throw refuse(plan)
  if (plan.pending.length > 0) throw notPrepared(plan.pending.length)
}
