import type { ExportedRow } from '../../rules/rows.ts'
import type { RecognisedTable } from '../headers/recognise.ts'
import type { Line } from './line.ts'

/** What a reader needs beside the line. */
export interface ReaderContext {
  readonly table: RecognisedTable
  /** First and last day, of files whose lines have none. */
  readonly period: { readonly from: string; readonly to: string } | null
  readonly account: string
  /** Day of the export, for what is told as of it. */
  readonly exportedOn: string | null
  hashBuyer(name: string): string | null
  /** A word of a status column that the member explained. */
  explain(text: string): string | undefined
}

/** Makes rows of lines. It sets `line.fault` for what cannot be taken; `[]` is a line that says nothing. */
export interface Reader {
  read(line: Line): readonly ExportedRow[]
  /** What was held back until more lines came. */
  finish?(): readonly ExportedRow[]
}

/** Keys remembered at least; a file of more is one that was put together of several exports. */
const remembered = 30_000

/**
 * Counts the lines of one key: 1 for the first. It remembers at least the last 30,000 keys, so that memory stays flat
 * on files of any length; an export of a shop has at most 15,000 orders.
 */
export const sequenceCounter = (): ((...parts: readonly string[]) => number) => {
  let young = new Map<string, number>()
  let old: ReadonlyMap<string, number> = new Map()
  return (...parts) => {
    // Joined, which copies: a sum of strings would hold on to the pieces of the file that they were cut from.
    const key = parts.join('|')
    const count = (young.get(key) ?? old.get(key) ?? 0) + 1
    young.set(key, count)
    if (young.size >= remembered) {
      old = young
      young = new Map()
    }
    return count
  }
}
