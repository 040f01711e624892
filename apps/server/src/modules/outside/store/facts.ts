import type { ClientId } from '@busker/contract'
import { fillCellsSql, orderLineCells } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { JournalRecord } from '#platform/journal'
import type { SkuOfProduct } from '../rules/products.ts'
import { rowFields } from '../rules/row-fields.ts'
import { keptRow, rowsOfLines } from '../rules/read-row.ts'
import type { ExportedRow, RowKind } from '../rules/rows.ts'
import { betweenTabs, storedColumns, storedLine } from '../rules/stored-rows.ts'
import { rowsKind, type RowsRecord } from '../take-rows.ts'

/** As journals of before kept them. */
interface RecordOfRows extends Omit<RowsRecord, 'lines'> {
  readonly rows: readonly unknown[]
}

const linesIn = (record: RowsRecord | RecordOfRows): string =>
  'lines' in record ? record.lines : record.rows.map((row) => storedLine(keptRow(row))).join('')

/** The rows of a record, as the table of all versions keeps them. */
const rowLines = ({ offset, payload }: JournalRecord): string => {
  // What this module wrote into the journal.
  const record = payload as RowsRecord | RecordOfRows
  const lines = linesIn(record)
  if (lines === '') return ''
  const before = `${[record.clientId, record.loadId, record.asOf, String(offset)].map(betweenTabs).join('\t')}\t`
  // A line break in a value is written otherwise, so each one is the end of a row.
  return `${before}${lines.slice(0, -1).replaceAll('\n', `\n${before}`)}\n`
}

const rowColumns = ['client_id', 'load_id', 'as_of', 'journal_offset', ...storedColumns]

/** Copies records of the journal to ClickHouse. Given the same ones again, the same rows are there twice and count once. */
export const copyRows = async (clickhouse: Clickhouse, records: readonly JournalRecord[]): Promise<void> => {
  const lines = records.filter(({ kind }) => kind === rowsKind).map(rowLines)
  await clickhouse.insertLines('outside_row', rowColumns, lines.join(''))
}

/** The loads whose rows count, and the client they are of. */
export interface Counting {
  readonly clientId: ClientId
  readonly loadIds: readonly string[]
}

/**
 * Of one thing the version of the latest file; of two files of the same moment the one that tells more, then the text
 * decides, never the import.
 */
const newest = `argMax(row, (as_of, told, row)) AS newest`
const counting = `client_id = {client:UUID} AND has({loads:Array(UUID)}, load_id)`

/** What facts are made of and belongs to no order. Of a person's own data it is the posts; actions can be long. */
const ungrouped: readonly RowKind[] = [
  ...(['cost', 'ad_spend', 'gmv_max_item'] as const),
  ...(['affiliate_video', 'affiliate_product', 'studio_post'] as const),
  ...(['studio_day', 'own_post'] as const),
]

/** What belongs to no order. */
export const readUngrouped = async (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
): Promise<ExportedRow[]> => {
  const lines = await clickhouse.queryLines(
    `SELECT ${newest} FROM outside_row WHERE ${counting} AND group_key = '' AND kind IN ({kinds:Array(String)}) GROUP BY kind, row_key ORDER BY kind, row_key`,
    { client: clientId, loads: [...loadIds], kinds: [...ungrouped] },
  )
  return rowsOfLines(lines)
}

/** A column of the text of a row, which is a list that begins with the kind; of rows of before by its name. */
const textIn = (name: (typeof rowFields)['affiliate_order'][number]): string => {
  const place = rowFields.affiliate_order.indexOf(name) + 2
  return `if(startsWith(row, '['), JSONExtractString(row, ${place}), JSONExtractString(row, '${name}'))`
}

/** Which product each SKU is of, as orders that creators brought tell; the text decides, never the import. */
export const readSkuProducts = (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
): Promise<SkuOfProduct[]> =>
  clickhouse.query<SkuOfProduct>(
    `SELECT ${textIn('skuId')} AS skuId, max(${textIn('productId')}) AS productId
     FROM outside_row WHERE ${counting} AND kind = 'affiliate_order' GROUP BY skuId ORDER BY skuId`,
    { client: clientId, loads: [...loadIds] },
  )

/** Rows of whole orders are read so many orders at a time. */
const ordersAtOnce = 5000

/** Orders after one and up to another; empty: from the first, to the last. */
export interface OrderRange {
  readonly after: string
  readonly upTo: string
}

/** Cuts the orders of a client into ranges, in their order. */
export const orderRanges = async (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
): Promise<OrderRange[]> => {
  const ends = await clickhouse.query<{ orderId: string }>(
    `SELECT group_key AS orderId FROM (
       SELECT group_key, row_number() OVER (ORDER BY group_key) AS place
       FROM (SELECT DISTINCT group_key FROM outside_row WHERE ${counting} AND group_key > '')
     ) WHERE place % {most:UInt32} = 0 ORDER BY group_key`,
    { client: clientId, loads: [...loadIds], most: ordersAtOnce },
  )
  const after = ['', ...ends.map(({ orderId }) => orderId)]
  return after.map((start, place) => ({ after: start, upTo: after[place + 1] ?? '' }))
}

