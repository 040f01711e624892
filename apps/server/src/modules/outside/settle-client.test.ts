import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientId, ImportId, OrganisationId, PersonId } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { openJobs } from '#platform/jobs'
import { fileCheckpoint, openJournal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { createTestClickhouse, createTestDatabase } from '../../testing/engines.ts'
import { storedLine } from './rules/stored-rows.ts'
import type { AffiliateVideo, ExportedRow, GmvMaxItem, OrderLine, StudioDay } from './rules/rows.ts'
import { openSettling } from './settle-client.ts'
import { insertClient } from './store/clients.ts'
import { findImport, insertImport, updateImport } from './store/imports.ts'
import { upsertRates } from './store/rates.ts'
import { rowsKind } from './take-rows.ts'

const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
const ids = seededIds(clock, 'settling')

const start = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-settling-'))
  const log = silentLog()
  const own = await createTestDatabase()
  const facts = await createTestClickhouse()
  const journal = await openJournal({ folder: join(folder, 'journal'), log })
  const db = own.database
  const jobs = await openJobs({ connection: own.address, database: db, clock, log, dataFolderId: 'settling' })
  const checkpoint = fileCheckpoint(join(folder, 'checkpoint'))
  const settling = await openSettling({
    ...{ db, clickhouse: facts.clickhouse, journal, jobs, clock, log, checkpoint },
  })
  const close = async () => {
    await settling.stop()
    await jobs.stop()
    await journal.close()
    await facts.close()
    await own.close()
    await rm(folder, { recursive: true, force: true })
  }
  /** As a server that starts with an engine in which nothing is. */
  const startAnew = async () => {
    await facts.clickhouse.command('TRUNCATE TABLE outside_row')
    await facts.clickhouse.command('TRUNCATE TABLE outside_line')
    const queue = await openJobs({
      ...{ connection: own.address, database: db, clock, log, dataFolderId: 'settling' },
    })
    const another = await openSettling({
      ...{ db, clickhouse: facts.clickhouse, journal, jobs: queue, clock, log },
      checkpoint: fileCheckpoint(join(folder, 'another')),
    })
    await queue.runOnce()
    await another.stop()
    await queue.stop()
  }
  return { db, journal, settling, clickhouse: facts.clickhouse, startAnew, close }
}
let bench: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  bench = await start()
})
afterAll(() => bench.close())

const personId = ids.uuid() as PersonId
const addClient = async (): Promise<ClientId> => {
  const clientId = ids.uuid() as ClientId
  await bench.db.transaction((tx) =>
    insertClient(tx, {
      ...{ clientId, organisationId: ids.uuid() as OrganisationId, name: 'Example', currency: 'USD' },
      ...{ region: 'US', timeZone: 'UTC', buyerKey: 'key', createdAt: clock.now(), createdBy: personId },
      ...{ archivedAt: null, isDemo: false },
    }),
  )
  return clientId
}

/** A file that was read: its rows in the journal, its import done. */
const giveRows = async (
  clientId: ClientId,
  { asOf, rows }: { readonly asOf: string; readonly rows: readonly ExportedRow[] },
): Promise<ImportId> => {
  const importId = ids.uuid() as ImportId
  const loadId = ids.uuid()
  const offset = await bench.journal.append(rowsKind, {
    ...{ clientId, importId, loadId, asOf, lines: rows.map(storedLine).join('') },
  })
  await bench.db.transaction(async (tx) => {
    await insertImport(tx, {
      ...{ importId, clientId, fileName: 'orders.csv', bytes: 1n },
      ...{ uploadedBy: personId, uploadedAt: clock.now() },
    })
    await updateImport(
      tx,
      { importId, at: clock.now() },
      { state: 'done', sha256: loadId, loadId, asOf, journalOffset: BigInt(offset) },
    )
  })
  return importId
}

const anOrder = (orderId: string, rest: Partial<OrderLine> = {}): OrderLine => ({
  ...{
    kind: 'order_line',
    orderId,
    skuId: '1',
    sequence: 1,
    sellerSku: '',
    productName: 'Cream',
    variation: '',
  },
  ...{ category: '', status: 'completed', statusText: 'Completed', cancelReason: '', cancelledBy: '' },
  ...{ returnType: '', currency: 'USD', quantity: 1, returnedQuantity: 0, unitPriceMicro: 10_000_000n },
  ...{ subtotalBeforeMicro: 10_000_000n, platformDiscountMicro: 0n, sellerDiscountMicro: 0n },
  ...{ subtotalAfterMicro: 10_000_000n, orderAmountMicro: 10_000_000n, orderRefundMicro: 0n },
  ...{ orderShippingMicro: null, orderTaxesMicro: null, createdAt: '2026-11-01T10:00:00' },
  ...{ paidAt: '2026-11-01T10:05:00', shippedAt: null, deliveredAt: null, cancelledAt: null, country: 'US' },
  ...{ warehouse: '', buyerHash: 'b', isSample: false },
  ...rest,
})

