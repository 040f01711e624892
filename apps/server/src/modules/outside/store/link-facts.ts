import type { ClientId, ConversionEvent } from '@busker/contract'
import { parseDecimal } from '@busker/money'
import type { Clickhouse } from '#platform/clickhouse'
import type { JournalRecord } from '#platform/journal'
import type { ImportedOrder, ToldEvent } from '../rules/conversions.ts'
import type { LinkDay } from '../rules/link-facts.ts'

/** A click as the journal keeps it. */
export interface ClickRecord {
  readonly clientId: ClientId
  readonly clickId: string
  readonly linkId: string
  readonly postId: string | null
  readonly at: string
  /** `repeat`: the same visitor within 30 seconds. */
  readonly traffic: 'ok' | 'repeat' | 'bot' | 'self'
  readonly unrecorded: number
}
export const clickKind = 'outside.click'

/** What a shop told at once. */
export interface ConversionsRecord {
  readonly clientId: ClientId
  readonly source: 'pixel' | 'server'
  readonly events: readonly {
    readonly event: ConversionEvent
    readonly eventId: string
    readonly at: string
    readonly clickId: string
    readonly value: string | null
    readonly currency: string
    readonly orderId: string
  }[]
}
export const conversionsKind = 'outside.conversions'

export const noPost = '00000000-0000-0000-0000-000000000000'

const clickRow = ({ offset, payload }: JournalRecord): object => {
  // What this module wrote into the journal.
  const one = payload as ClickRecord
  return {
    ...{ client_id: one.clientId, click_id: one.clickId, link_id: one.linkId, post_id: one.postId ?? noPost },
    ...{ clicked_at: one.at, traffic: one.traffic, unrecorded: one.unrecorded, journal_offset: offset },
  }
}

const conversionRows = ({ offset, payload }: JournalRecord): object[] => {
  const { clientId, source, events } = payload as ConversionsRecord
  return events.map((one) => ({
    ...{ client_id: clientId, event: one.event, event_id: one.eventId, source, happened_at: one.at },
    value_micro: one.value === null ? null : String(parseDecimal(one.value) ?? 0n),
    ...{ click_id: one.clickId, currency: one.currency, order_id: one.orderId, journal_offset: offset },
  }))
}

/** Whose numbers change by these records of the journal. */
export const clientsIn = (records: readonly JournalRecord[]): ClientId[] => [
  ...new Set(
    records
      .filter(({ kind }) => kind === clickKind || kind === conversionsKind)
      .map(({ payload }) => (payload as Pick<ClickRecord, 'clientId'>).clientId),
  ),
]

/** Copies records of the journal to ClickHouse. Given the same ones again, they are there twice and count once. */
export const copyLinkFacts = async (
  clickhouse: Clickhouse,
  records: readonly JournalRecord[],
): Promise<void> => {
  const clicks = records.filter(({ kind }) => kind === clickKind).map(clickRow)
  const conversions = records.filter(({ kind }) => kind === conversionsKind).flatMap(conversionRows)
  if (clicks.length > 0) await clickhouse.insert('outside_click', clicks)
  if (conversions.length > 0) await clickhouse.insert('outside_conversion', conversions)
}

