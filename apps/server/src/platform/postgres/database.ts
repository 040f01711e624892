import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { assert } from '#platform/assert'
import { StartError, hasErrno } from '#platform/errors'
import type { Log } from '#platform/log'
import { type PostgresAddress, describeAddress, exactTypes, poolConfig, siblingAddress } from './address.ts'
import { asExpected } from './failures.ts'

const queryableBrand: unique symbol = Symbol('queryable')
const txBrand: unique symbol = Symbol('tx')

/** Something SQL can run on. What tables it has is said by the store that calls `within`. */
export interface Queryable {
  readonly [queryableBrand]: true
}

/** A running transaction. */
export interface Tx extends Queryable {
  readonly [txBrand]: true
}

export interface Database {
  /** Single statements, each in its own transaction. */
  readonly pool: Queryable
  /** All or nothing. The work may run twice only if the caller calls twice: nothing is retried here. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const connections = new WeakMap<Queryable, Kysely<unknown>>()
const commitEffects = new WeakMap<Tx, (() => void)[]>()

/**
 * The only door to SQL. A store names the tables of its module, so that another module's table does not compile.
 *
 * @example within<LedgerTables>(tx).insertInto('ledger.leg').values(rows).execute()
 */
export const within = <Tables>(handle: Queryable): Kysely<Tables> => {
  const connection = connections.get(handle)
  assert(connection !== undefined, 'a handle comes from openDatabase')
  // Checked boundary: one connection serves every module, each sees it through its own table types.
  return connection as unknown as Kysely<Tables>
}

/**
 * Runs an effect after this transaction was committed, and never if it was rolled back.
 *
 * @example onCommit(tx, () => hub.publish(personId, message))
 */
export const onCommit = (tx: Tx, effect: () => void): void => {
  const effects = commitEffects.get(tx)
  assert(effects !== undefined, 'onCommit belongs inside a running transaction')
  effects.push(effect)
}

const makeQueryable = (connection: Kysely<unknown>): Queryable => {
  const handle: Queryable = { [queryableBrand]: true }
  connections.set(handle, connection)
  return handle
}

const makeTx = (connection: Kysely<unknown>, effects: (() => void)[]): Tx => {
  const tx: Tx = { [queryableBrand]: true, [txBrand]: true }
  connections.set(tx, connection)
  commitEffects.set(tx, effects)
  return tx
}

/** Calendar arithmetic in SQL happens in UTC, and a statement or transaction that hangs frees its connection. */
const sessionSettings = CompiledQuery.raw(`
  select set_config('TimeZone', 'UTC', false),
         set_config('statement_timeout', '60s', false),
         set_config('idle_in_transaction_session_timeout', '120s', false)`)

const oldestVersion = 150_000

const checkServer = async (pool: pg.Pool, address: PostgresAddress): Promise<void> => {
  const found = await pool
    .query<{ version: string }>(`select current_setting('server_version_num') as version`)
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
      throw new StartError(
        `PostgreSQL at ${describeAddress(address)} does not let us in (${reason}). Check that it runs and that DATABASE_URL is right.`,
        { cause },
      )
    })
  const version = Number(found.rows[0]?.version)
  if (version >= oldestVersion) return
  throw new StartError(
    `PostgreSQL at ${describeAddress(address)} is version ${Math.floor(version / 10_000)}; Busker needs 15 or newer. Upgrade it, or leave DATABASE_URL empty to use the embedded one.`,
  )
}

/**
 * Opens a pool on a database that exists, and checks that the server is new enough.
 *
 * @example const database = await openDatabase(postgres.connection, { log })
 */
export const openDatabase = async (
  address: PostgresAddress,
  options: { log: Log; maximumConnections?: number },
): Promise<Database> => {
  const pool = new pg.Pool({
    ...poolConfig(address),
    types: exactTypes(),
    max: options.maximumConnections ?? 10,
  })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', (error) => options.log.error('postgres.connection_lost', error))
  // One that breaks between two statements of a transaction, too: the next statement fails and tells whoever waits.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await checkServer(pool, address)
  } catch (error) {
    await pool.end()
    throw error
  }
  const onCreateConnection = async (connection: { executeQuery(query: CompiledQuery): Promise<unknown> }) => {
    await connection.executeQuery(sessionSettings)
  }
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool, onCreateConnection }) })

  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const effects: (() => void)[] = []
    const result = await kysely
      .transaction()
      .execute((connection) => work(makeTx(connection, effects)))
      .catch((error: unknown) => {
        throw asExpected(error)
      })
    for (const effect of effects) {
      try {
        effect()
      } catch (error) {
        // The state is committed; the caller must not believe otherwise because an effect failed.
        options.log.error('postgres.on_commit_failed', error)
      }
    }
    return result
  }
  // Kysely ends a pool only after its own first query, and ours was already used by the check.
  const close = async () => {
    await kysely.destroy()
    if (!pool.ending) await pool.end()
  }
  return { pool: makeQueryable(kysely), transaction, close }
}

const alreadyExists = '42P04'

/** Creates a database on this server if it is missing. */
export const ensureDatabase = async (address: PostgresAddress, name: string): Promise<void> => {
  assert(/^[a-z][a-z0-9_]{0,62}$/.test(name), 'a database has a plain name')
  const client = new pg.Client(poolConfig(siblingAddress(address, 'postgres')))
  try {
    await client.connect()
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${name}`)
  } catch (error) {
    if (!hasErrno(error, alreadyExists, '23505')) throw error
  } finally {
    await client.end()
  }
}