interface Sums {
  readonly lines: number
  readonly gmv: string
  readonly refunded: string
}
const sumsOf = async (clientId: ClientId): Promise<Sums | undefined> => {
  const rows = await bench.clickhouse.query<Sums>(
    `SELECT toUInt32(count()) AS lines, toString(sum(gmv_micro)) AS gmv, toString(sum(refunded_micro)) AS refunded
     FROM outside_line WHERE client_id = {client:UUID}`,
    { client: clientId },
  )
  return rows[0]
}

test('a later file restates an earlier one, in whichever order they come; undone, the earlier one counts again', async () => {
  const clientId = await addClient()
  const later = await giveRows(clientId, {
    asOf: '2026-11-20T00:00:00',
    rows: [anOrder('501', { orderRefundMicro: 4_000_000n }), anOrder('502')],
  })
  const earlier = await giveRows(clientId, {
    asOf: '2026-11-10T00:00:00',
    rows: [anOrder('501'), anOrder('500')],
  })
  await bench.settling.settle(clientId)
  expect(await sumsOf(clientId)).toEqual({ lines: 3, gmv: '30000000', refunded: '4000000' })
  const changes = await Promise.all(
    [earlier, later].map(async (importId) => {
      const row = await findImport(bench.db.pool, importId)
      return [row?.linesNew, row?.linesChanged]
    }),
  )
  expect(changes).toEqual([
    [2n, 0n],
    [1n, 1n],
  ])
  await bench.db.transaction((tx) =>
    updateImport(tx, { importId: later, at: clock.now() }, { state: 'undone' }),
  )
  await bench.settling.settle(clientId)
  expect(await sumsOf(clientId)).toEqual({ lines: 2, gmv: '20000000', refunded: '0' })
})

test('settling twice changes nothing, and a client whose imports are all undone has no facts', async () => {
  const [clientId, other] = [await addClient(), await addClient()]
  const importId = await giveRows(clientId, { asOf: '2026-11-20T00:00:00', rows: [anOrder('601')] })
  await giveRows(other, { asOf: '2026-11-20T00:00:00', rows: [anOrder('601'), anOrder('602')] })
  await bench.settling.settle(other)
  await bench.settling.settle(clientId)
  const once = await sumsOf(clientId)
  await bench.settling.settle(clientId)
  expect(await sumsOf(clientId)).toEqual(once)
  expect((await sumsOf(other))?.lines).toBe(2)
  await bench.db.transaction((tx) => updateImport(tx, { importId, at: clock.now() }, { state: 'undone' }))
  await bench.settling.settle(clientId)
  expect((await sumsOf(clientId))?.lines).toBe(0)
})

test('amounts in another currency count once there is a rate', async () => {
  const clientId = await addClient()
  await giveRows(clientId, {
    asOf: '2026-11-20T00:00:00',
    rows: [anOrder('701'), anOrder('702', { currency: 'EUR' })],
  })
  await bench.settling.settle(clientId)
  expect((await sumsOf(clientId))?.gmv).toBe('10000000')
  await bench.db.transaction((tx) =>
    upsertRates(tx, {
      ...{ clientId, by: personId, at: clock.now() },
      rates: [{ day: '2026-10-01', from: 'EUR', to: 'USD', rate: '1.25' }],
    }),
  )
  await bench.settling.settle(clientId)
  expect((await sumsOf(clientId))?.gmv).toBe('22500000')
})

test('each SKU has its share of what was spent on its product, each account its days', async () => {
  const clientId = await addClient()
  const product = { productId: '1729', productName: 'Cream' }
  await giveRows(clientId, {
    asOf: '2026-11-20T00:00:00',
    rows: [
      anOrder('951', { subtotalAfterMicro: 30_000_000n }),
      anOrder('952', { skuId: '2', sellerSku: 'RED', subtotalAfterMicro: 10_000_000n }),
      {
        ...{ kind: 'affiliate_product', ...product, category: '', currency: 'USD', gmvMicro: null },
        ...{ refundsMicro: null, orders: null, itemsSold: null, commissionMicro: null, samples: null },
        ...{ productImpressions: null, productClicks: null, creatorsPosted: null, creatorsSold: null },
        ...{ from: '2026-11-01', to: '2026-11-20' },
      },
      {
        ...{ kind: 'gmv_max_item', campaignId: '18', campaign: 'Cream', productId: '1729', videoId: null },
        ...{ creativeType: 'Product card', account: '', title: '', postedOn: null, currency: 'USD' },
        ...{ costMicro: 4_000_001n, orders: 1, grossRevenueMicro: 0n, impressions: 10, clicks: 1 },
        ...{ rate2s: null, rate6s: null, rate25: null, rate50: null, rate75: null, rate100: null },
        ...{ from: '2026-11-02', to: '2026-11-08' },
      },
      ...[100, 90].map((followers, ago): StudioDay => ({
        ...{ kind: 'studio_day', account: 'brand', day: `2026-11-0${9 - ago}`, views: 10 },
        ...{ profileViews: null, likes: 1, comments: 0, shares: 0, followers, viewers: null },
        ...{ newViewers: null, returningViewers: null, activeByHour: [] },
      })),
    ],
  })
  await bench.settling.settle(clientId)
  const shares = await bench.clickhouse.query(
    `SELECT sku_id, product_id, toString(cost_micro) AS cost FROM outside_spend_share
     WHERE client_id = {client:UUID} ORDER BY sku_id`,
    { client: clientId },
  )
  expect(shares).toEqual([
    { sku_id: '1', product_id: '1729', cost: '3000001' },
    { sku_id: '2', product_id: '1729', cost: '1000000' },
  ])
  const days = await bench.clickhouse.query(
    `SELECT toString(local_date) AS day, is_gain_told AS told, toInt32(followers_gained) AS gained, toInt32(viewers) AS viewers
     FROM outside_channel_day WHERE client_id = {client:UUID} ORDER BY day`,
    { client: clientId },
  )
  expect(days).toEqual([
    { day: '2026-11-08', told: false, gained: 0, viewers: null },
    { day: '2026-11-09', told: true, gained: 10, viewers: null },
  ])
})

