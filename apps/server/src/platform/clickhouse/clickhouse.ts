import { access, constants, mkdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { formatQueryParams } from '@clickhouse/client-common'
import { drainPending } from 'chdb'
import { createChdbConnection } from 'chdb/connection'
import { assert } from '#platform/assert'
import { StartError, hasErrno } from '#platform/errors'
import { createGate } from './gate.ts'

/** A folder for the engine in this process, or a `CLICKHOUSE_URL`. */
export type ClickhouseAddress = { readonly path: string } | { readonly url: string }

/** Values bound as `{name:Type}`: text, numbers, `bigint`, booleans, null, arrays of these, and `Date`. */
export type QueryParameters = Record<string, unknown>

/**
 * One database of facts. Times come back as ISO 8601 in UTC (`2026-11-22T02:13:00.000Z`) and may be inserted so.
 * 64-bit integers come back as numbers: wrap what may pass 2^53 (sums of money) in `toString(…)`.
 */
export interface Clickhouse extends Statements {
  readonly database: string
  /** So many ids may be bound as one list: to a server they go in the address of the request. */
  readonly longestList: number
  /** The same database for what nobody waits for: however long that takes, it stands in nobody's way. */
  readonly background: Statements
  close(): Promise<void>
}

/** What is said to the engine. */
export interface Statements {
  /** Runs one statement that returns nothing. */
  command(sql: string, params?: QueryParameters): Promise<void>
  /** Runs one query; the caller names the shape of a row that its own SELECT makes. */
  query<T>(sql: string, params?: QueryParameters): Promise<T[]>
  /** Appends rows. Resolves when they are written, and on disk if the table says `fsync_after_insert = 1`. */
  insert(table: string, rows: readonly object[]): Promise<void>
  /** The same for many rows: lines of the engine's own text, `TabSeparated`, each with these columns. Nothing else is made of them. */
  insertLines(table: string, columns: readonly string[], lines: string): Promise<void>
  /** Runs a query whose one column is text without line breaks; each line of the answer is one row, as it is. */
  queryLines(sql: string, params?: QueryParameters): Promise<string>
}

/** A statement that ClickHouse refused, with the number of its kind of error. */
class ClickhouseError extends Error {
  readonly kind: string

  constructor(kind: string, message: string, options: { cause: unknown }) {
    super(message, options)
    this.name = 'ClickhouseError'
    this.kind = kind
  }
}

const settings = {
  date_time_output_format: 'iso',
  date_time_input_format: 'best_effort',
  output_format_json_quote_64bit_integers: 0,
  // The longest list of ids, as text.
  max_query_size: '4000000',
  // A query that would eat the machine fails alone.
  max_execution_time: 60,
  max_memory_usage: '2000000000',
  // What does not fit goes to the disk instead.
  max_bytes_before_external_group_by: '700000000',
  max_bytes_before_external_sort: '700000000',
  // Machine code for expressions: making it takes longer than a whole board does without.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
} as const

/** A connection to the engine in this process runs one query after the other; each takes one of libuv's threads. */
const embeddedConnections = 2
const serverConcurrency = 8
const largestQueue = 5000

const asTyped = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  const kind = 'type' in error && typeof error.type === 'string' ? error.type : 'UNKNOWN'
  return new ClickhouseError(kind, error.message, { cause: error })
}

/**
 * The embedded engine cuts a bound `Date` to whole seconds, so it goes as text, in UTC. Milliseconds are written only
 * if there are any: the type `DateTime` refuses them, `DateTime64(3)` takes both.
 */
const bindable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bindable)
  if (!(value instanceof Date)) return value
  return value
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.000$/, '')
}

/** Gives a statement its values; what it answers goes along with the statement. */
type Bind = (params: QueryParameters | undefined) => Promise<{ query_params?: QueryParameters }>

const bindAlong: Bind = async (params) => {
  if (params === undefined) return {}
  const entries = Object.entries(params).map(([name, value]) => [name, bindable(value)])
  return { query_params: Object.fromEntries(entries) }
}

/**
 * Values that are bound along with a statement go through a lock of the embedded engine: whoever binds waits until all
 * others who did have their answers. Set on the connection before, they hold up nobody.
 */
