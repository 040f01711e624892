import { assert } from '#platform/assert'
import type { ExportedRow, RowKind } from './rows.ts'

type RowOf<Kind extends RowKind> = Extract<ExportedRow, { kind: Kind }>

/**
 * A row as the journal keeps it, read again: text of a column that ends in `Micro` is an amount. What was written by this
 * program was valid when it was written.
 */
export const readRow = (text: string): ExportedRow => {
  const row: unknown = JSON.parse(text, (name, value: unknown) =>
    name.endsWith('Micro') && typeof value === 'string' ? BigInt(value) : value,
  )
  assert(typeof row === 'object' && row !== null && 'kind' in row, 'a stored row has a kind')
  // The reader of files made it of this type, and storing keeps every column.
  return row as unknown as ExportedRow
}

/** The rows of one kind. */
export const ofKind = <Kind extends RowKind>(rows: readonly ExportedRow[], kind: Kind): RowOf<Kind>[] =>
  rows.filter((row): row is RowOf<Kind> => row.kind === kind)
