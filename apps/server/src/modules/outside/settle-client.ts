import type { ClientId } from '@busker/contract'
import { sleep, type Clock } from '#platform/clock'
import type { Clickhouse } from '#platform/clickhouse'
import type { Jobs } from '#platform/jobs'
import { consume, type Checkpoint, type Consumer, type Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import type { Database, Tx } from '#platform/postgres'
import { settleJob, settleJobKey } from './jobs.ts'
import { scheduleLinks } from './links/schedule-links.ts'
import { settleLinks, type LinkedPosts } from './links/settle-links.ts'
import { channelDayRows } from './rules/channel-days.ts'
import {
  converter,
  lineDay,
  lineRows,
  shareRow,
  spendRow,
  spentIn,
  videoRows,
  type Settled,
} from './rules/fact-rows.ts'
import { postedOf } from './rules/posted.ts'
import { ofKind } from './rules/read-row.ts'
import type { ExportedRow } from './rules/rows.ts'
import { knownProducts } from './rules/products.ts'
import { addSold, nothingSold, shareSpend, type Sold } from './rules/share-spend.ts'
import { settleOrder, type KnownCosts, type ProductOf } from './rules/settle-order.ts'
import { knownCosts, spendFacts, type SpendFact } from './rules/spend.ts'
import { findCurrency, raiseRevision } from './store/clients.ts'
import {
  addFresh,
  addFreshLines,
  clearFresh,
  copyRows,
  fillFreshCells,
  listSettledBefore,
  orderRanges,
  readChanges,
  readOrders,
  readSkuProducts,
  readUngrouped,
  replaceSettled,
  type Counting,
} from './store/facts.ts'
import { copyLinkFacts, findTold, readLinkCounts } from './store/link-facts.ts'
import { listCountingClients, listCountingLoads, saveChanges } from './store/imports.ts'
import { readNames } from './store/names.ts'
import { listRates } from './store/rates.ts'
import type { Settling } from './deps.ts'

export interface SettlingParts {
  readonly db: Database
  readonly clickhouse: Clickhouse
  readonly journal: Journal
  readonly jobs: Jobs
  readonly clock: Clock
  readonly log: Log
  /** Left out: nothing is known of posts here. */
  readonly linkedPosts?: LinkedPosts
  /** How far the journal has been copied. */
  readonly checkpoint: Checkpoint
  /** The numbers of a client were made anew. When it fails, they are made once more. */
  readonly onSettled?: (clientId: ClientId) => Promise<void>
}

/** Keeps what a client's files say as facts, and makes them anew when a file comes or goes. */
export interface ClientSettler extends Settling {
  /** Makes the facts of one client anew. */
  settle(clientId: ClientId, signal?: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/** Records of the journal that are copied at once: each holds up to a thousand rows, a megabyte of text. */
const batchSize = 8
/** Files are dropped several at once: a client is settled when for so long none has come to its end. */
const gatherMs = 1500

/** Gives the server a moment between two ranges: people watch meanwhile. */
const breathe = (signal: AbortSignal | undefined): Promise<void> => sleep(1, signal)

interface OrdersGiven {
  readonly counting: Counting
  readonly costs: KnownCosts
  readonly productOf: ProductOf
  readonly settled: Settled
  /** What is sold is added here. */
  readonly sold: Sold
}

type OrderRow = Extract<ExportedRow, { kind: 'order_line' | 'settlement_line' | 'affiliate_order' }>

const isOfOrder = (row: ExportedRow): row is OrderRow =>
  row.kind === 'order_line' || row.kind === 'settlement_line' || row.kind === 'affiliate_order'

/** The facts of whole orders as rows of the settled table. */
const linesOfOrders = (rows: readonly ExportedRow[], { costs, productOf, settled, sold }: OrdersGiven) =>
  [...Map.groupBy(rows.filter(isOfOrder), ({ orderId }) => orderId).values()].flatMap((own) => {
    const order = {
      lines: ofKind(own, 'order_line'),
      settlements: ofKind(own, 'settlement_line'),
      affiliates: ofKind(own, 'affiliate_order'),
    }
    const facts = settleOrder(order, costs, productOf)
    for (const fact of facts) {
      addSold(sold, fact, settled.convert(fact.gmvMicro, fact.line.currency, lineDay(fact)) ?? 0n)
    }
    return lineRows(facts, settled)
  })

/** Range by range; while one is computed the next is read, and the one before is written. */
const settleOrders = async (
  { clickhouse }: SettlingParts,
  given: OrdersGiven,
  signal: AbortSignal | undefined,
): Promise<number> => {
  const ranges = await orderRanges(clickhouse, given.counting)
  const read = (place: number): Promise<ExportedRow[]> => {
    const range = ranges[place]
    const reading = range === undefined ? Promise.resolve([]) : readOrders(clickhouse, given.counting, range)
    // Whoever stops before it is looked at does not ask for its failure.
    reading.catch(() => undefined)
    return reading
  }
  let lines = 0
  let next = read(0)
  let writing = Promise.resolve()
  try {
    for (const place of ranges.keys()) {
      signal?.throwIfAborted()
      const rows = await next
      next = read(place + 1)
      const made = linesOfOrders(rows, given)
      await writing
      writing = addFreshLines(clickhouse, 'outside_line', made)
      writing.catch(() => undefined)
      lines += made.length
      await breathe(signal)
    }
  } finally {
    await writing
  }
  return lines
}

const settleOthers = async (
  { clickhouse }: SettlingParts,
  rows: readonly ExportedRow[],
  settled: Settled,
): Promise<readonly SpendFact[]> => {
  const videos = ofKind(rows, 'affiliate_video')
  const spent = spendFacts({
    ...{ ads: ofKind(rows, 'ad_spend'), gmvMax: ofKind(rows, 'gmv_max_item') },
    ...{ costs: ofKind(rows, 'cost'), videos },
  })
  await addFresh(
    clickhouse,
    'outside_spend',
    spent.map((fact) => spendRow(fact, settled)),
  )
  await addFresh(clickhouse, 'outside_video', videoRows(videos, ofKind(rows, 'studio_post'), settled))
  await addFresh(clickhouse, 'outside_channel_day', channelDayRows(ofKind(rows, 'studio_day'), settled))
  return spent
}

/** Once it is known what was sold: by that spending belongs to the goods. */
const settleShares = async (
  { clickhouse }: SettlingParts,
  spent: readonly SpendFact[],
  { sold, settled }: { readonly sold: Sold; readonly settled: Settled },
): Promise<void> => {
  const shares = shareSpend(
    spent.map((fact) => ({ fact, costMicro: spentIn(fact, settled) })),
    sold,
  )
  await addFresh(
    clickhouse,
    'outside_spend_share',
    shares.map((share) => shareRow(share, settled)),
  )
}

const settleClient = async (
  parts: SettlingParts & { readonly copier: Consumer },
  clientId: ClientId,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const { db, clickhouse, clock, log, copier } = parts
  const currency = await findCurrency(db.pool, clientId)
  if (currency === undefined) return
  const loads = await listCountingLoads(db.pool, clientId)
  const newest = loads.reduce((most, { journalOffset }) => Math.max(most, Number(journalOffset ?? -1)), -1)
  if (newest >= 0) await copier.caughtUp(newest)
  const counting = { clientId, loadIds: loads.map(({ loadId }) => loadId) }
  const rates = await listRates(db.pool, clientId)
  // A crash may have left a half-made client behind.
  await clearFresh(clickhouse, clientId)
  const others = await readUngrouped(clickhouse, counting)
  const settled: Settled = {
    ...{ clientId, settledAt: clock.now().toISOString(), currency },
    convert: converter(currency, rates),
    posted: postedOf({
      ...{ videos: ofKind(others, 'affiliate_video'), items: ofKind(others, 'gmv_max_item') },
      ...{ posts: ofKind(others, 'studio_post'), own: ofKind(others, 'own_post') },
    }),
  }
  const spent = await settleOthers(parts, others, settled)
  const costs = knownCosts(ofKind(others, 'cost'))
  const named = [...ofKind(others, 'affiliate_product'), ...ofKind(others, 'affiliate_video')]
  const productOf = knownProducts(await readSkuProducts(clickhouse, counting), named)
  const sold = nothingSold()
  const lines = await settleOrders(parts, { counting, costs, productOf, settled, sold }, signal)
  await settleShares(parts, spent, { sold, settled })
  const { linkedPosts: posts, journal } = parts
  if (posts !== undefined) {
    // What was told until now counts.
    if (journal.end > 0) await copier.caughtUp(journal.end - 1)
    await settleLinks(parts, {
      posts,
      settled: { ...settled, clientId },
      costs: ofKind(others, 'cost'),
      signal,
    })
  }
  await fillFreshCells(clickhouse, clientId)
  try {
    await replaceSettled(clickhouse, clientId)
  } finally {
    // Also when it broke off midway: nothing that was computed of the facts before is true any more.
    await raiseRevision(db.pool, clientId)
  }
  await saveChanges(db.pool, await readChanges(clickhouse, counting))
  log.event('outside.client_settled', { clientId, lines, loads: loads.length })
  await parts.onSettled?.(clientId)
}

/**
 * A copy that begins with the first record, as after a restore, is of an engine without facts: those of every client are
 * made anew. A crash before the copy has begun repeats this. So are those of clients that an older version settled.
 */
const settleAllOfNew = async ({ db, clickhouse, jobs, checkpoint }: SettlingParts): Promise<void> => {
  const isNew = (await checkpoint.load()) === 0
  const clients = isNew ? await listCountingClients(db.pool) : await listSettledBefore(clickhouse)
  for (const clientId of clients) {
    await jobs.enqueue(db.pool, settleJob, { clientId }, { key: settleJobKey(clientId) })
  }
}

/**
 * Opens the settling: rows of files are copied from the journal, and each change of a client's imports makes its facts
 * anew, one client at a time.
 *
 * @example const settling = await openSettling({ db, clickhouse, journal, jobs, clock, log, checkpoint })
 */
export const openSettling = async (parts: SettlingParts): Promise<ClientSettler> => {
  const { journal, clickhouse, checkpoint, log, jobs } = parts
  await settleAllOfNew(parts)
  const links = scheduleLinks(parts)
  const handle: Parameters<typeof consume>[1]['handle'] = async (records) => {
    await copyRows(clickhouse, records)
    await links.schedule(records)
    await copyLinkFacts(clickhouse, records)
  }
  const copier = consume(journal, {
    ...{ name: 'outside.clickhouse', checkpoint, batchSize, log, handle },
    concerns: (kind) => kind.startsWith('outside.'),
  })
  await copier.started
  const settle = (clientId: ClientId, signal?: AbortSignal) =>
    settleClient({ ...parts, copier }, clientId, signal)
  jobs.handle(settleJob, ({ clientId }, { signal }) => settle(clientId, signal))
  links.handle(settle)
  return {
    afterImport: (tx: Tx, clientId) =>
      jobs.enqueue(
        tx,
        settleJob,
        { clientId },
        { key: settleJobKey(clientId), runAt: new Date(parts.clock.nowMs() + gatherMs) },
      ),
    settle,
    namesOf: (clientId) => readNames(clickhouse, clientId),
    linkCounts: (clientId) => readLinkCounts(clickhouse, clientId),
    toldBefore: (clientId, eventIds) => findTold(clickhouse, clientId, eventIds),
    stop: () => copier.stop(),
  }
}
