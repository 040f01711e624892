import { describe, expect, test } from 'vitest'
import type { OrderLine } from '../rules/rows.ts'
import { inspectExport } from './inspect-export.ts'
import { csv, given, headerOf, lineOf, readAll, workbook } from './test-files.ts'

const us = headerOf(
  'Order ID | Order Status | Order Substatus | Cancelation/Return Type | Normal or Pre-order | SKU ID | Seller SKU | Product Name | Variation | Quantity | Sku Quantity of return | SKU Unit Original Price | SKU Subtotal Before Discount | SKU Platform Discount | SKU Seller Discount | SKU Subtotal After Discount | Shipping Fee After Discount | Original Shipping Fee | Shipping Fee Seller Discount | Co-Funded Shipping Fee Discount | Shipping Fee Platform Discount | Payment platform discount | Retail Delivery Fee | Taxes | Order Amount | Order Refund Amount | Created Time | Paid Time | RTS Time | Shipped Time | Delivered Time | Cancelled Time | Cancel By | Cancel Reason | Fulfillment Type | Warehouse Name | Tracking ID | Delivery Option Type | Delivery Option | Shipping Provider Name | Buyer Message | Buyer Username | Recipient | Phone # | Country | State | City | Zipcode | Detail Address | Additional address information | House Name or Number | Delivery Instruction | Payment Method | Weight(kg) | Product Category | Package ID | Seller Note | Shipping Information',
)
const vn = headerOf(
  'Order ID | Order Status | Order Substatus | Cancelation/Return Type | Normal or Pre-order | SKU ID | Seller SKU | Product Name | Variation | Quantity | Sku Quantity of return | SKU Unit Original Price | SKU Subtotal Before Discount | SKU Platform Discount | SKU Seller Discount | SKU Subtotal After Discount | Shipping Fee After Discount | Original Shipping Fee | Shipping Fee Seller Discount | Shipping Fee Platform Discount | Payment platform discount | Taxes | Order Amount | Order Refund Amount | Created Time | Paid Time | RTS Time | Shipped Time | Delivered Time | Cancelled Time | Cancel By | Cancel Reason | Fulfillment Type | Warehouse Name | Tracking ID | Delivery Option | Shipping Provider Name | Buyer Message | Buyer Username | Recipient | Phone # | Country | Province | District | Commune | Detail Address | Additional address information | Payment Method | Weight(kg) | Product Category | Package ID | Seller Note | Checked Status | Checked Marked by',
)
const id = headerOf(
  'Order ID | Order Status | Order Substatus | Cancelation/Return Type | Normal or Pre-order | SKU ID | Seller SKU | Product Name | Variation | Quantity | Sku Quantity of return | SKU Unit Original Price | SKU Subtotal Before Discount | SKU Platform Discount | SKU Seller Discount | SKU Subtotal After Discount | Shipping Fee After Discount | Original Shipping Fee | Shipping Fee Seller Discount | Shipping Fee Platform Discount | Distance Shipping Fee | Distance Fee | Order Refund Amount | Payment platform discount | Buyer Service Fee | Handling Fee | Shipping Insurance | Item Insurance | Order Amount | Created Time | Paid Time | RTS Time | Shipped Time | Delivered Time | Cancelled Time | Cancel By | Cancel Reason | Fulfillment Type | Warehouse Name | Tracking ID | Delivery Option | Shipping Provider Name | Buyer Message | Buyer Username | Recipient | Phone # | Zipcode | Country | Province | Regency and City | Districts | Villages | Detail Address | Additional address information | Payment Method | Weight(kg) | Product Category | Package ID | Purchase Channel | Seller Note | Checked Status | Checked Marked by | Tokopedia Invoice Number',
)
const th = [...vn.slice(0, 22), 'Small Order Fee', ...vn.slice(22)]
const my = [...vn.slice(0, 41), 'Zipcode', 'State', ...vn.slice(41)]

