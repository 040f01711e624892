import { formatDecimal, type Micro } from '@busker/money'
import { ordersAt } from '../orders.ts'
import { isPaid, orderRefundAt, returnedQuantityAt, seenAt, type Status, statusAt } from '../state.ts'
import { type LocalMs, orderedMoment } from '../time.ts'
import type { Market, Order, OrderLine } from '../world.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { orderDescriptions, orderHeaders } from './order-headers.ts'
import type { CsvStyle, Sheet } from './table.ts'

const statusTexts: Readonly<Record<Status, readonly [string, string]>> = {
  unpaid: ['Unpaid', 'Unpaid'],
  to_ship: ['To ship', 'Awaiting shipment'],
  shipped: ['Shipped', 'In transit'],
  delivered: ['Shipped', 'Delivered'],
  completed: ['Completed', 'Completed'],
  cancelled: ['Cancelled', 'Cancelled'],
}

/** Of an Indonesian seller two are known; the American export writes one l. */
const statusOf = (market: Market, status: Status): readonly [string, string] => {
  const { region } = market.facts
  if (region === 'ID' && market.quirks.localStatuses) {
    if (status === 'unpaid') return ['Belum dibayar', 'Belum dibayar']
    if (status === 'cancelled') return ['Dibatalkan', 'Dibatalkan']
  }
  return status === 'cancelled' && region === 'US' ? ['Canceled', 'Canceled'] : statusTexts[status]
}

/** An amount as the order file of the region writes it: `IDR 10.000`, `THB 123.00`, `12.50`. */
export const orderMoney = (market: Market): ((amount: Micro) => string) => {
  const { facts, decimals, currency } = market
  const bare = (amount: Micro): string => formatDecimal(amount, decimals)
  if (facts.orderMoney === 'bare') return bare
  return decimals === 0
    ? (amount) => `${currency} ${bare(amount).replaceAll(/\B(?=(\d{3})+$)/g, '.')}`
    : (amount) => `${currency} ${bare(amount)}`
}

interface Context {
  readonly order: Order
  readonly line: OrderLine
  readonly index: number
  readonly asOf: LocalMs
  readonly status: readonly [string, string]
}
type Cell = (context: Context) => string

const moneyCells = (market: Market): Record<string, Cell> => {
  const money = orderMoney(market)
  return {
    'SKU Unit Original Price': ({ line }) => money(line.sku.priceMicro),
    'SKU Subtotal Before Discount': ({ line }) => money(line.beforeMicro),
    'SKU Platform Discount': ({ line }) => money(line.platformDiscountMicro),
    'SKU Seller Discount': ({ line }) => money(line.sellerDiscountMicro),
    'SKU Subtotal After Discount': ({ line }) => money(line.afterMicro),
    'Shipping Fee After Discount': ({ order }) => money(order.shippingMicro),
    'Original Shipping Fee': ({ order }) => money(order.shippingOriginalMicro),
    'Shipping Fee Seller Discount': ({ order }) => money(order.shippingSellerDiscountMicro),
    'Shipping Fee Platform Discount': ({ order }) => money(order.shippingPlatformDiscountMicro),
    'Payment platform discount': ({ order }) => money(order.paymentDiscountMicro),
    Taxes: ({ order }) => money(order.taxesMicro),
    'Order Amount': ({ order }) => money(order.amountMicro),
    'Order Refund Amount': ({ order, asOf }) => money(orderRefundAt(order, asOf)),
  }
}

const timeCells = (market: Market): Record<string, Cell> => {
  const written = (at: LocalMs | null, asOf: LocalMs): string => {
    const seen = seenAt(at, asOf)
    return seen === null ? '' : orderedMoment(seen, market.facts.orderDates)
  }
  const cancelled =
    (text: (order: Order) => string): Cell =>
    ({ order, asOf }) =>
      seenAt(order.cancelledMs, asOf) === null ? '' : text(order)
  return {
    'Created Time': ({ order, asOf }) => written(order.createdMs, asOf),
    'Paid Time': ({ order, asOf }) => written(order.paidMs, asOf),
    'RTS Time': ({ order, asOf }) => written(order.readyMs, asOf),
    'Shipped Time': ({ order, asOf }) => written(order.shippedMs, asOf),
    'Delivered Time': ({ order, asOf }) => written(order.deliveredMs, asOf),
    'Cancelled Time': ({ order, asOf }) => written(order.cancelledMs, asOf),
    'Cancel By': cancelled((order) => order.cancelledBy),
    'Cancel Reason': cancelled((order) => order.cancelReason),
    'Tracking ID': ({ order, asOf }) =>
      seenAt(order.shippedMs, asOf) === null ? '' : `EX${order.id.slice(5)}`,
  }
}

