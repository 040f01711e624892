import { formatDecimal, largerOf, type Micro, smallerOf, sumOf } from '@busker/money'
import { feeClassOf } from '../region.ts'
import { type SettlementEntry, settlementAt, totalOf } from '../settlement.ts'
import { lineRefundAt } from '../state.ts'
import { day, dayText, type LocalMs, slashedDay } from '../time.ts'
import type { Market, OrderLine } from '../world.ts'
import { settlementHeaders, withNoise } from './settlement-headers.ts'
import type { Sheet } from './table.ts'

interface Context {
  readonly market: Market
  readonly entry: SettlementEntry
  readonly money: (amount: Micro) => string
  readonly number: number
}
type Cell = (context: Context) => string

const revenueOf = ({ grossMicro, sellerDiscountMicro, refundMicro }: SettlementEntry): Micro =>
  grossMicro + sellerDiscountMicro + refundMicro

const feesOf = ({ market, entry }: Context, classes: readonly string[]): Micro =>
  sumOf(
    [...entry.fees]
      .filter(([column]) => classes.includes(feeClassOf(market.facts, column)))
      .map(([, amount]) => amount),
  )

const linesOf = ({ entry }: Context): readonly OrderLine[] =>
  (entry.order?.lines ?? []).filter(({ sku }) => entry.skuId === '' || sku.id === entry.skuId)

/** A tenth of a commission is withheld as tax; the rest is what stands before it. */
const taxPart = ({ market, entry }: Context, column: string): Micro => {
  const amount = entry.fees.get(column) ?? 0n
  return (amount / (10n * market.unitMicro)) * market.unitMicro
}

const orderId: Cell = ({ entry }) => entry.entryId
const typeText: Cell = ({ entry }) => entry.type
const adjustment: Cell = ({ entry, money }) => money(entry.adjustmentMicro)
const dayOrNone = (at: LocalMs | null): string => (at === null ? '' : dayText(at))
const isAdjustment = ({ entry }: Context): boolean => entry.order === null || entry.entryId !== entry.order.id

const sharedCells: Readonly<Record<string, Cell>> = {
  Currency: ({ market }) => market.currency,
  Type: typeText,
  'Transaction type': typeText,
  'Order/adjustment ID': orderId,
  'Order/Adjustment ID': orderId,
  'Total settlement amount': ({ entry, money }) => money(totalOf(entry)),
  'Adjustment amount': adjustment,
  'Ajustment amount': adjustment,
  // `/` says that there is none.
  'Related order ID': (context) =>
    isAdjustment(context) && context.entry.order !== null ? context.entry.order.id : '/',
}

const perSkuCells: Readonly<Record<string, Cell>> = {
  'Statement date': ({ entry }) => dayText(entry.settledMs),
  'Statement ID': ({ entry }) => `34${slashedDay(entry.settledMs).replaceAll('/', '')}00012345`,
  'Payment ID': ({ entry }) => `35${slashedDay(entry.settledMs).replaceAll('/', '')}00054321`,
  Status: () => 'Paid',
  'SKU ID': (context) => (isAdjustment(context) ? '' : context.entry.skuId),
  Quantity: (context) =>
    isAdjustment(context) ? '' : String(linesOf(context).reduce((sum, { quantity }) => sum + quantity, 0)),
  'Product name': (context) => (isAdjustment(context) ? '' : (linesOf(context)[0]?.sku.productName ?? '')),
  'SKU name': (context) => (isAdjustment(context) ? '' : (linesOf(context)[0]?.sku.variation ?? '')),
  'Order created date': ({ entry }) => dayOrNone(entry.order?.createdMs ?? null),
  'Order delivery date': ({ entry }) => dayOrNone(entry.order?.deliveredMs ?? null),
  'Net sales': ({ entry, money }) => money(revenueOf(entry)),
  'Gross sales': ({ entry, money }) => money(entry.grossMicro),
  'Gross sales refund': ({ entry, money }) => money(entry.refundMicro),
  'Seller discount': ({ entry, money }) => money(entry.sellerDiscountMicro),
  Shipping: (context) => context.money(feesOf(context, ['shipping'])),
  Fees: (context) => context.money(feesOf(context, ['platform', 'commission'])),
}

const allFees: Cell = (context) => context.money(feesOf(context, ['platform', 'commission', 'shipping']))
const shippingFees: Cell = (context) => context.money(feesOf(context, ['shipping']))

