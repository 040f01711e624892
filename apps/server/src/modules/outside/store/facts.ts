import type { ClientId } from '@busker/contract'
import type { Clickhouse } from '#platform/clickhouse'
import type { JournalRecord } from '#platform/journal'
import { amountsRead, readRow } from '../rules/read-row.ts'
import type { SkuOfProduct } from '../rules/products.ts'
import { rowKey } from '../rules/row-keys.ts'
import type { ExportedRow, RowKind } from '../rules/rows.ts'
import { toldSoFar } from '../rules/told-so-far.ts'
import { rowsKind, type RowsRecord } from '../take-rows.ts'

/** The rows of these records, as the table of all versions keeps them. */
const storedRows = ({ offset, payload }: JournalRecord): object[] => {
  // What this module wrote into the journal.
  const { clientId, loadId, asOf, rows } = payload as RowsRecord
  return rows.map((stored) => {
    const read = amountsRead(stored)
    const { group, key } = rowKey(read)
    return {
      ...{ client_id: clientId, group_key: group, kind: read.kind, row_key: key, load_id: loadId },
      ...{ as_of: asOf, told: String(toldSoFar(read)), row: JSON.stringify(stored), journal_offset: offset },
    }
  })
}

/** Copies records of the journal to ClickHouse. Given the same ones again, the same rows are there twice and count once. */
export const copyRows = async (clickhouse: Clickhouse, records: readonly JournalRecord[]): Promise<void> => {
  const rows = records.filter(({ kind }) => kind === rowsKind).flatMap(storedRows)
  if (rows.length > 0) await clickhouse.insert('outside_row', rows)
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
  const rows = await clickhouse.query<{ newest: string }>(
    `SELECT ${newest} FROM outside_row WHERE ${counting} AND group_key = '' AND kind IN ({kinds:Array(String)}) GROUP BY kind, row_key ORDER BY kind, row_key`,
    { client: clientId, loads: [...loadIds], kinds: [...ungrouped] },
  )
  return rows.map((row) => readRow(row.newest))
}

/** Which product each SKU is of, as orders that creators brought tell; the text decides, never the import. */
export const readSkuProducts = (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
): Promise<SkuOfProduct[]> =>
  clickhouse.query<SkuOfProduct>(
    `SELECT JSONExtractString(row, 'skuId') AS skuId, max(JSONExtractString(row, 'productId')) AS productId
     FROM outside_row WHERE ${counting} AND kind = 'affiliate_order' GROUP BY skuId ORDER BY skuId`,
    { client: clientId, loads: [...loadIds] },
  )

/** Rows of whole orders are read so many orders at a time. */
export const ordersAtOnce = 5000

export interface OrderPage {
  readonly orders: readonly { readonly orderId: string; readonly rows: readonly ExportedRow[] }[]
  /** The last order of the page; null: there are no more. */
  readonly next: string | null
}

/** The rows of the next orders after one. */
export const readOrders = async (
  clickhouse: Clickhouse,
  { clientId, loadIds }: Counting,
  after: string,
): Promise<OrderPage> => {
  const params = { client: clientId, loads: [...loadIds], after, most: ordersAtOnce }
  const rows = await clickhouse.query<{ orderId: string; rows: string[] }>(
    `SELECT group_key AS orderId, groupArray(newest) AS rows
     FROM (
       SELECT group_key, ${newest} FROM outside_row
       WHERE ${counting} AND group_key > {after:String} AND group_key <= (
         SELECT max(group_key) FROM (
           SELECT DISTINCT group_key FROM outside_row
           WHERE ${counting} AND group_key > {after:String} ORDER BY group_key LIMIT {most:UInt32}
         )
       )
       GROUP BY group_key, kind, row_key
       ORDER BY group_key, kind, row_key
     )
     GROUP BY group_key ORDER BY group_key`,
    params,
  )
  return {
    orders: rows.map(({ orderId, rows: texts }) => ({ orderId, rows: texts.map(readRow) })),
    next: rows.length < ordersAtOnce ? null : (rows.at(-1)?.orderId ?? null),
  }
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
         SELECT DISTINCT group_key, kind, row_key, as_of, told, load_id, hex(sipHash128(row)) AS text
         FROM outside_row WHERE ${counting}
       )
     )
     GROUP BY load ORDER BY load`,
    { client: clientId, loads: [...loadIds] },
  )

/** Clients whose spending was never shared: they were settled before there were shares. */
export const listUnshared = async (clickhouse: Clickhouse): Promise<ClientId[]> => {
  const rows = await clickhouse.query<{ clientId: ClientId }>(
    `SELECT DISTINCT toString(client_id) AS clientId FROM outside_spend
     WHERE client_id NOT IN (SELECT client_id FROM outside_spend_share) ORDER BY clientId`,
  )
  return rows.map(({ clientId }) => clientId)
}

/** The tables that are made anew for a client, each with the one beside it. */
export const settledTables = [
  ...(['outside_line', 'outside_spend', 'outside_spend_share'] as const),
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
