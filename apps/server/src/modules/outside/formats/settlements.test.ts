import { describe, expect, test } from 'vitest'
import type { SettlementLine } from '../rules/rows.ts'
import { inspectExport } from './inspect-export.ts'
import { csv, faultOf, given, headerOf, lineOf, readAll, type TestSheet, workbook } from './test-files.ts'

const us = headerOf(
  'Statement date | Statement ID | Payment ID | Status | Currency | Type | Order/adjustment ID  | SKU ID | Quantity | Product name | SKU name | Order created date | Order delivery date | Total settlement amount | Net sales | Gross sales | Gross sales refund | Seller discount | Seller discount refund | Shipping | TikTok Shop shipping fee | Fulfilled by TikTok Shop shipping fee | Customer-paid shipping fee | Customer-paid shipping fee refund | TikTok Shop shipping incentive | TikTok Shop shipping incentive refund | Shipping fee subsidy | Return shipping fee | FBT fulfillment fee | Signature confirmation service fee | Shipping insurance fee | Fees | Referral fee | Affiliate Commission | Affiliate partner commission | Affiliate Shop Ads commission | Smart Promotion fee | Smart Promotion campaign period fee | Co-funded promotion (seller-funded) | Co-funded Promotion campaign period fee | GMV Max ad fee | Adjustment amount | Related order ID',
)
const br = headerOf(
  'Data do extrato | ID do pedido/ajuste | Tipo | Moeda | Valor total de liquidação | Data de criação do pedido | Vendas líquidas | Taxas | Frete | Comissão de afiliado | Taxa de comissão TikTok Shop | Fee per item sold | SFP service fee | ICMS DIFAL | ICMS penalty | Chargeable package weight | Adjustment reasons',
)
const vn = headerOf(
  'Order/adjustment ID   | Type  | Order created time | Order settled time | Currency | Total settlement amount | Total Revenue | Subtotal after seller discounts | Subtotal before discounts | Seller discounts | Refund subtotal after seller discounts | Refund subtotal before seller discounts | Refund of seller discounts | Total Fees | Transaction fee | TikTok Shop commission fee | Seller shipping fee | Actual shipping fee  | Platform shipping fee discount | Customer shipping fee | Refund customer shipping fee | Actual return shipping fee | Shipping fee subsidy | Affiliate commission  | Affiliate commission before PIT (personal income tax) | Personal income tax withheld from affiliate commission | Affiliate partner commission | Affiliate Shop Ads commission | Affiliate commission deposit | Affiliate commission refund | Affiliate Partner shop ads commission | SFP service fee | Bonus cashback service fee | LIVE Specials service fee | Voucher Xtra service fee | EAMS Programme service fee | Flash Sale service fee | TikTok PayLater program fee | Shipping service fee | Campaign resource fee | Order processing fee | Pre-order service fee | GMV Max Coupon | Ajustment amount | Related order ID | Customer payment | Customer refund | Seller co-funded voucher discount | Refund of seller co-funded voucher discount | Platform discounts | Refund of platform discounts | Platform co-funded voucher discounts | Refund of platform co-funded voucher discounts | Seller shipping fee discount | Estimated package weight (g) | Actual package weight (g)',
)
const id = headerOf(
  'Order/adjustment ID | Type | Order created time | Order settled time | Currency | Total settlement amount | Total Revenue | Subtotal after seller discounts | Subtotal before discounts | Seller discounts | Distance item fee from Horizon+ Program | Refund subtotal after seller discounts | Refund subtotal before seller discounts | Refund of seller discounts | Total Fees | Platform commission fee | Pre-order service fee | Mall service fee | Payment Fee | Shipping cost | Shipping costs passed on to the logistics provider | Replacement shipping fee (passed on to the customer) | Exchange shipping fee (passed on to the customer) | Shipping cost borne by the platform | Shipping cost paid by the customer | Refunded shipping cost paid by the customer | Return shipping costs (passed on to the customer) | Shipping cost subsidy | Distance shipping fee from Horizon+ Program | Affiliate Commission | Affiliate partner commission | Affiliate Shop Ads commission | Affiliate Partner shop ads commission | Shipping Fee Program service fee | Dynamic commission | Bonus cashback | LIVE Specials | Voucher Xtra | Order processing fee | EAMS Program | Brands Crazy Deals/Flash Sale service fee | Dilayani Tokopedia fee | Dilayani Tokopedia handling fee | PayLater program fee | Campaign resource fee | Installation service fee | Article 22 Income Tax withheld | Platform special service fee | GMV Max ad fee | Ajustment amount | Related order ID | Customer payment | Customer refund | Estimated package weight (g) | Actual package weight (g) | Shopping center items | Order Source',
)
const th = vn.map((name) =>
  name.startsWith('Order/adj')
    ? 'Order/Adjustment ID'
    : name.startsWith('Type')
      ? 'Transaction type'
      : name.replace('Ajustment', 'Adjustment'),
)

