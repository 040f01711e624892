/** Why a file is refused as a whole, with what to do next. Lines that are refused alone have a `RefusalReason`. */
export const fileFaults = {
  empty_file: 'The file is empty. Export it again and drop the new file.',
  no_rows: 'The file has a header but no lines. Choose a longer period and export it again.',
  not_a_table:
    'This is not a table, a workbook or a data download. Export it as CSV or XLSX and drop that file.',
  old_or_locked_workbook:
    'This workbook is in the old format or has a password. Save it as XLSX without a password, then drop it again.',
  binary_workbook: 'Binary workbooks are not read. Save it as XLSX or CSV, then drop it again.',
  macro_workbook:
    'This workbook carries macros. Save it as XLSX without macros, or as CSV, then drop it again.',
  external_links:
    'This workbook takes values from other files. Export it again from where it came, or save it as CSV.',
  damaged_zip: 'The file is damaged or was cut off while copying. Export or copy it again.',
  zip_bomb: 'The file unpacks to far more than an export holds. Export it again for a shorter period.',
  too_many_entries:
    'The archive holds more files than an export does. Unpack it and drop the files that you need.',
  unsafe_path: 'The archive names files outside of itself. Unpack it yourself and drop the files.',
  nested_archive:
    'There is an archive or workbook inside this archive. Unpack it and drop the files themselves.',
  locked_archive: 'The archive has a password. Unpack it and drop the files themselves.',
  damaged_workbook: 'The workbook is damaged or was cut off. Export it again, or save it as CSV.',
  document_type: 'The workbook carries declarations that no export has. Export it again from where it came.',
  damaged_json: 'The data download is damaged or was cut off. Download it again.',
  text_download: 'This data download is plain text. Ask for it again and choose JSON as the format.',
  file_too_large: 'The file is larger than can be read at once. Export a shorter period.',
  too_many_rows: 'The file has more lines than can be read at once. Export a shorter period.',
  too_many_columns: 'The file has more columns than any export. Check the delimiter, or export it again.',
  cell_too_long: 'A cell is longer than any export has. Export the file again without opening it in between.',
  unclosed_quote: 'A quotation mark is opened and never closed. Export the file again without editing it.',
  too_many_strings:
    'The workbook holds more text than can be kept in memory. Save it as CSV and drop that file.',
  merged_cells: 'Cells of the table are merged. Take the merging back, or export the file again.',
  ids_rounded:
    'A spreadsheet program has rounded the ids of this file. Export it again and drop it without opening it first.',
  unknown_columns: 'This table is not known yet. Say once which column is what.',
  missing_column:
    'A column that is needed is not there. Export it with all columns, or say which column it is.',
  ambiguous_date: 'Nothing tells whether the day or the month comes first. Give the region of the shop.',
  mixed_dates:
    'Some dates have the day first and some the month. A spreadsheet program has probably changed them: export the file again and drop it without opening it first.',
  total_disagrees:
    'The lines do not sum to the total that the file itself gives. Export it again; lines are missing.',
  zero_sales:
    'Every line of this report says zero sales, so a column is probably not the right one. Export it again.',
  period_needed: 'The file does not say which days it is about. Give its first and last day.',
  currency_needed: 'The file names no currency. Give the currency or the region of the shop.',
  account_needed: 'The file does not say whose it is. Give the name of the account.',
  export_day_needed: 'The dates of this file have no year. Give the day on which it was exported.',
  out_of_memory:
    'The file needs more memory than one import may take. Save it as CSV, or export a shorter period.',
  took_too_long: 'Reading the file took longer than one import may. Export a shorter period.',
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
