import { importRefusalCatalog } from '@busker/contract/import-refusals'

/** Why a file is refused as a whole, with what to do next. Lines that are refused alone have a `RefusalReason`. */
export const fileFaults = {
  ...importRefusalCatalog,
  unknown_columns: 'This table is not known yet. Say once which column is what.',
  missing_column:
    'A column that is needed is not there. Export it with all columns, or say which column it is.',
  ambiguous_date: 'Nothing tells whether the day or the month comes first. Give the region of the shop.',
  period_needed: 'The file does not say which days it is about. Give its first and last day.',
  currency_needed: 'The file names no currency. Give the currency or the region of the shop.',
  account_needed: 'The file does not say whose it is. Give the name of the account.',
  export_day_needed: 'The dates of this file have no year. Give the day on which it was exported.',
  stopped: 'Reading was stopped.',
  reader_failed:
    'The file could not be read. Export it again; if that does not help, report what kind of file it is.',
} as const satisfies Record<string, string>

export type FileFaultCode = keyof typeof fileFaults

/** What is told of a refused file: never a cell of it, except numbers and names of columns. */
export interface FileFault {
  readonly code: FileFaultCode
  /** The sheet or the file inside the archive; '' for the whole file. */
  readonly sheet: string
  /** What the sentence needs to be of use: columns, lines, sums. */
  readonly detail: Readonly<Record<string, string>>
}

/** Ends the reading of a file. Nothing of it must be kept. */
export class FileRefused extends Error {
  readonly fault: FileFault

  constructor(
    code: FileFaultCode,
    more: { sheet?: string; detail?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(fileFaults[code], { cause: more.cause })
    this.name = 'FileRefused'
    this.fault = { code, sheet: more.sheet ?? '', detail: more.detail ?? {} }
  }
}
