import type { OrderLine, OrderStatus } from '../../rules/rows.ts'
import { orderStatusOf } from '../values/words.ts'
import type { Line } from './line.ts'
import { type Reader, type ReaderContext, sequenceCounter } from './reader.ts'

const statusOf = (line: Line, context: ReaderContext): OrderStatus => {
  const text = line.text('status')
  const status = orderStatusOf(context.explain(text) ?? text)
  if (status === null) line.refuse('unknown_status', 'status')
  return status ?? 'on_hold'
}

/** Lines of the orders of a shop: one for each SKU of an order. */
export const orderReader = (context: ReaderContext): Reader => {
  const sequence = sequenceCounter()
  const read = (line: Line): OrderLine[] => {
    const orderId = line.id('orderId')
    const skuId = line.id('skuId')
    const subtotalAfterMicro = line.amount('subtotalAfter')
    const platformDiscountMicro = line.amount('platformDiscount')
    const quantity = line.count('quantity')
    if (quantity === null) line.refuse('not_a_number', 'quantity')
    const row = {
      kind: 'order_line',
      orderId,
      skuId,
      sellerSku: line.words('sellerSku'),
      productName: line.words('productName'),
      variation: line.words('variation'),
      category: line.words('category'),
      status: statusOf(line, context),
      statusText: line.words('status'),
      cancelReason: line.words('cancelReason'),
      cancelledBy: line.words('cancelledBy'),
      returnType: line.words('returnType'),
      currency: line.currency(),
      quantity: quantity ?? 0,
      returnedQuantity: line.count('returnedQuantity') ?? 0,
      unitPriceMicro: line.amount('unitPrice'),
      subtotalBeforeMicro: line.amount('subtotalBefore'),
      platformDiscountMicro,
      sellerDiscountMicro: line.amount('sellerDiscount'),
      subtotalAfterMicro,
      orderAmountMicro: line.amount('orderAmount'),
      orderRefundMicro: line.amount('orderRefund'),
      orderShippingMicro: line.amount('shipping'),
      orderTaxesMicro: line.amount('taxes'),
      createdAt: line.moment('createdAt'),
      paidAt: line.moment('paidAt'),
      shippedAt: line.moment('shippedAt'),
      deliveredAt: line.moment('deliveredAt'),
      cancelledAt: line.moment('cancelledAt'),
      country: line.words('country'),
      warehouse: line.words('warehouse'),
      buyerHash: context.hashBuyer(line.words('buyer')),
      isSample: subtotalAfterMicro !== null && subtotalAfterMicro + (platformDiscountMicro ?? 0n) === 0n,
    } as const
    // A line that is refused takes no number, so that the lines after it count as without it.
    return line.fault === null ? [{ ...row, sequence: sequence(orderId, skuId) }] : []
  }
  return { read }
}
