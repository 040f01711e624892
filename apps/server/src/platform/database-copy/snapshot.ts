import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { poolConfig, type PostgresAddress } from '#platform/postgres'
import { appliedToPostgres, type AppliedName } from './applied.ts'

/** A table and the columns that a copy carries: all but generated ones. */
export interface TableShape {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[]
}

export interface SequenceState {
  readonly schema: string
  readonly name: string
  readonly lastValue: string
  readonly isCalled: boolean
}

/** The database as it was at one moment, however long the reading takes. */
export interface TableSnapshot {
  readonly tables: readonly TableShape[]
  readonly applied: readonly AppliedName[]
  /** Writes the rows of a table in the text form of COPY and ends the sink. Resolves with their number. */
  copyRows(table: TableShape, sinks: readonly [...NodeJS.ReadWriteStream[], Writable]): Promise<number>
  /** Sequences do not belong to a snapshot: read after the tables, they are never behind them. */
  readSequences(): Promise<SequenceState[]>
  close(): Promise<void>
}

/** Text that means the same on every server and in every session. */
export const copySettings = `
  set local statement_timeout = 0;
  set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local bytea_output = 'hex';
  set local extra_float_digits = 1;
  set local timezone = 'UTC'`

const ownTables = `
  select space.nspname as schema, class.relname as name,
    json_agg(attribute.attname order by attribute.attnum) as columns
  from pg_class as class
  join pg_namespace as space on space.oid = class.relnamespace
  join pg_attribute as attribute on attribute.attrelid = class.oid
  where class.relkind in ('r', 'p') and not class.relispartition
    and space.nspname not in ('information_schema', 'public') and space.nspname not like 'pg\\_%'
    and attribute.attnum > 0 and not attribute.attisdropped and attribute.attgenerated = ''
    and not exists (
      select from pg_depend as owner
      where owner.classid = 'pg_class'::regclass and owner.objid = class.oid and owner.deptype = 'e')
  group by class.oid, space.nspname, class.relname
  order by space.nspname, class.relname`

const ownSequences = `
  select schemaname as schema, sequencename as name from pg_sequences
  where schemaname not in ('information_schema', 'public')
  order by schemaname, sequencename`

export const quoted = ({ schema, name }: { schema: string; name: string }): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

export const columnList = (columns: readonly string[]): string =>
  columns.map((column) => pg.escapeIdentifier(column)).join(', ')

const readSequences = async (client: pg.Client): Promise<SequenceState[]> => {
  const { rows } = await client.query<{ schema: string; name: string }>(ownSequences)
  const states: SequenceState[] = []
  for (const sequence of rows) {
    const found = await client.query<{ lastValue: string; isCalled: boolean }>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${quoted(sequence)}`,
    )
    states.push(...found.rows.map((state) => ({ ...sequence, ...state })))
  }
  return states
}

/**
 * Opens a connection that sees the database as it is now until it is closed. Tables named in `without` are left out.
 *
 * @example const snapshot = await openTableSnapshot(address, { without: ['platform.migration'] })
 */
export const openTableSnapshot = async (
  address: PostgresAddress,
  options: { readonly without: readonly string[] },
): Promise<TableSnapshot> => {
  const client = new pg.Client(poolConfig(address))
  // A connection that breaks fails the statement under way; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read, read only')
    await client.query(copySettings)
    // The first query that reads makes the snapshot.
    const { rows } = await client.query<TableShape>(ownTables)
    const applied = await appliedToPostgres(client)
    return {
      applied,
      tables: rows.filter(({ schema, name }) => !options.without.includes(`${schema}.${name}`)),
      copyRows: async (table, sinks) => {
        // With a query as its source, COPY also reads partitioned tables.
        const source = `select ${columnList(table.columns)} from ${quoted(table)}`
        const stream = client.query(copyTo(`copy (${source}) to stdout`))
        await pipeline([stream, ...sinks])
        return stream.rowCount
      },
      readSequences: () => readSequences(client),
      close: () => client.end(),
    }
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}
