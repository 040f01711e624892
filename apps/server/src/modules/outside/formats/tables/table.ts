/** What a workbook says of a cell beside its text. */
export type CellMark =
  /** A number cell: its text is the stored number, not what was shown. */
  | 'number'
  /** A number cell shown in per cent: 0.5 is 50 %. */
  | 'percent'
  /** A date cell, its text is already `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`. */
  | 'date'
  /** A formula: its value is not taken. */
  | 'formula'

export interface Row {
  /** From 1, as a spreadsheet counts: a cell with line breaks is one line. */
  readonly line: number
  /** Without white space at both ends; '' also for columns that were not asked for. */
  readonly cells: readonly string[]
  /** null: all are text. */
  readonly marks: ReadonlyMap<number, CellMark> | null
}

export interface RowsWanted {
  /** Columns to read, by index; null: all. What is not read is never made a string. */
  readonly keep: ReadonlySet<number> | null
  /** Counts the bytes of text that were read. */
  onBytes?(bytes: number): void
}

/** A table that can be read more than once, from its beginning, in pieces of some hundred rows. */
export interface Sheet {
  readonly name: string
  /** Each line of a text file has as many cells as its header; of a workbook only up to the last filled one. */
  readonly isText: boolean
  /** Bytes of text in it, for progress. */
  readonly bytes: number
  rows(wanted: RowsWanted): AsyncGenerator<readonly Row[]>
  /** Merged ranges, `A2:A5`: known after all rows were read. */
  merges(): readonly string[]
}

export interface OpenedFile extends AsyncDisposable {
  readonly container: 'text' | 'workbook' | 'archive' | 'json'
  readonly sheets: readonly Sheet[]
  /** JSON documents, parsed when asked for. */
  readonly documents: readonly { readonly name: string; readonly bytes: number; parse(): Promise<unknown> }[]
  /** Encoding of the text and whether it had to be guessed, for the member. */
  readonly encoding: { readonly name: string; readonly isGuess: boolean; readonly undecodable: number } | null
}
