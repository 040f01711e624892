import type { ImportId, RefusedLine } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

/** Lines that are kept of one import; all are counted. */
export const keptLines = 10_000

export const insertRefusedLines = async (
  handle: Queryable,
  importId: ImportId,
  lines: readonly RefusedLine[],
): Promise<void> => {
  if (lines.length === 0) return
  await sql`insert into outside.refused_line (import_id, ordinal, sheet, line, reason, column_name, value)
    select ${importId}::uuid, ordinal, sheet, line, reason, "column", value
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as given (ordinal integer, sheet text, line integer, reason text, "column" text, value text)
    on conflict (import_id, ordinal) do nothing`.execute(within<OutsideTables>(handle))
}

export const deleteRefusedLines = async (handle: Queryable, importId: ImportId): Promise<void> => {
  await within<OutsideTables>(handle)
    .deleteFrom('outside.refused_line')
    .where('import_id', '=', importId)
    .execute()
}

export const listRefusedLines = (
  handle: Queryable,
  page: { readonly importId: ImportId; readonly after: number; readonly limit: number },
): Promise<RefusedLine[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.refused_line')
    .select(['ordinal', 'sheet', 'line', 'reason', 'column_name as column', 'value'])
    .where('import_id', '=', page.importId)
    .where('ordinal', '>', page.after)
    .orderBy('ordinal')
    .limit(page.limit)
    .execute()
