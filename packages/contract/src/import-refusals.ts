/** Reasons why a whole file is refused, with what to do. Nothing of such a file is kept. */
export const importRefusalCatalog = {
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
  mixed_dates:
    'Some dates have the day first and some the month. A spreadsheet program has probably changed them: export the file again and drop it without opening it first.',
  total_disagrees:
    'The lines do not sum to the total that the file itself gives. Export it again; lines are missing.',
  zero_sales:
    'Every line of this report says zero sales, so a column is probably not the right one. Export it again.',
  out_of_memory:
    'The file needs more memory than one import may take. Save it as CSV, or export a shorter period.',
  took_too_long: 'Reading the file took longer than one import may. Export a shorter period.',
  nothing_taken:
    'No line of the file could be taken. See the reasons, export the file again, and choose it again.',
  upload_broken: 'The file did not arrive whole. Choose it again.',
  file_gone: 'The file is not here any more, because the server was moved or restored. Choose it again.',
  not_answered: 'Nobody answered within a day what has to be known to read it. Choose the file again.',
  discarded: 'Somebody stopped this import.',
  import_failed:
    'The file could not be read after three tries. Export it again; if that does not help, tell the operator.',
} as const satisfies Record<string, string>
