import { count, sum, type Aggregate } from './aggregate.ts'
import { choose, gt, gte, lt, quotientOf, times, type Expression } from './expression.ts'
import { orderLineSource } from './sales.ts'

/** What is computed of each order's own amounts and then added up: how far chance reaches is made of squares. */

/** Squares of 10⁻⁶ do not fit into 64 bits; those of 10⁻² do, up to thirty million units of the currency. */
export const microPerCent = 10_000
const mostCents = 3_000_000_000

export const cents = <S extends string>(micro: Expression<'integer', S>): Expression<'integer', S> => {
  const whole = quotientOf(micro, microPerCent)
  return choose(gt(whole, mostCents), mostCents, choose(lt(whole, -mostCents), -mostCents, whole))
}

/** An order of which nothing was sold has no rate. */
export const isSold = <S extends string>(paidCents: Expression<'integer', S>) => gte(paidCents, 1)

const { contributionMicro, gmvMicro, refundedMicro } = orderLineSource.column
const [left, paid, back] = [cents(contributionMicro), cents(gmvMicro), cents(refundedMicro)]

/** By the column that keeps it. A column of the source stands for its sum over the lines of an order. */
export const orderValues: Readonly<Record<string, Aggregate>> = {
  order_left_squared: sum(times(left, left)).aggregate,
  order_sold: count(isSold(paid)).aggregate,
  order_paid: sum(paid, isSold(paid)).aggregate,
  order_back: sum(back, isSold(paid)).aggregate,
  order_paid_squared: sum(times(paid, paid), isSold(paid)).aggregate,
  order_back_paid: sum(times(back, paid), isSold(paid)).aggregate,
  order_back_squared: sum(times(back, back), isSold(paid)).aggregate,
}
