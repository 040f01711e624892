import { assert } from '#platform/assert'
import { rowFields } from './row-fields.ts'
import type { ExportedRow, RowKind } from './rows.ts'

type RowOf<Kind extends RowKind> = Extract<ExportedRow, { kind: Kind }>

const isAmount = (name: string): boolean => name.endsWith('Micro')

const valueOf = (name: string, value: unknown): unknown => {
  // Of rows that were kept before there was this column.
  if (value === undefined) return null
  if (!isAmount(name) || typeof value !== 'string') return value
  return value === '0' ? 0n : BigInt(value)
}

/** A row as journals of before kept it: by the names of its columns. */
const namedRow = (stored: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, valueOf(name, value)]))

/** An empty row of a kind: copying it and filling it in is several times as fast as adding one column after the other. */
const emptyRows: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.fromEntries(
  Object.entries(rowFields).map(([kind, names]) => [
    kind,
    Object.fromEntries([['kind', kind], ...names.map((name) => [name, null])]),
  ]),
)

const listedRow = (stored: readonly unknown[]): Record<string, unknown> => {
  const [kind] = stored
  assert(isKind(kind), 'a kept row has a kind')
  const row: Record<string, unknown> = { ...emptyRows[kind] }
  const names = rowFields[kind]
  for (let place = 0; place < names.length; place += 1) {
    const name = names[place] ?? ''
    row[name] = valueOf(name, stored[place + 1])
  }
  return row
}

const isKind = (kind: unknown): kind is RowKind => typeof kind === 'string' && Object.hasOwn(rowFields, kind)

/** A row as it was kept. What was written by this program was valid when it was written. */
export const keptRow = (stored: unknown): ExportedRow => {
  assert(typeof stored === 'object' && stored !== null, 'a kept row is a list or an object')
  const row = Array.isArray(stored) ? listedRow(stored) : namedRow({ ...stored })
  // The reader of files made it of this type, and storing keeps every column.
  return row as unknown as ExportedRow
}

/** Rows out of lines with the text of one each. They are read in one go: a client has millions. */
export const rowsOfLines = (lines: string): ExportedRow[] => {
  const text = lines.endsWith('\n') ? lines.slice(0, -1) : lines
  if (text === '') return []
  // JSON has no line break that is not escaped, so each one is between two rows.
  const stored: unknown = JSON.parse(`[${text.replaceAll('\n', ',')}]`)
  assert(Array.isArray(stored), 'kept rows are a list')
  return stored.map(keptRow)
}

/** The rows of one kind. */
export const ofKind = <Kind extends RowKind>(rows: readonly ExportedRow[], kind: Kind): RowOf<Kind>[] =>
  rows.filter((row): row is RowOf<Kind> => row.kind === kind)