const report = (total: string, label = 'Total settlement amount:'): TestSheet => ({
  name: 'Reports',
  rows: [
    ['Time period:', '2026/09/01-2026/09/07'],
    ['', 'Timezone', 'UTC+7'],
    ['Currency', 'VND'],
    [label, { number: total }],
  ],
})

const sale = {
  'Order/adjustment ID   ': '576461413038785752',
  'Type  ': 'Order',
  'Order created time': '2026/08/30',
  'Order settled time': '2026/09/03',
  Currency: 'VND',
  'Total settlement amount': '81000',
  'Total Revenue': '100000',
  'Total Fees': '-19000',
  'Transaction fee': '-3000',
  'TikTok Shop commission fee': '-4000',
  'Seller shipping fee': '-2000',
  'Actual shipping fee  ': '-12000',
  'Platform shipping fee discount': '10000',
  'Affiliate commission  ': '-10000',
  'Affiliate commission before PIT (personal income tax)': '-9000',
  'Personal income tax withheld from affiliate commission': '-1000',
  'Related order ID': '/',
}

const one = (rows: readonly unknown[]): SettlementLine => rows[0] as SettlementLine

const sumOf = (row: SettlementLine): bigint =>
  (row.revenueMicro ?? 0n) +
  row.platformFeesMicro +
  row.commissionMicro +
  row.shippingMicro +
  row.advertisingMicro +
  row.otherMicro

