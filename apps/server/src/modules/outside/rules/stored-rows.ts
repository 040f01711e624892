import { rowFields } from './row-fields.ts'
import type { ExportedRow, RowKind } from './rows.ts'
import { rowKey } from './row-keys.ts'
import { toldSoFar } from './told-so-far.ts'

/** A row as the text that is kept: its kind and its columns as a list. Amounts are texts: JSON has no integers of their size. */
export const rowText = (row: ExportedRow): string => {
  const values: Readonly<Record<string, unknown>> = { ...row }
  const kept = rowFields[row.kind].map((name) => {
    const value = values[name]
    return typeof value === 'bigint' ? String(value) : value
  })
  return JSON.stringify([row.kind, ...kept])
}

/** What a line of the text of rows says, one after the other. */
export const storedColumns = ['group_key', 'kind', 'row_key', 'told', 'row'] as const

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value between tabs, as the engine of facts reads it. */
export const betweenTabs = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text

/**
 * A row as a line of text that needs nothing more to be copied: whose version it is, how much it tells, and itself. It is
 * made where the row is, in the thread of the reader, so that the server only hands it on.
 */
export const storedLine = (row: ExportedRow): string => {
  const { group, key } = rowKey(row)
  const values = [group, row.kind, key, String(toldSoFar(row)), rowText(row)]
  return `${values.map(betweenTabs).join('\t')}\n`
}

/** Rows on their way to the journal: each pack is the JSON of one text of lines. */
export interface Packed {
  readonly packs: readonly Uint8Array<ArrayBuffer>[]
  readonly rows: number
  readonly kinds: Readonly<Partial<Record<RowKind, number>>>
}

/** A record of the journal is at most 4 MiB, with what stands around the rows. */
const mostBytes = 3 * 1_048_576
const encoder = new TextEncoder()

const encode = (lines: readonly string[]): Uint8Array<ArrayBuffer>[] => {
  if (lines.length === 0) return []
  const bytes = encoder.encode(JSON.stringify(lines.join('')))
  if (bytes.length <= mostBytes || lines.length === 1) return [bytes]
  const half = Math.ceil(lines.length / 2)
  return [...encode(lines.slice(0, half)), ...encode(lines.slice(half))]
}

/** Packs rows for records of the journal, in their order. */
export const packRows = (rows: readonly ExportedRow[]): Packed => {
  const kinds: Partial<Record<RowKind, number>> = {}
  for (const { kind } of rows) kinds[kind] = (kinds[kind] ?? 0) + 1
  return { packs: encode(rows.map(storedLine)), rows: rows.length, kinds }
}