test('what is credited to a video is added up over its products, in the report that reaches furthest', async () => {
  const clientId = await addClient()
  const seen = (productId: string, rest: Partial<AffiliateVideo>): AffiliateVideo => ({
    ...{
      kind: 'affiliate_video',
      videoId: '74',
      productId,
      creator: 'mia',
      title: 'Glow',
      productName: 'Cream',
    },
    ...{
      postedOn: '2026-11-01',
      currency: 'USD',
      refundsMicro: null,
      itemsSold: null,
      commissionMicro: null,
    },
    ...{ flatFeeMicro: null, likes: null, comments: null, shares: null, productImpressions: null },
    ...{ completionRate: null, from: '2026-11-01', to: '2026-11-20', views: 2000, productClicks: 40 },
    ...{ gmvMicro: 30_000_000n, orders: 3 },
    ...rest,
  })
  await giveRows(clientId, {
    asOf: '2026-11-20T00:00:00',
    rows: [
      seen('1', {}),
      seen('2', { gmvMicro: 20_000_000n, orders: 1, productClicks: 10 }),
      seen('1', { to: '2026-11-10', views: 900, gmvMicro: 5_000_000n, orders: 1 }),
      seen('3', { videoId: '75', currency: 'XXX' }),
    ],
  })
  await bench.settling.settle(clientId)
  const videos = await bench.clickhouse.query(
    `SELECT video_id AS video, toInt32(report_views) AS views, toInt32(report_orders) AS orders,
       toInt32(product_clicks) AS clicks, toString(report_gmv_micro) AS gmv
     FROM outside_video WHERE client_id = {client:UUID} ORDER BY video_id`,
    { client: clientId },
  )
  expect(videos).toEqual([
    { video: '74', views: 2000, orders: 4, clicks: 50, gmv: '50000000' },
    // Nobody gave a rate.
    { video: '75', views: 2000, orders: 3, clicks: 40, gmv: null },
  ])
})

test('goods are called what the files call them', async () => {
  const clientId = await addClient()
  await giveRows(clientId, {
    asOf: '2026-11-20T00:00:00',
    rows: [
      anOrder('901', { skuId: '77', sellerSku: 'RED' }),
      anOrder('902', { skuId: '78', productName: 'Oil' }),
    ],
  })
  await bench.settling.settle(clientId)
  expect(await bench.settling.namesOf(clientId)).toEqual({
    products: [],
    skus: [
      { id: '77', name: 'Cream · RED' },
      { id: '78', name: 'Oil' },
    ],
    videos: [],
  })
})

test('of two reports of a running week the one that tells more counts, whichever was given first', async () => {
  const report = (cost: bigint): GmvMaxItem => ({
    ...{ kind: 'gmv_max_item', campaignId: '18', campaign: 'Serum', productId: '1729', videoId: null },
    ...{ creativeType: 'Product card', account: '', title: '', postedOn: null, currency: 'USD' },
    ...{ costMicro: cost, orders: 1, grossRevenueMicro: 9_000_000n, impressions: 10, clicks: 1 },
    ...{ rate2s: null, rate6s: null, rate25: null, rate50: null, rate75: null, rate100: null },
    ...{ from: '2026-11-16', to: '2026-11-22' },
  })
  const asOf = '2026-11-22T23:59:59'
  // As texts the smaller amount is the greater one.
  for (const costs of [
    [9_000_000n, 10_000_000n],
    [10_000_000n, 9_000_000n],
  ]) {
    const clientId = await addClient()
    for (const cost of costs) await giveRows(clientId, { asOf, rows: [report(cost)] })
    await bench.settling.settle(clientId)
    const [spent] = await bench.clickhouse.query<{ cost: string }>(
      'SELECT toString(sum(cost_micro)) AS cost FROM outside_spend WHERE client_id = {client:UUID}',
      { client: clientId },
    )
    expect(spent?.cost).toBe('10000000')
  }
})

test('an engine in which nothing is gets the facts of every client again', async () => {
  const clientId = await addClient()
  await giveRows(clientId, { asOf: '2026-11-20T00:00:00', rows: [anOrder('801'), anOrder('802')] })
  await bench.startAnew()
  expect(await sumsOf(clientId)).toEqual({ lines: 2, gmv: '20000000', refunded: '0' })
}, 60_000)
