import { sum } from '../aggregate.ts'
import { times } from '../expression.ts'
import { metric } from '../metric.ts'
import { cents, isSold, microPerCent } from '../order-values.ts'
import { added, multiplied, quotient, root, scaled, subtracted } from '../value.ts'
import { lines, ofLines, ofSales } from './sales-frame.ts'

/**
 * How far chance reaches in what orders leave: `certainty.ts` makes intervals and tiers of these. A bootstrap over
 * orders has the variance that stands here as a sum of squares.
 */

/** One row for each order, with what it left, was sold for and paid back. */
const orders = () =>
  lines()
    .inWindow('localDate')
    .group(['orderId'], ({ contributionMicro, gmvMicro, refundedMicro }) => ({
      left: sum(contributionMicro),
      paid: sum(gmvMicro),
      back: sum(refundedMicro),
    }))
    .derive(({ left, paid, back }) => ({
      leftCents: cents(left),
      paidCents: cents(paid),
      backCents: cents(back),
    }))

const ofChance = {
  ...ofSales,
  level: 'guardrail',
  entity: 'order',
  direction: 'down',
  additivity: 'path',
  slices: ofLines,
} as const

export const salesCertainty = [
  /* @__PURE__ */ metric({
    ...ofChance,
    id: 'sales_contribution_error',
    code: 'M3',
    label: 'Error of contribution',
    formula:
      'How far the contribution may lie from what the same work usually brings: the standard error of a bootstrap over orders.',
    numerator: 'root of the sum of what each order left, squared',
    parents: [{ id: 'sales_contribution', how: 'It says how much of it may be chance.' }],
    measure: () => {
      const rows = orders()
      const { leftCents } = rows.column
      return { value: scaled(root(rows.value(sum(times(leftCents, leftCents)))), 1 / microPerCent) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofChance,
    id: 'sales_refund_rate_error',
    code: 'M11',
    unit: 'share',
    label: 'Error of the refund rate',
    formula:
      'How far the refund rate may lie from what is usual: its standard error over orders, by the delta method for a ratio of sums.',
    numerator: 'root of the sum of (refunded - rate × GMV), squared',
    denominator: 'GMV',
    parents: [{ id: 'sales_refund_rate', how: 'It says how much of it may be chance.' }],
    measure: () => {
      const rows = orders()
      const { paidCents, backCents } = rows.column
      const sold = isSold(paidCents)
      const [paid, back] = [rows.value(sum(paidCents, sold)), rows.value(sum(backCents, sold))]
      const rate = quotient(back, paid)
      const squared = (one: typeof paidCents, other: typeof paidCents) =>
        rows.value(sum(times(one, other), sold))
      const twice = scaled(multiplied(rate, squared(backCents, paidCents)), 1 / 2)
      const variance = added(
        subtracted(squared(backCents, backCents), twice),
        multiplied(multiplied(rate, rate), squared(paidCents, paidCents)),
      )
      return { value: quotient(root(variance), paid) }
    },
  }),
] as const