/** Clicks of people by link, post and day. */
export const readClickDays = async (
  clickhouse: Clickhouse,
  { clientId, timeZone }: { readonly clientId: ClientId; readonly timeZone: string },
): Promise<LinkDay[]> => {
  const rows = await clickhouse.query<LinkDay>(
    `SELECT toString(link_id) AS linkId, if(post_id = {none:UUID}, '', toString(post_id)) AS postId,
       toString(toDate(clicked_at, {zone:String})) AS day, toUInt32(uniqExact(click_id)) AS count
     FROM outside_click WHERE client_id = {client:UUID} AND traffic = 'ok'
     GROUP BY linkId, postId, day ORDER BY linkId, postId, day`,
    { client: clientId, zone: timeZone, none: noPost },
  )
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

export const conversionsAtOnce = 20_000

interface StoredConversion {
  readonly event: string
  readonly eventId: string
  readonly source: 'pixel' | 'server'
  readonly at: string
  readonly clickId: string
  readonly value: string | null
  readonly currency: string
  readonly orderId: string
}

const toldIn = (row: StoredConversion): ToldEvent => ({
  ...{ event: row.event, eventId: row.eventId, source: row.source, atMs: Date.parse(row.at) },
  ...{ clickId: row.clickId, valueMicro: row.value === null ? null : BigInt(row.value) },
  ...{ currency: row.currency, orderId: row.orderId },
})

/** All reports of the next events after one, in the order of their ids: those of one event are never parted. */
export const readTold = async (
  clickhouse: Clickhouse,
  clientId: ClientId,
  after: { readonly event: string; readonly eventId: string },
): Promise<{ readonly told: ToldEvent[]; readonly next: typeof after | null }> => {
  const rows = await clickhouse.query<StoredConversion>(
    `SELECT event, event_id AS eventId, source, happened_at AS at, click_id AS clickId,
       toString(value_micro) AS value, currency, order_id AS orderId
     FROM outside_conversion
     WHERE client_id = {client:UUID} AND (event, event_id) IN (
       SELECT DISTINCT event, event_id FROM outside_conversion
       WHERE client_id = {client:UUID} AND (event, event_id) > ({event:String}, {eventId:String})
       ORDER BY event, event_id LIMIT {most:UInt32}
     )
     ORDER BY event, event_id LIMIT 1 BY event, event_id, source, happened_at, click_id, value, currency, order_id`,
    { client: clientId, ...after, most: conversionsAtOnce },
  )
  const last = rows.at(-1)
  const ids = new Set(rows.map(({ event, eventId }) => `${event}|${eventId}`))
  const isLast = last === undefined || ids.size < conversionsAtOnce
  return { told: rows.map(toldIn), next: isLast ? null : { event: last.event, eventId: last.eventId } }
}

export interface StoredClick {
  readonly clickId: string
  readonly linkId: string
  readonly postId: string
  readonly atMs: number
  readonly traffic: string
}

/** These clicks of a client, as far as there were such. */
export const readClicks = async (
  clickhouse: Clickhouse,
  clientId: ClientId,
  clickIds: readonly string[],
): Promise<StoredClick[]> => {
  if (clickIds.length === 0) return []
  const rows = await clickhouse.query<Omit<StoredClick, 'atMs'> & { readonly at: string }>(
    `SELECT click_id AS clickId, toString(any(link_id)) AS linkId,
       if(any(post_id) = {none:UUID}, '', toString(any(post_id))) AS postId,
       any(clicked_at) AS at, any(traffic) AS traffic
     FROM outside_click WHERE client_id = {client:UUID} AND click_id IN ({clicks:Array(String)})
     GROUP BY click_id`,
    { client: clientId, clicks: [...clickIds], none: noPost },
  )
  return rows.map(({ at, ...row }) => ({ ...row, atMs: Date.parse(at) }))
}

/** What the files say about these orders, from the lines that are being settled. */
export const readImportedOrders = async (
  clickhouse: Clickhouse,
  clientId: ClientId,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, ImportedOrder>> => {
  if (orderIds.length === 0) return new Map()
  const rows = await clickhouse.query<{ orderId: string; gmv: string; sold: number }>(
    `SELECT order_id AS orderId, toString(sum(gmv_micro)) AS gmv,
       toUInt8(max(is_paid AND NOT is_cancelled AND NOT is_sample)) AS sold
     FROM outside_line_fresh WHERE client_id = {client:UUID} AND order_id IN ({orders:Array(String)})
     GROUP BY order_id`,
    { client: clientId, orders: [...orderIds] },
  )
  return new Map(
    rows.map(({ orderId, gmv, sold }) => [orderId, { isSold: Number(sold) === 1, gmvMicro: BigInt(gmv) }]),
  )
}

/** An event of a shop that is kept already. */
export interface ToldBefore {
  readonly event: ConversionEvent
  readonly eventId: string
  readonly source: 'pixel' | 'server'
  readonly at: string
}

/** Which of these events a server told before, so that it is answered as a repetition after a restart, too. */
export const findTold = async (
  clickhouse: Clickhouse,
  clientId: ClientId,
  eventIds: readonly string[],
): Promise<ToldBefore[]> =>
  clickhouse.query<ToldBefore>(
    `SELECT DISTINCT event, event_id AS eventId, source, happened_at AS at FROM outside_conversion
     WHERE client_id = {client:UUID} AND event_id IN ({ids:Array(String)}) LIMIT 10000`,
    { client: clientId, ids: [...eventIds] },
  )

export interface LinkCount {
  readonly linkId: string
  readonly impressions: number
  readonly clicks: number
  readonly conversions: number
}

/** What the boards count for each link. */
export const readLinkCounts = (clickhouse: Clickhouse, clientId: ClientId): Promise<LinkCount[]> =>
  clickhouse.query<LinkCount>(
    `SELECT substring(spend_key, 1, 36) AS linkId, toUInt32(sum(ifNull(impressions, 0))) AS impressions,
       toUInt32(sum(ifNull(clicks, 0))) AS clicks, toUInt32(sum(ifNull(orders, 0))) AS conversions
     FROM outside_spend WHERE client_id = {client:UUID} AND startsWith(source, 'busker') GROUP BY linkId`,
    { client: clientId },
  )
