import type { ExportedRow } from './rows.ts'

/** A row as the journal keeps it: amounts are decimal strings. */
export type StoredRow = Readonly<Record<string, unknown>>

const storedValue = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

/** JSON has no integers of this size; the text of one is exact. */
export const storedRow = (row: ExportedRow): StoredRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, storedValue(value)]))

/** A record of the journal is at most 4 MiB, with what stands around the rows. */
const mostBytes = 3 * 1_048_576

/** Splits rows into records of the journal. */
export const packRows = (rows: readonly ExportedRow[]): StoredRow[][] => {
  const packs: StoredRow[][] = []
  let pack: StoredRow[] = []
  let bytes = 0
  for (const row of rows) {
    const stored = storedRow(row)
    // Of text that is not ASCII each unit takes at most three bytes.
    const size = JSON.stringify(stored).length * 3
    if (pack.length > 0 && bytes + size > mostBytes) {
      packs.push(pack)
      pack = []
      bytes = 0
    }
    pack.push(stored)
    bytes += size
  }
  return pack.length === 0 ? packs : [...packs, pack]
}