const description = (header: readonly string[]): string[] =>
  header.map((name) => (name === 'Order ID' ? 'Platform unique order ID.' : `About ${name} of the order.`))

const line = {
  'Order ID': '576461413038785752',
  'Order Status': 'Completed',
  'SKU ID': '1729384756473829101',
  'Seller SKU': 'LIP-01',
  'Product Name': 'Lip oil, "cherry"',
  Quantity: '2',
  'Sku Quantity of return': '1',
  'SKU Unit Original Price': '12.50',
  'SKU Subtotal Before Discount': '25.00',
  'SKU Platform Discount': '1.25',
  'SKU Seller Discount': '2.75',
  'SKU Subtotal After Discount': '21.00',
  'Order Amount': '26.49',
  'Order Refund Amount': '',
  'Created Time': '09/14/2026 10:30:05',
  'Buyer Message': 'leave it at the door',
  'Buyer Username': 'planted_buyer',
  Recipient: 'Planted Name',
  'Phone #': '(+1)5550100',
  'Detail Address': '=1 Planted Street',
  Country: 'United States',
}

const only = (rows: readonly unknown[]): OrderLine => {
  expect(rows).toHaveLength(1)
  return rows[0] as OrderLine
}

describe('orders of a shop', () => {
  test('US: text with a mark, tabs, a line that describes the columns, the month first', async () => {
    const text = csv([us, description(us), lineOf(us, line)], { bom: true, tabs: true })
    const { rows, refused } = await readAll(given(text), { region: 'US' })
    expect(refused).toEqual([])
    expect(only(rows)).toMatchObject({
      orderId: '576461413038785752',
      skuId: '1729384756473829101',
      sequence: 1,
      productName: 'Lip oil, "cherry"',
      status: 'completed',
      currency: 'USD',
      quantity: 2,
      returnedQuantity: 1,
      subtotalAfterMicro: 21_000_000n,
      platformDiscountMicro: 1_250_000n,
      orderRefundMicro: null,
      createdAt: '2026-09-14T10:30:05',
      paidAt: null,
      isSample: false,
    })
  })

  test('nothing about the buyer but the keyed hash is in what is read', async () => {
    const text = csv([us, lineOf(us, line), lineOf(us, { ...line, 'Order ID': 'x', Quantity: 'many' })])
    const { rows, refused } = await readAll(given(text), { region: 'US' })
    const told = JSON.stringify([rows, refused], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(told).not.toMatch(/planted|5550100|door/i)
    expect(only(rows).buyerHash).toMatch(/^[0-9a-f]{32}$/)
    const other = await readAll(given(text), { region: 'US', buyerKey: Buffer.alloc(32, 8) })
    expect(only(other.rows).buyerHash).not.toBe(only(rows).buyerHash)
  })

  test('a torn line shows no cell: it may be an address under another header', async () => {
    const torn = lineOf(us, line).slice(0, -1)
    const { refused } = await readAll(given(csv([us, lineOf(us, line), torn])), { region: 'US' })
    expect(refused).toEqual([{ sheet: '', line: 3, reason: 'too_few_cells', column: '', value: '' }])
  })

  test.each([
    ['VN', vn, '14/09/2026 10:30:05', '120.000', 120_000_000_000n, 'VND'],
    ['ID', id, '14/09/2026 10:30', 'IDR 10.000', 10_000_000_000n, 'IDR'],
    ['TH', th, '14/09/2026 10:30:05', 'THB 123.00', 123_000_000n, 'THB'],
    ['MY', my, '14/09/2026 10:30:05', 'RM 19.90', 19_900_000n, 'MYR'],
    ['UK', my, '14/09/2026 10:30:05', '£19.90', 19_900_000n, 'GBP'],
    ['BR', vn, '14/09/2026 10:30:05', 'BRL 35,91', 35_910_000n, 'BRL'],
    ['BR', vn, '14/09/2026 10:30:05', 'BRL 1.035,91', 1_035_910_000n, 'BRL'],
  ])('%s', async (region, header, created, amount, micro, currency) => {
    const cells = { ...line, 'Created Time': created, 'SKU Subtotal After Discount': amount }
    const { rows, refused } = await readAll(given(csv([header, lineOf(header, cells)])), { region })
    expect(refused).toEqual([])
    const row = only(rows)
    expect(row.subtotalAfterMicro).toBe(micro)
    expect(row.currency).toBe(currency)
    expect(row.createdAt?.slice(0, 16)).toBe('2026-09-14T10:30')
  })

  test('every header of every region is known', async () => {
    for (const header of [us, vn, id, th, my]) {
      const { tables } = await inspectExport(given(csv([header, lineOf(header, line)])), { region: 'US' })
      expect(tables[0]?.unknownHeaders).toEqual([])
    }
  })

  test('a workbook: wrong dimension, each cell in a row of its own, the header not in the first row', async () => {
    const rows = [['Export of orders'], us, description(us), lineOf(us, line)]
    const bytes = await workbook([{ name: 'OrderSKUList', rows, torn: true, dimension: 'A1:B2' }])
    const read = await readAll(given(bytes), { region: 'US' })
    expect(read.refused).toEqual([])
    expect(only(read.rows)).toMatchObject({ orderId: '576461413038785752', quantity: 2 })
  })

  test('columns in any order, and a region told by its own headers', async () => {
    const header = id.toReversed()
    const text = csv([header, lineOf(header, { ...line, 'Created Time': '14/09/2026 10:30' })])
    expect((await inspectExport(given(text), {})).regionGuess).toBe('ID')
    expect((await readAll(given(text), { region: 'ID' })).rows).toHaveLength(1)
  })

  test('a SKU listed twice is two lines; a sample costs nothing; statuses in other languages', async () => {
    const free = { ...line, 'SKU Subtotal After Discount': '0', 'SKU Platform Discount': '0.00' }
    const rows = [
      lineOf(us, line),
      lineOf(us, free),
      lineOf(us, { ...line, 'Order ID': '576461413038785753', 'Order Status': 'Dibatalkan' }),
    ]
    const read = await readAll(given(csv([us, ...rows])), { region: 'US' })
    const orders = read.rows as readonly OrderLine[]
    expect(orders.map(({ sequence, isSample, status }) => [sequence, isSample, status])).toEqual([
      [1, false, 'completed'],
      [2, true, 'completed'],
      [1, false, 'cancelled'],
    ])
  })

  test.each([
    ['5.76461E+17', 'id_lost_digits'],
    ['576461413038785752.0', 'id_lost_digits'],
    ['', 'id_missing'],
    ['=A1', 'formula'],
  ])('order id %s is refused: %s', async (orderId, reason) => {
    const rows = [us, lineOf(us, line), lineOf(us, { ...line, 'Order ID': orderId })]
    const read = await readAll(given(csv(rows)), { region: 'US' })
    expect(read.refused).toMatchObject([{ reason, line: 3, column: 'Order ID', value: orderId }])
    expect(read.rows).toHaveLength(1)
  })

  test('an id in a number cell has lost digits, a formula has no value', async () => {
    const cells = (orderId: unknown) =>
      us.map((name) => (name === 'Order ID' ? orderId : lineOf([name], line)[0]))
    const bytes = await workbook([
      {
        name: 'OrderSKUList',
        rows: [
          us,
          cells({ number: '576461413038785752' }) as string[],
          cells({ number: '5.7646141303878598E+17' }) as string[],
          cells({ formula: 'A2+1', value: '576461413038785753' }) as string[],
          cells({ inline: '576461413038785754\t' }) as string[],
        ],
      },
    ])
    const read = await readAll(given(bytes), { region: 'US' })
    expect(read.refused.map(({ reason, line: at }) => [at, reason])).toEqual([
      [2, 'id_lost_digits'],
      [3, 'id_lost_digits'],
      [4, 'formula'],
    ])
    expect(only(read.rows).orderId).toBe('576461413038785754')
  })
})
