import type pg from 'pg'
import type { Clickhouse } from '#platform/clickhouse'

/** A migration that a database has seen. */
export interface AppliedName {
  readonly name: string
  readonly checksum: string
}

/** Which migrations this PostgreSQL has; none when it was never migrated. */
export const appliedToPostgres = async (client: pg.Client): Promise<AppliedName[]> => {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('platform.migration') is not null as there`,
  )
  if (rows[0]?.there !== true) return []
  const found = await client.query<AppliedName>('select name, checksum from platform.migration order by name')
  return found.rows
}

/** Which migrations this ClickHouse has; none when it was never migrated. */
export const appliedToClickhouse = async (clickhouse: Clickhouse): Promise<AppliedName[]> => {
  const tables = await clickhouse.query<{ name: string }>(
    `select name from system.tables where database = {database:String} and name = 'schema_migration'`,
    { database: clickhouse.database },
  )
  if (tables.length === 0) return []
  return clickhouse.query<AppliedName>(
    'select name, any(checksum) as checksum from schema_migration group by name order by name',
  )
}