const perOrderCells: Readonly<Record<string, Cell>> = {
  'Order created time': ({ entry }) => slashedDay(entry.order?.createdMs ?? entry.settledMs),
  'Order settled time': ({ entry }) => slashedDay(entry.settledMs),
  'Total revenue': ({ entry, money }) => money(revenueOf(entry)),
  'Subtotal after seller discounts': ({ entry, money }) =>
    money(entry.grossMicro + entry.sellerDiscountMicro),
  'Subtotal before discounts': ({ entry, money }) => money(entry.grossMicro),
  'Seller discounts': ({ entry, money }) => money(entry.sellerDiscountMicro),
  'Refund subtotal after seller discounts': ({ entry, money }) => money(entry.refundMicro),
  'Refund subtotal before seller discounts': ({ entry, money }) => money(entry.refundMicro),
  'Total fees': allFees,
  'Total Fees': allFees,
  'Seller shipping fee': shippingFees,
  'Shipping cost': shippingFees,
  'Affiliate commission before PIT (personal income tax)': (context) =>
    context.money(
      (context.entry.fees.get('Affiliate commission') ?? 0n) - taxPart(context, 'Affiliate commission'),
    ),
  'Personal income tax withheld from affiliate commission': (context) =>
    context.money(taxPart(context, 'Affiliate commission')),
  'Affiliate Shop Ads commission before PIT (personal income tax)': (context) =>
    context.money(
      (context.entry.fees.get('Affiliate Shop Ads commission') ?? 0n) -
        taxPart(context, 'Affiliate Shop Ads commission'),
    ),
  'Personal income tax withheld from affiliate Shop Ads commission': (context) =>
    context.money(taxPart(context, 'Affiliate Shop Ads commission')),
  'Customer payment': ({ entry, money }) =>
    money(largerOf(entry.order === null ? 0n : entry.order.amountMicro, 0n)),
  'Customer refund': ({ entry, money }) =>
    money(
      smallerOf(
        -sumOf(
          (entry.order?.lines ?? []).map((_, index) =>
            entry.order === null ? 0n : lineRefundAt(entry.order, index, entry.settledMs),
          ),
        ),
        0n,
      ),
    ),
  'Details of items sold': () => '/',
  'Shopping center items': () => '/',
  'Order Source': () => 'TikTok Shop',
}

/** Columns of this list hold text; every other empty one is an amount of nothing. */
const textColumns = /refund of seller discounts|package|weight|details|items|source|^$/i

const cellsOf = (market: Market, headers: readonly string[]): Cell[] => {
  const own = market.facts.settlesPerSku ? perSkuCells : perOrderCells
  return headers.map((header): Cell => {
    const known = own[header] ?? sharedCells[header]
    if (known !== undefined) return known
    if (textColumns.test(header)) return () => ''
    return ({ entry, money }) => money(entry.fees.get(header) ?? 0n)
  })
}

const detailSheet = (market: Market, entries: readonly SettlementEntry[]): Sheet => {
  const headers = settlementHeaders[market.facts.region]
  const cells = cellsOf(market, headers)
  const money = (amount: Micro): string => (amount === 0n ? '0' : formatDecimal(amount, market.decimals))
  const rows = entries.map((entry, number) => cells.map((cell) => cell({ market, entry, money, number })))
  const written = market.facts.settlesPerSku ? headers : headers.map(withNoise)
  return { name: 'Order details', rows: [written, ...rows] }
}

/** What the file says of itself: the reader checks its sum against it. */
const reportsSheet = (market: Market, entries: readonly SettlementEntry[], asOf: LocalMs): Sheet => ({
  name: 'Reports',
  rows: [
    ['Reports'],
    ['Time period:', `${slashedDay(market.startMs)}-${slashedDay(asOf)}`],
    ['Timezone:', market.facts.utcOffset],
    ['Currency:', market.currency],
    ['Total settlement amount', formatDecimal(sumOf(entries.map(totalOf)), market.decimals)],
  ],
})

const withdrawalSheet = (market: Market, entries: readonly SettlementEntry[], asOf: LocalMs): Sheet => {
  const header = [
    'Transaction type',
    'Reference ID',
    'Request time',
    'Amount',
    'Status',
    'Success time',
    'Bank account',
  ]
  const weeks = Math.floor((asOf - market.startMs) / (7 * day))
  const rows = Array.from({ length: Math.max(0, weeks) }, (_, week): string[] => {
    const [from, to] = [market.startMs + week * 7 * day, market.startMs + (week + 1) * 7 * day]
    const earned = sumOf(entries.filter(({ settledMs }) => settledMs >= from && settledMs < to).map(totalOf))
    return [
      'Earnings',
      `36${10_000 + week}`,
      slashedDay(to),
      formatDecimal(earned, market.decimals),
      'Transferred',
      slashedDay(to),
      '/',
    ]
  })
  return { name: 'Withdrawal records', rows: [header, ...rows] }
}

const adjustmentSheet = (market: Market, entries: readonly SettlementEntry[]): Sheet => ({
  name: 'Adjustments',
  rows: [
    ['Adjustment', 'Reason', 'Value'],
    ...entries
      .filter(({ adjustmentMicro }) => adjustmentMicro !== 0n)
      .map(({ entryId, type, adjustmentMicro }) => [
        entryId,
        type,
        formatDecimal(adjustmentMicro, market.decimals),
      ]),
  ],
})

/** The settlement workbook at a moment. */
export const settlementSheets = (market: Market, asOf: LocalMs): Sheet[] => {
  const entries = settlementAt(market, asOf)
  if (!market.facts.settlesPerSku) {
    return [
      reportsSheet(market, entries, asOf),
      detailSheet(market, entries),
      withdrawalSheet(market, entries, asOf),
    ]
  }
  const total = formatDecimal(sumOf(entries.map(totalOf)), market.decimals)
  return [
    detailSheet(market, entries),
    { name: 'Summary', rows: [['Summary'], ['Total settlement amount', total]] },
    {
      name: 'Reserve details',
      rows: [
        ['Reserve', 'Amount'],
        ['Held', '0'],
      ],
    },
    adjustmentSheet(market, entries),
  ]
}
