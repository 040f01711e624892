import type { FileImport, ImportRefusalCode, LineRefusal } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const formats = (): Readonly<Record<string, MessageDescriptor>> => ({
  shop_orders: msg`Shop orders`,
  settlement_per_sku: msg`Settlements by SKU`,
  settlement_per_order: msg`Settlements by order`,
  affiliate_orders: msg`Affiliate orders`,
  affiliate_orders_partner: msg`Affiliate orders of a creator or partner`,
  affiliate_creators: msg`Creators of the affiliate centre`,
  affiliate_videos: msg`Videos of the affiliate centre`,
  affiliate_video_list: msg`Video list of the affiliate centre`,
  affiliate_products: msg`Products of the affiliate centre`,
  ads_report: msg`Ads report`,
  gmv_max_creatives: msg`GMV Max by creative`,
  gmv_max_products: msg`GMV Max by product`,
  gmv_max_live_campaigns: msg`GMV Max live campaigns`,
  gmv_max_lives: msg`GMV Max lives`,
  studio_overview: msg`Studio overview`,
  studio_followers: msg`Studio followers`,
  studio_viewers: msg`Studio viewers`,
  studio_activity: msg`Studio activity of followers`,
  studio_gender: msg`Studio followers by gender`,
  studio_territories: msg`Studio followers by country`,
  studio_content: msg`Studio content`,
  live_engagement: msg`Live engagement`,
  live_revenue: msg`Live revenue`,
  live_activity: msg`Live activity`,
  live_viewers: msg`Live viewers`,
  data_download: msg`Data download`,
  cost_sheet: msg`Cost sheet`,
})

/** The name of a kind of file; one that this page does not know yet is called what the server calls it. */
export const formatWords = (format: string): MessageDescriptor | null => formats()[format] ?? null

/** Why a file is not taken, and what to do. */
export const refusalWords: Record<ImportRefusalCode, MessageDescriptor> = {
  empty_file: msg`The file is empty. Export it again and drop the new file.`,
  no_rows: msg`The file has a header but no lines. Choose a longer period and export it again.`,
  not_a_table: msg`This is not a table, a workbook or a data download. Export it as CSV or XLSX and drop that file.`,
  old_or_locked_workbook: msg`This workbook is in the old format or has a password. Save it as XLSX without a password, then drop it again.`,
  binary_workbook: msg`Binary workbooks are not read. Save it as XLSX or CSV, then drop it again.`,
  macro_workbook: msg`This workbook carries macros. Save it as XLSX without macros, or as CSV, then drop it again.`,
  external_links: msg`This workbook takes values from other files. Export it again from where it came, or save it as CSV.`,
  damaged_zip: msg`The file is damaged or was cut off while copying. Export or copy it again.`,
  zip_bomb: msg`The file unpacks to far more than an export holds. Export it again for a shorter period.`,
  too_many_entries: msg`The archive holds more files than an export does. Unpack it and drop the files that you need.`,
  unsafe_path: msg`The archive names files outside of itself. Unpack it yourself and drop the files.`,
  nested_archive: msg`There is an archive or workbook inside this archive. Unpack it and drop the files themselves.`,
  locked_archive: msg`The archive has a password. Unpack it and drop the files themselves.`,
  damaged_workbook: msg`The workbook is damaged or was cut off. Export it again, or save it as CSV.`,
  document_type: msg`The workbook carries declarations that no export has. Export it again from where it came.`,
  damaged_json: msg`The data download is damaged or was cut off. Download it again.`,
  text_download: msg`This data download is plain text. Ask for it again and choose JSON as the format.`,
  file_too_large: msg`The file is larger than can be read at once. Export a shorter period.`,
  too_many_rows: msg`The file has more lines than can be read at once. Export a shorter period.`,
  too_many_columns: msg`The file has more columns than any export. Check the delimiter, or export it again.`,
  cell_too_long: msg`A cell is longer than any export has. Export the file again without opening it in between.`,
  unclosed_quote: msg`A quotation mark is opened and never closed. Export the file again without editing it.`,
  too_many_strings: msg`The workbook holds more text than can be kept in memory. Save it as CSV and drop that file.`,
  merged_cells: msg`Cells of the table are merged. Take the merging back, or export the file again.`,
  ids_rounded: msg`A spreadsheet program has rounded the ids of this file. Export it again and drop it without opening it first.`,
  mixed_dates: msg`Some dates have the day first and some the month. A spreadsheet program has probably changed them: export the file again and drop it without opening it first.`,
  total_disagrees: msg`The lines do not sum to the total that the file itself gives. Export it again; lines are missing.`,
  zero_sales: msg`Every line of this report says zero sales, so a column is probably not the right one. Export it again.`,
  out_of_memory: msg`The file needs more memory than one import may take. Save it as CSV, or export a shorter period.`,
  took_too_long: msg`Reading the file took longer than one import may. Export a shorter period.`,
  nothing_taken: msg`No line of the file could be taken. See the reasons, export the file again, and choose it again.`,
  upload_broken: msg`The file did not arrive whole. Choose it again.`,
  file_gone: msg`The file is not here any more, because the server was moved or restored. Choose it again.`,
  not_answered: msg`Nobody answered within a day what has to be known to read it. Choose the file again.`,
  discarded: msg`Somebody stopped this import.`,
  import_failed: msg`The file could not be read after three tries. Export it again; if that does not help, tell the operator.`,
}

/** Why a line is not taken. */
export const lineWords: Record<LineRefusal, MessageDescriptor> = {
  id_lost_digits: msg`A spreadsheet program rounded this id. Export the file again and drop it without opening it first.`,
  id_missing: msg`The line has no id, so it cannot be told from others.`,
  not_a_number: msg`This is not a number.`,
  not_an_amount: msg`This is not an amount of money.`,
  not_a_date: msg`This is not a date.`,
  ambiguous_date: msg`Nothing tells whether the day or the month comes first.`,
  unknown_currency: msg`No currency is written like this.`,
  unknown_status: msg`This status is not known.`,
  too_many_cells: msg`The line has more cells than the table has columns.`,
  damaged_text: msg`Characters of this line are damaged.`,
  too_few_cells: msg`The line ends before its last column.`,
  formula: msg`A formula stands where a value is needed. Save the file with values.`,
}

export const stateWords: Record<FileImport['state'], MessageDescriptor> = {
  uploading: msg`Arriving`,
  waiting: msg`Waits for its turn`,
  reading: msg`Is read`,
  needs_mapping: msg`Needs your help`,
  needs_answer: msg`Needs your help`,
  done: msg`Counts`,
  undone: msg`Undone`,
  refused: msg`Not taken`,
}
