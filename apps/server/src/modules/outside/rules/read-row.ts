import { assert } from '#platform/assert'
import type { ExportedRow, RowKind } from './rows.ts'

type RowOf<Kind extends RowKind> = Extract<ExportedRow, { kind: Kind }>

/**
 * A row as the journal keeps it, with amounts: text of a column that ends in `Micro` is one. What was written by this
 * program was valid when it was written.
 */
export const amountsRead = (stored: Readonly<Record<string, unknown>>): ExportedRow => {
  assert('kind' in stored, 'a stored row has a kind')
  const row: Record<string, unknown> = { ...stored }
  // Amounts stand in the row itself. A reviver would be called for every value of it, and a client has millions.
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string' && name.endsWith('Micro')) row[name] = value === '0' ? 0n : BigInt(value)
  }
  // The reader of files made it of this type, and storing keeps every column.
  return row as unknown as ExportedRow
}

/** Rows out of lines with the JSON of one each. They are read in one go: a client has millions. */
export const rowsOfLines = (lines: string): ExportedRow[] => {
  const text = lines.endsWith('\n') ? lines.slice(0, -1) : lines
  if (text === '') return []
  // JSON has no line break that is not escaped, so each one is between two rows.
  const stored: unknown = JSON.parse(`[${text.replaceAll('\n', ',')}]`)
  assert(Array.isArray(stored), 'stored rows are a list')
  return stored.map((row: Readonly<Record<string, unknown>>) => amountsRead(row))
}

/** The rows of one kind. */
export const ofKind = <Kind extends RowKind>(rows: readonly ExportedRow[], kind: Kind): RowOf<Kind>[] =>
  rows.filter((row): row is RowOf<Kind> => row.kind === kind)