const returnTypeOf: Cell = ({ order, asOf }) => {
  if (seenAt(order.cancelledMs, asOf) !== null) return 'Cancel'
  return orderRefundAt(order, asOf) > 0n ? 'Return/Refund' : ''
}

const goodsCells: Record<string, Cell> = {
  'Order ID': ({ order }) => order.id,
  'Order Status': ({ status }) => status[0],
  'Order Substatus': ({ status }) => status[1],
  'Cancelation/Return Type': returnTypeOf,
  'Normal or Pre-order': () => 'Normal',
  'SKU ID': ({ line }) => line.sku.id,
  'Seller SKU': ({ line }) => line.sku.sellerSku,
  'Product Name': ({ line }) => line.sku.productName,
  Variation: ({ line }) => line.sku.variation,
  Quantity: ({ line }) => String(line.quantity),
  'Sku Quantity of return': ({ order, index, asOf }) => String(returnedQuantityAt(order, index, asOf)),
  'Fulfillment Type': () => 'Fulfillment by seller',
  'Warehouse Name': () => 'Main warehouse',
  'Product Category': ({ line }) => line.sku.category,
  'Payment Method': ({ order, asOf }) => (isPaid(order, asOf) ? 'Card' : ''),
  'Weight(kg)': ({ line }) => `0.${line.quantity}2`,
  'Package ID': ({ order }) => `11${order.id.slice(2)}`,
}

/** What is dropped by whoever reads the file. */
const buyerCells: Record<string, Cell> = {
  'Buyer Message': ({ order }) => order.message,
  'Buyer Username': ({ order }) => order.buyer.userName,
  Recipient: ({ order }) => order.buyer.name,
  'Phone #': ({ order }) => order.buyer.phone,
  Zipcode: ({ order }) => order.buyer.zip,
  City: ({ order }) => order.buyer.city,
  District: ({ order }) => order.buyer.city,
  'Regency and City': ({ order }) => order.buyer.city,
  'Detail Address': ({ order }) => order.buyer.address,
}

const cellsOf = (market: Market): Cell[] => {
  const known: Record<string, Cell> = {
    ...goodsCells,
    ...moneyCells(market),
    ...timeCells(market),
    ...buyerCells,
    Country: () => market.facts.country,
  }
  return orderHeaders[market.facts.region].map((header) => known[header] ?? (() => ''))
}

/** The lines of an order file below its header, order by order. */
export function* orderRows(market: Market, orders: Iterable<Order>, asOf: LocalMs): Generator<string[]> {
  const cells = cellsOf(market)
  for (const order of orders) {
    const status = statusOf(market, statusAt(order, asOf))
    for (const [index, line] of order.lines.entries()) {
      const context: Context = { order, line, index, asOf, status }
      yield cells.map((cell) => cell(context))
    }
  }
}

/** Header, and the row of descriptions where the shop has it. */
export const orderHeadRows = (market: Market): readonly (readonly string[])[] => {
  const headers = orderHeaders[market.facts.region]
  const descriptions = headers.map((header) => orderDescriptions[header] ?? '')
  return market.quirks.descriptionRow ? [headers, descriptions] : [headers]
}

/** Orders of one export: no more than the dashboard gives. */
const ordersInExport = 15_000

/** The order export at a moment: as many sheets as it takes. */
export function* orderSheets(market: Market, asOf: LocalMs): Generator<Sheet> {
  let part: Order[] = []
  const sheet = (): Sheet => ({
    name: 'OrderSKUList',
    rows: [...orderHeadRows(market), ...orderRows(market, part, asOf)],
  })
  for (const order of ordersAt(market, asOf)) {
    part.push(order)
    if (part.length < ordersInExport) continue
    yield sheet()
    part = []
  }
  if (part.length > 0) yield sheet()
}

/** The lines of one order file of any size, each with its end, for those who write it as a stream. */
export function* orderFileLines(
  market: Market,
  { asOf, style }: { asOf: LocalMs; style: CsvStyle },
): Generator<string> {
  let isFirst = true
  const line = (cells: readonly string[]): string => {
    const mark = isFirst && style.mark ? byteOrderMark : ''
    isFirst = false
    return `${mark}${csvLine(cells, style)}\r\n`
  }
  for (const cells of orderHeadRows(market)) yield line(cells)
  for (const cells of orderRows(market, ordersAt(market, asOf), asOf)) yield line(cells)
}
