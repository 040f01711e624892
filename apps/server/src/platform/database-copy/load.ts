import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { assert } from '#platform/assert'
import { poolConfig, type PostgresAddress } from '#platform/postgres'
import { columnList, copySettings, quoted, type SequenceState, type TableShape } from './snapshot.ts'

export interface TableContent extends TableShape {
  readonly rows: number
  /** The rows in the text form of COPY. */
  open(): Readable
}

export interface DatabaseContent {
  readonly tables: readonly TableContent[]
  readonly sequences: readonly SequenceState[]
  /** Consumers of the journal may not be ahead of its end, or they would miss what is appended next. */
  readonly journalEnd: number
}

const foreignKeys = `
  select from_space.nspname || '.' || from_class.relname as child, to_space.nspname || '.' || to_class.relname as parent
  from pg_constraint as link
  join pg_class as from_class on from_class.oid = link.conrelid
  join pg_namespace as from_space on from_space.oid = from_class.relnamespace
  join pg_class as to_class on to_class.oid = link.confrelid
  join pg_namespace as to_space on to_space.oid = to_class.relnamespace
  where link.contype = 'f' and link.conrelid <> link.confrelid`

const countTables = `
  select count(*)::int as tables from pg_class as class
  join pg_namespace as space on space.oid = class.relnamespace
  where class.relkind in ('r', 'p', 'v', 'm') and space.nspname <> 'information_schema'
    and space.nspname not like 'pg\\_%'
    and not exists (
      select from pg_depend as owner
      where owner.classid = 'pg_class'::regclass and owner.objid = class.oid and owner.deptype = 'e')`

const progressTables = `
  select schemaname as schema, tablename as name from pg_tables as known
  where tablename = 'progress' and exists (
    select from information_schema.columns as held
    where held.table_schema = known.schemaname and held.table_name = known.tablename
      and held.column_name = 'journal_offset')`

const withClient = async <T>(
  address: PostgresAddress,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(poolConfig(address))
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** True when nobody has made a table in this database. */
export const isEmptyDatabase = (address: PostgresAddress): Promise<boolean> =>
  withClient(address, async (client) => {
    const { rows } = await client.query<{ tables: number }>(countTables)
    return rows[0]?.tables === 0
  })

const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`

/** Tables after those that they refer to, so that every foreign key holds at once. */
const inOrder = <Table extends TableShape>(
  tables: readonly Table[],
  links: readonly { child: string; parent: string }[],
): Table[] => {
  const names = new Set(tables.map(nameOf))
  const ordered: Table[] = []
  const done = new Set<string>()
  const waitsFor = (table: Table): boolean =>
    links.some(({ child, parent }) => child === nameOf(table) && names.has(parent) && !done.has(parent))
  while (ordered.length < tables.length) {
    const next = tables.filter((table) => !done.has(nameOf(table)) && !waitsFor(table))
    assert(next.length > 0, 'foreign keys between tables make no circle')
    for (const table of next) done.add(nameOf(table))
    ordered.push(...next)
  }
  return ordered
}

const fill = async (client: pg.Client, content: DatabaseContent): Promise<void> => {
  const { rows: links } = await client.query<{ child: string; parent: string }>(foreignKeys)
  const tables = inOrder(content.tables, links)
  // What migrations themselves insert is in the copy, too.
  if (tables.length > 0) await client.query(`truncate ${tables.map(quoted).join(', ')}`)
  for (const table of tables) {
    const stream = client.query(copyFrom(`copy ${quoted(table)} (${columnList(table.columns)}) from stdin`))
    await pipeline(table.open(), stream)
    const { rows } = await client.query<{ rows: string }>(
      `select count(*)::text as rows from ${quoted(table)}`,
    )
    assert(Number(rows[0]?.rows) === table.rows, `${nameOf(table)} has its ${table.rows} rows again`)
  }
  for (const { lastValue, isCalled, ...sequence } of content.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(sequence), lastValue, isCalled])
  }
  const { rows: progress } = await client.query<{ schema: string; name: string }>(progressTables)
  for (const table of progress) {
    await client.query(
      `update ${quoted(table)} set journal_offset = $1::bigint where journal_offset > $1::bigint`,
      [content.journalEnd],
    )
  }
}

/** Fills the tables of a freshly migrated database, all or nothing, and counts every row. */
export const loadDatabase = (address: PostgresAddress, content: DatabaseContent): Promise<void> =>
  withClient(address, async (client) => {
    await client.query('begin')
    await client.query(copySettings)
    await fill(client, content)
    await client.query('commit')
  })
