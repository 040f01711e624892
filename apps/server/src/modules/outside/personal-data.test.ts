import {
  createClient,
  discardImport,
  getImport,
  undoImport,
  type ClientId,
  type ImportId,
} from '@busker/contract'
import { csvLine } from '@busker/contract/csv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import type { Person } from '../../testing/test-app.ts'
import { tracesIn } from '../../testing/traces.ts'
import { workbook, zip } from './formats/test-files.ts'
import { createExportReader } from './index.ts'
import { rowsKind, type RowsRecord } from './take-rows.ts'
import {
  brand,
  foundAgency,
  giveFile,
  keptPlaces,
  openBench,
  rowsOfRecord,
  type Bench,
} from './test-bench.ts'

let bench: Bench
let owner: Person
const clients: ClientId[] = []
beforeAll(async () => {
  bench = await openBench({ reader: createExportReader() })
  const agency = await foundAgency(bench, 'owner', 'Pond Agency')
  owner = agency.person
  for (const name of ['First', 'Second']) {
    const body = { organisationId: agency.organisationId, name, ...brand }
    clients.push((await owner.call(createClient, { body })).client.clientId)
  }
})
afterAll(() => bench.close())

const buyer = {
  'Buyer Username': 'planted.buyer.77',
  'Buyer Nickname': 'Planted Nick',
  Recipient: 'Jane Plantedname',
  'Phone #': '(+1)555*****77',
  Zipcode: '90999-1234',
  'Detail Address': '12 Planted Street',
  'Buyer Message': 'call planted@example.com',
  'Seller Note': 'planted note',
}
const order = {
  'Order ID': '576461413038785752',
  'Order Status': 'Completed',
  'Order Substatus': 'Completed',
  'SKU ID': '1729384756473829101',
  'Seller SKU': 'LIP-01',
  'Product Name': 'Lip oil',
  Variation: 'Cherry',
  Quantity: '2',
  'Sku Quantity of return': '0',
  'SKU Unit Original Price': '12.50',
  'SKU Subtotal Before Discount': '25.00',
  'SKU Platform Discount': '1.25',
  'SKU Seller Discount': '2.75',
  'SKU Subtotal After Discount': '21.00',
  'Order Amount': '26.49',
  'Order Refund Amount': '',
  'Created Time': '09/14/2026 10:30:05',
  'Paid Time': '09/14/2026 10:31:05',
  Country: 'US',
  ...buyer,
}
const other = { ...order, 'Order ID': '576461413038785753' }
const rowsOf = (...lines: readonly Readonly<Record<string, string>>[]): string[][] => [
  Object.keys(order),
  ...lines.map((line) => Object.values(line)),
]
const fileOf = (...lines: readonly Readonly<Record<string, string>>[]): string =>
  rowsOf(...lines)
    .map(csvLine)
    .join('')

const give = (clientId: ClientId | undefined, text: string | Buffer, name = 'orders.csv') => {
  assert(clientId !== undefined, 'there are two clients')
  return giveFile(bench, owner, { clientId, name, text })
}
const look = async (importId: ImportId) => (await owner.call(getImport, { params: { importId } })).import
const read = async (...given: Parameters<typeof give>) => {
  const { importId } = await give(...given)
  await bench.jobs.runOnce()
  return look(importId)
}

const hashesOf = async (importId: ImportId): Promise<unknown[]> => {
  const records = await bench.journal.read(0, 1000)
  return records
    .filter(({ kind }) => kind === rowsKind)
    .map(({ payload }) => payload as RowsRecord)
    .filter((record) => record.importId === importId)
    .flatMap(rowsOfRecord)
    .map((row) => row['buyerHash'])
}

/** What of the buyer is anywhere but in files that wait, in any encoding; and a text that is kept, as a proof of the search. */
const expectNoBuyer = async (): Promise<void> => {
  const places = await keptPlaces(bench)
  for (const place of places) expect(tracesIn(place, Object.values(buyer))).toEqual([])
  expect(places.filter((place) => tracesIn(place, ['outside.import']).length > 0)).not.toEqual([])
}

test('of a buyer nothing is kept but a hash that two clients do not share', async () => {
  const broken = { ...order, 'Order ID': '5.76461E+17' }
  const first = await read(clients[0], fileOf(order, broken))
  expect(first).toMatchObject({ state: 'done', formats: ['shop_orders'], linesTaken: 1, linesRefused: 1 })
  const second = await read(clients[1], fileOf(order))
  const hashes = [...(await hashesOf(first.importId)), ...(await hashesOf(second.importId))]
  expect(hashes).toHaveLength(2)
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/)
  expect(hashes[0]).not.toBe(hashes[1])
  const params = { importId: first.importId }
  expect((await owner.call(undoImport, { params, body: { undone: true } })).import.state).toBe('undone')
  expect(await bench.filesLeft()).toEqual([])
  await expectNoBuyer()
})

test('nor in whatever form the file comes, nor of lines and files that are refused', async () => {
  const files: [string | Buffer, string][] = [
    [Buffer.from(`\uFEFF${fileOf(other)}`, 'utf16le'), 'done'],
    [await workbook([{ name: 'OrderSKUList', rows: rowsOf(order) }]), 'done'],
    [await zip({ 'orders.csv': fileOf(order, other) }), 'done'],
    [
      fileOf({ ...order, Quantity: 'many', 'Buyer Message': `to ${Object.values(buyer).join(' ')}` }),
      'refused',
    ],
    [`${fileOf(order)}"${Object.values(buyer).join(' ')}`, 'refused'],
  ]
  for (const [file, state] of files) expect((await read(clients[0], file)).state).toBe(state)
  expect(await bench.filesLeft()).toEqual([])
  await expectNoBuyer()
}, 60_000)

test('a table that is not known shows no buyer either', async () => {
  const text = [
    ['Bestellnummer', 'Ware', ...Object.keys(buyer)],
    ['576461413038785752', 'Lip oil', ...Object.values(buyer)],
  ]
  const asking = await read(clients[0], text.map(csvLine).join(''))
  expect(asking).toMatchObject({ state: 'needs_mapping', question: { asks: 'mapping' } })
  expect(await bench.filesLeft()).toEqual([asking.importId])
  await expectNoBuyer()
  await owner.call(discardImport, { params: { importId: asking.importId } })
  expect(await bench.filesLeft()).toEqual([])
  await expectNoBuyer()
})