describe('settlements', () => {
  test('per order, with the sum of the report: each cost in one place, totals not added to their parts', async () => {
    const bytes = await workbook([
      { name: 'Order details', rows: [vn, lineOf(vn, sale)] },
      report('81000'),
      {
        name: 'Withdrawal records',
        rows: [
          ['Transaction type', 'Reference ID', 'Amount'],
          ['Withdrawal', '1', '5'],
        ],
      },
    ])
    const { rows, refused } = await readAll(given(bytes), { region: 'VN' })
    expect(refused).toEqual([])
    expect(one(rows)).toMatchObject({
      entryId: '576461413038785752',
      orderId: '576461413038785752',
      type: 'order',
      settledOn: '2026-09-03',
      totalMicro: 81_000_000_000n,
      revenueMicro: 100_000_000_000n,
      platformFeesMicro: -7_000_000_000n,
      commissionMicro: -10_000_000_000n,
      shippingMicro: -2_000_000_000n,
      advertisingMicro: 0n,
      otherMicro: 0n,
    })
    expect(one(rows).leaves['Transaction fee']).toBe('-3000')
    const inspection = await inspectExport(given(bytes, 'income_20260908101500.xlsx'), {})
    expect(inspection).toMatchObject({
      period: { from: '2026-09-01', to: '2026-09-07' },
      timeZone: 'UTC+7',
      currency: 'VND',
      asOf: { at: '2026-09-08T10:15:00', from: 'name' },
      passedOver: ['Reports', 'Withdrawal records'],
    })
  })

  test('lines that do not sum to the report are refused as a whole, with both numbers', async () => {
    const bytes = await workbook([
      { name: 'Order details', rows: [vn, lineOf(vn, sale)] },
      report('91000', 'total settlement amount'),
    ])
    await expect(readAll(given(bytes))).rejects.toMatchObject({
      fault: { code: 'total_disagrees', detail: { stated: '91000', found: '81000' } },
    })
  })

  test('what the leaves lack to the total is told as other', async () => {
    const rows = [vn, lineOf(vn, { ...sale, 'Total settlement amount': '80500' })]
    const read = await readAll(given(csv(rows)))
    expect(one(read.rows).otherMicro).toBe(-500_000_000n)
    expect(sumOf(one(read.rows))).toBe(80_500_000_000n)
  })

  test('a fee that is no amount refuses its line, with the column', async () => {
    const rows = [vn, lineOf(vn, { ...sale, 'Transaction fee': 'three' })]
    expect((await readAll(given(csv(rows)))).refused).toEqual([
      { sheet: '', line: 2, reason: 'not_an_amount', column: 'Transaction fee', value: 'three' },
    ])
  })

  test('the same order settled twice a day, adjustments, reimbursements and ads are lines of their own', async () => {
    const adjustment = {
      ...Object.fromEntries(vn.map((name) => [name, ''])),
      'Order/adjustment ID   ': '7291837465019283746',
      'Type  ': 'Logistics reimbursement',
      'Order settled time': '2026/09/03',
      Currency: 'VND',
      'Total settlement amount': '5000',
      'Total Revenue': '0',
      'Ajustment amount': '5000',
      'Related order ID': '576461413038785752',
    }
    const ads = {
      ...adjustment,
      'Order/adjustment ID   ': '7291837465019283747',
      'Type  ': 'GMV payment for TikTok Ads',
      'Total settlement amount': '-5000',
      'Ajustment amount': '-5000',
      'Related order ID': '/',
    }
    const lines = [sale, sale, adjustment, ads].map((cells) => lineOf(vn, cells))
    const rows = (await readAll(given(csv([vn, ...lines])))).rows as readonly SettlementLine[]
    expect(rows.map(({ type, sequence, orderId }) => [type, sequence, orderId])).toEqual([
      ['order', 1, '576461413038785752'],
      ['order', 2, '576461413038785752'],
      ['reimbursement', 1, '576461413038785752'],
      ['advertising', 1, null],
    ])
    expect(rows[2]?.otherMicro).toBe(5_000_000_000n)
    expect(rows[3]?.advertisingMicro).toBe(-5_000_000_000n)
    for (const row of rows) expect(sumOf(row)).toBe(row.totalMicro)
  })

  test('US, per SKU and statement', async () => {
    const cells = {
      'Statement date': '2026-09-05',
      'Statement ID': '3511223344',
      Currency: 'USD',
      Type: 'Order',
      'Order/adjustment ID  ': '576461413038785752',
      'SKU ID': '1729384756473829101',
      Quantity: '1',
      'Order created date': '2026-08-28',
      'Total settlement amount': '13.65',
      'Net sales': '21.00',
      'Gross sales refund': '-4.00',
      Shipping: '-3.10',
      'TikTok Shop shipping fee': '-5.00',
      'TikTok Shop shipping incentive': '1.90',
      Fees: '-4.25',
      'Referral fee': '-1.25',
      'Affiliate Commission': '-2.00',
      'Affiliate Shop Ads commission': '-0.50',
      'GMV Max ad fee': '-0.50',
    }
    const sheets = ['Summary', 'Reserve details', 'Adjustments'].map((name) => ({
      name,
      rows: [
        ['A', 'B'],
        ['1', '2'],
      ],
    }))
    const bytes = await workbook([{ name: 'Order details', rows: [us, lineOf(us, cells)] }, ...sheets])
    const { rows, refused } = await readAll(given(bytes))
    expect(refused).toEqual([])
    expect(one(rows)).toMatchObject({
      skuId: '1729384756473829101',
      statementId: '3511223344',
      settledOn: '2026-09-05',
      createdOn: '2026-08-28',
      refundMicro: -4_000_000n,
      platformFeesMicro: -1_250_000n,
      commissionMicro: -2_500_000n,
      shippingMicro: -3_100_000n,
      advertisingMicro: -500_000n,
      otherMicro: 0n,
    })
  })

  test('BR in Portuguese', async () => {
    const cells = {
      'Data do extrato': '2026-09-05',
      'ID do pedido/ajuste': '576461413038785752',
      Tipo: 'Pedido',
      Moeda: 'BRL',
      'Valor total de liquidação': '1.029,91',
      'Vendas líquidas': '1.035,91',
      Taxas: '-6,00',
      'Comissão de afiliado': '-4,00',
      'Taxa de comissão TikTok Shop': '-2.00',
    }
    const { rows } = await readAll(given(csv([br, lineOf(br, cells)], { delimiter: ';' })))
    expect(one(rows)).toMatchObject({
      type: 'order',
      totalMicro: 1_029_910_000n,
      commissionMicro: -4_000_000n,
      platformFeesMicro: -2_000_000n,
      otherMicro: 0n,
    })
  })

  test.each([
    ['ID', id],
    ['TH, MY of 2026', th],
  ])('%s', async (_, header) => {
    const places = { entry: header[0] ?? '', type: header[1] ?? '' }
    const cells = {
      ...sale,
      [places.entry]: '576461413038785752',
      [places.type]: 'Order',
      'Platform commission fee': '-1000',
      'Shipping cost': '-2000',
    }
    const read = await readAll(given(csv([header, lineOf(header, cells)])), { region: 'ID' })
    expect(read.refused).toEqual([])
    expect(one(read.rows)).toMatchObject({ type: 'order', shippingMicro: -2_000_000_000n })
    expect(sumOf(one(read.rows))).toBe(81_000_000_000n)
  })

  test('every header of every region is known', async () => {
    for (const header of [us, br, vn, id, th]) {
      const text = csv([header, lineOf(header, sale)])
      expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
    }
  })

  test('older headers, and a column without a name', async () => {
    const header = [
      'Order/adjustment ID',
      'Type',
      '',
      'Order created time(UTC)',
      'Order settled time(UTC)',
      'Currency',
      'Total settlement amount',
    ]
    const cells = ['576461413038785752', 'Order', '', '2024/04/01', '2024/04/09', 'GBP', '9.5']
    expect(one((await readAll(given(csv([header, cells])))).rows)).toMatchObject({ settledOn: '2024-04-09' })
  })

  test('a needed column that is not there is told, not read as 0', async () => {
    const header = vn.filter((name) => name !== 'Total settlement amount')
    expect(await faultOf(given(csv([header, lineOf(header, sale)])))).toBe('missing_column')
  })
})