const bindAhead =
  (client: ClickHouseClient): Bind =>
  async (params) => {
    const values = Object.entries(params ?? {}).map(([name, value]) => {
      assert(/^\w+$/.test(name), 'a value has a plain name')
      const text = formatQueryParams({ value: bindable(value) })
      return `param_${name} = '${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    })
    if (values.length > 0) await client.command({ query: `SET ${values.join(', ')}` })
    return {}
  }

/** How lines of text come in: the engine in this process takes the bytes as they are. */
type TakeLines = (table: string, columns: readonly [string, ...string[]], bytes: Buffer) => Promise<void>

const takeByStream =
  (client: ClickHouseClient): TakeLines =>
  async (table, columns, bytes) => {
    const values = Readable.from([bytes], { objectMode: false })
    await client.insert({ table, columns: [...columns], values, format: 'TabSeparated' })
  }

interface Connection {
  readonly client: ClickHouseClient
  readonly bind: Bind
  readonly takeLines: TakeLines
}

/** Statements over some connections, so many at once on each; the others wait in order. */
const statementsOver = (connections: readonly Connection[], atOnce: number) => {
  const free = connections.flatMap((connection) => Array.from({ length: atOnce }, () => connection))
  const gate = createGate({ width: free.length, longestQueue: largestQueue })
  const run = <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    gate
      .run(async () => {
        const mine = free.shift()
        assert(mine !== undefined, 'the gate admits as many as there are')
        return work(mine).finally(() => free.push(mine))
      })
      .catch((error: unknown) => {
        throw asTyped(error)
      })
  const statements: Statements = {
    command: (sql, params) =>
      run(async ({ client, bind }) => {
        await client.command({ query: sql, ...(await bind(params)) })
      }),
    query: <T>(sql: string, params?: QueryParameters) =>
      run(async ({ client, bind }) => {
        const values = await bind(params)
        const result = await client.query({ query: sql, format: 'JSONEachRow', ...values })
        return result.json<T>()
      }),
    insert: (table, rows) =>
      run(async ({ client }) => {
        if (rows.length > 0) await client.insert({ table, values: [...rows], format: 'JSONEachRow' })
      }),
    insertLines: (table, [first, ...others], lines) =>
      run(async ({ takeLines }) => {
        if (lines === '' || first === undefined) return
        await takeLines(table, [first, ...others], Buffer.from(lines))
      }),
    queryLines: (sql, params) =>
      run(async ({ client, bind }) => {
        const values = await bind(params)
        const result = await client.query({ query: sql, format: 'TabSeparatedRaw', ...values })
        return result.text()
      }),
  }
  const close = async (): Promise<void> => {
    await gate.idle()
    for (const { client } of connections) await client.close()
  }
  return { statements, close }
}

/** The engine tells the reason of a failed start only to standard error, so the usual ones are looked for here. */
const embeddedStartFault = async (path: string, cause: unknown): Promise<StartError> => {
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
  return new StartError(
    isWritable
      ? `The facts in ${path} could not be opened: most likely another Busker is using them. Stop it, or set BUSKER_DATA to another folder.`
      : `The facts in ${path} may not be written. Give this folder to the user who starts Busker.`,
    { cause },
  )
}

type ClientOptions = NonNullable<Parameters<typeof createClient>[0]>

type EmbeddedConnection = ReturnType<typeof createChdbConnection>

// Checked boundary: both packages mean the same interface, but each carries its own copy of its types.
const embeddedClient = (connection: EmbeddedConnection): ClientOptions =>
  ({ connection }) as unknown as ClientOptions

const takeRaw =
  ({ chdb }: EmbeddedConnection): TakeLines =>
  async (table, columns, values) => {
    await chdb.rawInsert({ table, columns: [...columns], values, format: 'TabSeparated' })
  }

/** A connection whose statements mean this database. */
const connectEmbedded = async (path: string, database: string): Promise<Connection> => {
  let client: ClickHouseClient
  let connection: EmbeddedConnection
  try {
    connection = createChdbConnection({ path })
    client = createClient(embeddedClient(connection))
  } catch (cause) {
    throw await embeddedStartFault(path, cause)
  }
  try {
    await client.command({ query: `create database if not exists ${database}` })
    // Database and settings belong to this connection. Sent once here and not with each statement, because there
    // the engine would have to parse them in front of every insert.
    await client.command({ query: `use ${database}` })
    const list = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
    await client.command({ query: `set ${list.join(', ')}` })
  } catch (error) {
    await client.close()
    throw error
  }
  return { client, bind: bindAhead(client), takeLines: takeRaw(connection) }
}

const openEmbedded = async (path: string, database: string): Promise<Clickhouse> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    if (!hasErrno(cause, 'ENOSPC')) throw await embeddedStartFault(path, cause)
    throw new StartError(`The disk with ${path} is full. Free some space, then start again.`, { cause })
  }
  const connections: Connection[] = []
  try {
    while (connections.length <= embeddedConnections) connections.push(await connectEmbedded(path, database))
  } catch (error) {
    for (const { client } of connections) await client.close()
    throw error
  }
  const foreground = statementsOver(connections.slice(1), 1)
  const background = statementsOver(connections.slice(0, 1), 1)
  const close = async () => {
    await Promise.all([foreground.close(), background.close()])
    // The engine leaves its folder a moment after the connection was closed; who reopens or removes it must wait.
    await drainPending()
  }
  const described = { database, longestList: 10_000, background: background.statements }
  return { ...foreground.statements, ...described, close }
}

const openServer = async (url: string, database: string): Promise<Clickhouse> => {
  const shown = URL.canParse(url) ? new URL(url).host : 'the address in CLICKHOUSE_URL'
  // Faults reach the caller as errors; the client's own log would print them with their arguments.
  const quiet = { log: { level: ClickHouseLogLevel.OFF } }
  const client = createClient({
    url,
    database,
    clickhouse_settings: settings,
    request_timeout: 70_000,
    ...quiet,
  })
  const admin = createClient({ url, ...quiet })
  try {
    await admin.command({ query: `create database if not exists ${database}` })
  } catch (cause) {
    await client.close()
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    throw new StartError(
      `ClickHouse at ${shown} does not let us in (${reason.split('\n')[0]}). Check that it runs and that CLICKHOUSE_URL is right.`,
      { cause },
    )
  } finally {
    await admin.close()
  }
  const connection = { client, bind: bindAlong, takeLines: takeByStream(client) }
  const { statements, close } = statementsOver([connection], serverConcurrency)
  // A server shares its time out by itself.
  return { ...statements, database, longestList: 500, background: statements, close }
}

/**
 * Opens a database of facts and creates it when it is missing. The embedded engine admits one process per folder
 * and one folder per process; several databases in that folder may be open at once.
 *
 * @example const facts = await openClickhouse({ path: join(dataFolder, 'facts') }, 'busker')
 */
export const openClickhouse = (address: ClickhouseAddress, database: string): Promise<Clickhouse> => {
  assert(/^[a-z][a-z0-9_]{0,62}$/.test(database), 'a database has a plain name')
  return 'path' in address ? openEmbedded(address.path, database) : openServer(address.url, database)
}