/** The rows of the orders of a range: those of one order stand together. */
export const readOrders = async (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
  { after, upTo }: OrderRange,
): Promise<ExportedRow[]> => {
  const lines = await clickhouse.queryLines(
    `SELECT newest FROM (
       SELECT group_key, kind, row_key, ${newest} FROM outside_row
       WHERE ${counting} AND group_key > {after:String}${upTo === '' ? '' : ' AND group_key <= {upTo:String}'}
       GROUP BY group_key, kind, row_key
     ) ORDER BY group_key, kind, row_key`,
    { client: clientId, loads: [...loadIds], after, ...(upTo === '' ? {} : { upTo }) },
  )
  return rowsOfLines(lines)
}

/** How much of a load was new, and how much another file told differently before. */
export interface Change {
  readonly loadId: string
  readonly added: number
  readonly changed: number
}

/** What each load brought beyond the files that speak as of an earlier moment. */
export const readChanges = (clickhouse: Clickhouse, { clientId, loadIds }: Counting): Promise<Change[]> =>
  clickhouse.query<Change>(
    `SELECT toString(load) AS loadId, countIf(before = '') AS added, countIf(before != '' AND before != text) AS changed
     FROM (
       SELECT load_id AS load, text,
         lagInFrame(text, 1, '') OVER (
           PARTITION BY group_key, kind, row_key ORDER BY as_of, told, text
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
         ) AS before
       FROM (
         SELECT DISTINCT group_key, kind, row_key, as_of, told, load_id, hex(row_hash) AS text
         FROM outside_row WHERE ${counting}
       )
     )
     GROUP BY load ORDER BY load`,
    { client: clientId, loads: [...loadIds] },
  )

/** The tables that are made anew for a client, each with the one beside it. */
export const settledTables = [
  ...(['outside_line', 'outside_cell', 'outside_spend', 'outside_spend_share'] as const),
  ...(['outside_video', 'outside_channel_day'] as const),
] as const
export type SettledTable = (typeof settledTables)[number]

/** A client is a partition, and its name is part of the statement: it cannot be bound. */
const partitionOf = (clientId: ClientId): string => `'${clientId.replaceAll(/[^0-9a-f-]/g, '')}'`

export const clearFresh = async (clickhouse: Clickhouse, clientId: ClientId): Promise<void> => {
  for (const table of settledTables) {
    await clickhouse.command(`ALTER TABLE ${table}_fresh DROP PARTITION ${partitionOf(clientId)}`)
  }
}

export const addFresh = async (
  clickhouse: Clickhouse,
  table: SettledTable,
  rows: readonly object[],
): Promise<void> => {
  if (rows.length > 0) await clickhouse.insert(`${table}_fresh`, rows)
}

/** The same for many rows, which all have the same columns. */
export const addFreshLines = async (
  clickhouse: Clickhouse,
  table: SettledTable,
  rows: readonly Readonly<Record<string, string | number | boolean>>[],
): Promise<void> => {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const lines = rows.map((row) => `${columns.map((name) => betweenTabs(String(row[name]))).join('\t')}\n`)
  await clickhouse.insertLines(`${table}_fresh`, columns, lines.join(''))
}

/** Counts and sums the fresh lines of a client: boards read these, where they tell the same. */
export const fillFreshCells = async (clickhouse: Clickhouse, clientId: ClientId): Promise<void> => {
  const tables = { from: 'outside_line_fresh', into: 'outside_cell_fresh' }
  const { statements, params } = fillCellsSql(orderLineCells, tables)
  for (const sql of statements) await clickhouse.command(sql, { ...params, client: clientId })
}

/** Clients that were settled before there were cells, or shares of spending. */
export const listSettledBefore = async (clickhouse: Clickhouse): Promise<ClientId[]> => {
  const rows = await clickhouse.query<{ clientId: ClientId }>(
    `SELECT DISTINCT toString(client_id) AS clientId FROM (
       SELECT client_id FROM outside_line WHERE client_id NOT IN (SELECT client_id FROM outside_cell)
       UNION ALL
       SELECT client_id FROM outside_spend WHERE client_id NOT IN (SELECT client_id FROM outside_spend_share)
     ) ORDER BY clientId`,
  )
  return rows.map(({ clientId }) => clientId)
}

/** Puts what was made in the place of what was there: a reader sees one or the other. */
export const replaceSettled = async (clickhouse: Clickhouse, clientId: ClientId): Promise<void> => {
  const partition = partitionOf(clientId)
  for (const table of settledTables) {
    const [made] = await clickhouse.query<{ rows: number }>(
      `SELECT count() AS rows FROM ${table}_fresh WHERE client_id = {client:UUID}`,
      { client: clientId },
    )
    // Nothing cannot take the place of something.
    const change =
      Number(made?.rows ?? 0) === 0
        ? `DROP PARTITION ${partition}`
        : `REPLACE PARTITION ${partition} FROM ${table}_fresh`
    await clickhouse.command(`ALTER TABLE ${table} ${change}`)
  }
  await clearFresh(clickhouse, clientId)
}
