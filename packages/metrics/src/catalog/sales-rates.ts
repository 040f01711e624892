import { count, distinct, sum } from '../aggregate.ts'
import { and, gte, is, not } from '../expression.ts'
import { metric } from '../metric.ts'
import { orderLineSource } from '../sales.ts'
import { quotient } from '../value.ts'
import {
  contribution,
  isSale,
  lines,
  netGmv,
  ofBoth,
  ofLines,
  ofSales,
  ratioOfSales,
  sold,
} from './sales-frame.ts'

/** How well sales went: margins, refunds, what is still open, orders and buyers (M3, M8, M10, M11, M14). */

const { gmvMicro, cancelledMicro, refundedMicro, orderId } = orderLineSource.column
const { isPaid, isCancelled, isSettled, isGoodsCostKnown } = orderLineSource.column

export const salesRates = [
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_contribution_margin',
    version: 2,
    code: 'M3',
    level: 'primary',
    label: 'Contribution margin',
    formula: 'What is left of each unit of net GMV.',
    numerator: 'contribution',
    denominator: 'net GMV',
    direction: 'up',
    slices: ofBoth,
    parents: [{ id: 'sales_contribution', how: 'Of the same sales more is left.' }],
    measure: () => ({ value: quotient(contribution(), netGmv()) }),
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_refund_rate',
    code: 'M11',
    level: 'guardrail',
    label: 'Refund rate',
    formula: 'Refunds for each unit of GMV.',
    numerator: 'refunded',
    denominator: 'GMV',
    direction: 'down',
    slices: ofLines,
    parents: [{ id: 'sales_net_gmv', how: 'What is sent back was not sold.' }],
    measure: () => ({ value: quotient(sold(refundedMicro), sold(gmvMicro)) }),
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_cancel_rate',
    code: 'M11',
    level: 'guardrail',
    label: 'Cancellation rate',
    formula: 'Cancelled GMV for each unit of GMV.',
    numerator: 'cancelled',
    denominator: 'GMV',
    direction: 'down',
    slices: ofLines,
    parents: [{ id: 'sales_net_gmv', how: 'What is cancelled was not sold.' }],
    measure: () => ({ value: quotient(sold(cancelledMicro), sold(gmvMicro)) }),
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_settled_share',
    code: 'M3',
    level: 'guardrail',
    label: 'Settled',
    formula:
      'Of the GMV that was not cancelled, the share of settled orders. Fees of the others are still open.',
    numerator: 'GMV of settled orders',
    denominator: 'GMV of orders that were not cancelled',
    direction: 'up',
    slices: ofLines,
    parents: [{ id: 'sales_contribution', how: 'Fees that are not known yet will be taken away.' }],
    measure: () => {
      const rows = lines().inWindow('localDate')
      return {
        value: quotient(
          rows.value(sum(gmvMicro, and(isSettled, not(isCancelled)))),
          rows.value(sum(gmvMicro, not(isCancelled))),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_goods_cost_known',
    code: 'M3',
    level: 'guardrail',
    label: 'Cost of goods known',
    formula: 'Of the order lines, the share whose cost of goods the cost sheet tells.',
    numerator: 'of these, with a known cost of goods',
    denominator: 'lines of paid orders',
    direction: 'up',
    slices: ofLines,
    parents: [{ id: 'sales_contribution', how: 'Goods without a cost look like profit.' }],
    measure: () => {
      const rows = lines().where(isPaid).inWindow('localDate')
      return { value: quotient(rows.value(count(isGoodsCostKnown)), rows.value(count())) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_affiliate_share',
    code: 'M14',
    label: 'Share of creators',
    formula: 'GMV of order lines that a creator brought, for each unit of GMV.',
    numerator: 'GMV with a creator',
    denominator: 'GMV',
    slices: ['day', 'week', 'product', 'sku'],
    parents: [{ id: 'sales_gmv', how: 'Creators bring buyers whom the shop would not have reached.' }],
    measure: () => {
      const rows = lines().inWindow('localDate')
      const isBrought = not(is(orderLineSource.column.creator, ''))
      return { value: quotient(rows.value(sum(gmvMicro, isBrought)), rows.value(sum(gmvMicro))) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_repeat_buyers',
    code: 'M10',
    level: 'primary',
    label: 'Buyers who came again',
    formula:
      'Of the buyers of the period whose user name the file carries, the share with two orders or more in it.',
    numerator: 'of these, with at least two orders',
    denominator: 'buyers',
    entity: 'buyer',
    additivity: 'distinct',
    direction: 'up',
    slices: [],
    parents: [{ id: 'sales_contribution', how: 'Who comes again needs no advertising.' }],
    measure: () => {
      const buyers = lines()
        .where(({ buyerHash }) => and(isSale, not(isCancelled), not(is(buyerHash, ''))))
        .inWindow('localDate')
        .group(['buyerHash'], (column) => ({ bought: distinct(column.orderId) }))
      return {
        value: quotient(
          buyers.value(({ bought }) => count(gte(bought, 2))),
          buyers.value(count()),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofSales,
    id: 'sales_orders',
    code: 'M8',
    label: 'Orders',
    formula: 'Different orders that were paid, without samples.',
    numerator: 'paid orders',
    unit: 'count',
    entity: 'order',
    additivity: 'distinct',
    slices: ofBoth,
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'Orders times the value of each.' }],
    measure: () => ({ value: lines().where(isSale).inWindow('localDate').value(distinct(orderId)) }),
  }),
  /* @__PURE__ */ metric({
    ...ratioOfSales,
    id: 'sales_order_value',
    code: 'M8',
    label: 'Value of an order',
    formula: 'Net GMV for each order that was paid and not cancelled.',
    numerator: 'net GMV',
    denominator: 'orders that were paid and not cancelled',
    unit: 'money',
    direction: 'up',
    slices: ofLines,
    parents: [{ id: 'sales_net_gmv', how: 'From the same buyers more is kept.' }],
    measure: () => ({
      value: quotient(
        netGmv(),
        lines()
          .where(and(isSale, not(isCancelled)))
          .inWindow('localDate')
          .value(distinct(orderId)),
      ),
    }),
  }),
] as const
