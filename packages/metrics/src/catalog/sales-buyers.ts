import { count, countEach, least, most, sortedList } from '../aggregate.ts'
import { and, elementOf, gt, is, lt, lte, not, plus, sizeOf, times, type Expression } from '../expression.ts'
import { metric } from '../metric.ts'
import { orderLineSource } from '../sales.ts'
import { facts } from '../table.ts'
import { quotient } from '../value.ts'
import { isSale, ofSales } from './sales-frame.ts'

/** Whether buyers come again (M10): by the keyed hash of the user name, which is all that is kept of a buyer. */

/** Up to which day the files tell is seen by any order after the window, however seldom people buy. */
const longestSilence = 365

/**
 * Buyers by the day of their first order, with the days of all their orders, and up to which day the files tell: a buyer
 * whose window ends later than that has not stayed away, nobody knows.
 */
const buyers = (days: number) => {
  const reach = { before: 'all', after: days + longestSilence } as const
  const told = facts(orderLineSource, reach).group(['clientId'], ({ localDate }) => ({
    toldUntil: most(localDate),
  }))
  return facts(orderLineSource, reach)
    .where(({ buyerHash, isCancelled }) => and(isSale, not(isCancelled), not(is(buyerHash, ''))))
    .group(['clientId', 'buyerHash', 'orderId'], ({ localDate }) => ({ boughtOn: least(localDate) }))
    .group(['clientId', 'buyerHash'], ({ boughtOn }) => ({
      firstDay: least(boughtOn),
      orderDays: sortedList(boughtOn),
    }))
    .lookUp(told, ({ clientId }) => ({ clientId }), 'isTold')
    .inWindow('firstDay')
}

type Buyers = ReturnType<typeof buyers>
/** Days after the first order, the same for every buyer or the bin of a count. */
type Days = Expression<'integer', string> | number

/** The window has ended on a day that the files tell as a whole. */
const isDue = ({ column }: Buyers, days: Days) => lt(plus(column.firstDay, days), column.toldUntil)

const cameAgain = ({ column }: Buyers, days: Days) =>
  and(gt(sizeOf(column.orderDays), 1), lte(elementOf(column.orderDays, 2), plus(column.firstDay, days)))

const ofBuyers = {
  ...ofSales,
  code: 'M10',
  level: 'primary',
  stakeholder: 'merchant',
  unit: 'share',
  entity: 'buyer',
  dedup: 'Du',
  additivity: 'path',
  direction: 'up',
  slices: ['day', 'week', 'first_month'],
  parents: [{ id: 'sales_contribution', how: 'Who comes again needs no advertising.' }],
} as const

const againDays = 60
/** The curve goes on for half a year, in steps that a month has at least nearly. */
const stepDays = 30
const steps = 6

export const salesBuyers = [
  /* @__PURE__ */ metric({
    ...ofBuyers,
    id: 'sales_bought_again',
    label: `Bought again within ${againDays} days`,
    formula: `Of the buyers whose first known order lies in the period, the share with another order at most ${againDays} days later. Only buyers whose ${againDays} days are over in the files; cancelled orders and samples are none.`,
    numerator: `of these, with another order within ${againDays} days`,
    denominator: `buyers whose first order lies in the period and whose ${againDays} days are over`,
    window: { kind: 'cohort', days: againDays },
    measure: () => {
      const people = buyers(againDays)
      const due = isDue(people, againDays)
      return {
        value: quotient(
          people.value(count(and(due, cameAgain(people, againDays)))),
          people.value(count(due)),
        ),
        waiting: people.value(count(not(due))),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofBuyers,
    id: 'sales_buyer_retention',
    label: 'Bought again, month by month',
    formula: `For each n from 1 to ${steps}: of the buyers whose first known order lies in the period, the share with another order at most n times ${stepDays} days later. Steps that are over for nobody are left out.`,
    numerator: `of these, with another order within n × ${stepDays} days`,
    denominator: `buyers whose first order lies in the period and whose n × ${stepDays} days are over`,
    window: { kind: 'cohort', days: steps * stepDays },
    shape: 'curve',
    binSeconds: stepDays * 86_400,
    measure: () => {
      const people = buyers(steps * stepDays)
      const bins = { from: 1, to: steps }
      const first = isDue(people, stepDays)
      return {
        value: quotient(
          people.value(
            countEach(bins, (step) => {
              const days = times(step, stepDays)
              return and(isDue(people, days), cameAgain(people, days))
            }),
          ),
          people.value(countEach(bins, (step) => isDue(people, times(step, stepDays)), first)),
        ),
        waiting: people.value(count(not(first))),
      }
    },
  }),
] as const
