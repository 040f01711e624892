import type { PersonId } from '@busker/contract'
import type { ReferenceRow, ReferenceTableId } from '@busker/metrics'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ReadLine } from '../rules/read-table.ts'
import type { ReferenceTables } from './tables.ts'

export interface VersionRow {
  readonly versionId: string
  readonly table: ReferenceTableId
  readonly source: string
  readonly sha256: string
  readonly lines: number
  readonly firstDate: string
  readonly lastDate: string
  readonly uploadedAt: Date
  readonly uploadedBy: PersonId
  readonly withdrawnAt: Date | null
  readonly withdrawnBy: PersonId | null
}

const columns = [
  'version_id as versionId',
  'table_id as table',
  'source',
  'sha256',
  'lines',
  'first_date as firstDate',
  'last_date as lastDate',
  'uploaded_at as uploadedAt',
  'uploaded_by as uploadedBy',
  'withdrawn_at as withdrawnAt',
  'withdrawn_by as withdrawnBy',
] as const

/** Makes uploads to one table wait for one another. */
export const lockTable = async (tx: Tx, table: ReferenceTableId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reference:${table}`}, 0))`.execute(
    within<ReferenceTables>(tx),
  )
}

/** Of each table the newest version that is not withdrawn. */
export const readInUse = (handle: Queryable): Promise<VersionRow[]> =>
  within<ReferenceTables>(handle)
    .selectFrom('reference.version')
    .distinctOn('table_id')
    .select(columns)
    .where('withdrawn_at', 'is', null)
    .orderBy('table_id')
    .orderBy('version_id', 'desc')
    .execute()

/** How many versions each table has, withdrawn ones too. */
export const countVersions = async (handle: Queryable): Promise<Map<ReferenceTableId, number>> => {
  const rows = await within<ReferenceTables>(handle)
    .selectFrom('reference.version')
    .select(['table_id as table', (select) => select.fn.countAll<bigint>().as('versions')])
    .groupBy('table_id')
    .execute()
  return new Map(rows.map(({ table, versions }) => [table, Number(versions)]))
}

/** Newest first. */
export const readVersions = (
  handle: Queryable,
  page: { table: ReferenceTableId; before: string | null; limit: number },
): Promise<VersionRow[]> => {
  let query = within<ReferenceTables>(handle)
    .selectFrom('reference.version')
    .select(columns)
    .where('table_id', '=', page.table)
    .orderBy('version_id', 'desc')
    .limit(page.limit)
  if (page.before !== null) query = query.where('version_id', '<', page.before)
  return query.execute()
}

/** So many lines in one statement. */
const linesAtOnce = 10_000

export const insertVersion = async (
  tx: Tx,
  version: VersionRow,
  lines: readonly ReadLine[],
): Promise<void> => {
  const connection = within<ReferenceTables>(tx)
  await connection
    .insertInto('reference.version')
    .values({
      version_id: version.versionId,
      table_id: version.table,
      source: version.source,
      sha256: version.sha256,
      lines: version.lines,
      first_date: version.firstDate,
      last_date: version.lastDate,
      uploaded_at: version.uploadedAt,
      uploaded_by: version.uploadedBy,
      withdrawn_at: version.withdrawnAt,
      withdrawn_by: version.withdrawnBy,
    })
    .execute()
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const some = JSON.stringify(lines.slice(from, from + linesAtOnce))
    await sql`insert into reference.row (version_id, line, date, cells)
      select ${version.versionId}::uuid, line, date, cells
      from jsonb_to_recordset(${some}::jsonb) as given (line integer, date date, cells jsonb)`.execute(
      connection,
    )
  }
}

/** The lines of a version, those that are the same as one row. */
export const readRows = async (handle: Queryable, versionId: string): Promise<ReferenceRow[]> => {
  const found = await sql<ReferenceRow>`select date, count(*)::integer as times, cells
    from reference.row where version_id = ${versionId}
    group by date, cells order by min(line)`.execute(within<ReferenceTables>(handle))
  return found.rows
}

/** False when there is no such version. One that is withdrawn already stays as it was withdrawn. */
export const withdrawRow = async (
  handle: Queryable,
  versionId: string,
  withdrawn: { at: Date; by: PersonId },
): Promise<boolean> => {
  const query = sql`update reference.version
    set withdrawn_at = coalesce(withdrawn_at, ${withdrawn.at}),
      withdrawn_by = coalesce(withdrawn_by, ${withdrawn.by}::uuid)
    where version_id = ${versionId}`
  return (await query.execute(within<ReferenceTables>(handle))).numAffectedRows === 1n
}
