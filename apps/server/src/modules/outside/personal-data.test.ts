import { createClient, getImport, type ClientId, type ImportId } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import type { Person } from '../../testing/test-app.ts'
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
const fileOf = (...lines: readonly Readonly<Record<string, string>>[]): string =>
  [Object.keys(order), ...lines.map((line) => Object.values(line))].map(csvLine).join('')

const read = async (clientId: ClientId | undefined, text: string) => {
  assert(clientId !== undefined, 'there are two clients')
  const { importId } = await giveFile(bench, owner, { clientId, name: 'orders.csv', text })
  await bench.jobs.runOnce()
  return (await owner.call(getImport, { params: { importId } })).import
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

const keepsNothing = async (): Promise<void> => {
  expect(await bench.filesLeft()).toEqual([])
  for (const place of await keptPlaces(bench)) {
    expect(place).not.toBe('')
    for (const text of Object.values(buyer)) expect(place).not.toContain(text)
  }
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
  await keepsNothing()
})

test('a table that is not known shows no buyer either', async () => {
  const text = [
    ['Bestellnummer', 'Ware', ...Object.keys(buyer)],
    ['576461413038785752', 'Lip oil', ...Object.values(buyer)],
  ]
  const asking = await read(clients[0], text.map(csvLine).join(''))
  expect(asking).toMatchObject({ state: 'needs_mapping', question: { asks: 'mapping' } })
  const { filesLeft } = bench
  expect(await filesLeft()).toEqual([asking.importId])
  for (const place of await keptPlaces(bench))
    for (const value of Object.values(buyer)) expect(place).not.toContain(value)
})
