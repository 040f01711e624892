import { count, distinct, least, sum } from '../aggregate.ts'
import { and, given, gt, gte, lt, lte, minus, not, plus, is } from '../expression.ts'
import { metric } from '../metric.ts'
import { moneySource } from '../money.ts'
import { facts } from '../table.ts'
import { reference } from '../reference.ts'
import { quotient, subtracted } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { activePersonDays } from './activity.ts'
import { asMoney, movements, netRevenue } from './money-frame.ts'
import { planned } from './planned.ts'
import { firstActiveDay } from './tables.ts'

/** What the platform earns: P27 to P31 and the margin of P32. */

const ofRevenue = {
  ...planned,
  // They are computed since there is a ledger.
  version: 2,
  family: 'monetization',
  stakeholder: 'platform',
  trees: ['platform', 'monetization'],
  unit: 'money',
  entity: 'ledger entry',
  dedup: 'Dl',
  calendar: 'Tp',
  traffic: 'X0',
  // Money is final after the time for refunds.
  finalAfterDays: 35,
} as const

const net = 'net of tax, refunds and what creators receive'
const month = { kind: 'trailing', days: 28 } as const
const byTime = ['day', 'week'] as const

const activePersons = () =>
  facts(viewSource)
    .where(hooked)
    .inWindow('localDate')
    .value(({ viewerId }) => distinct(viewerId))

const { payerId, grossParts, platformParts } = moneySource.column
const isPaid = and(gt(grossParts, 0), not(is(payerId, '')))
const payers = () => movements().value(distinct(payerId, isPaid))

/** So many days are looked at; nobody is followed for longer, so nothing has to be guessed. */
const lifetimeDays = 28

export const revenueMetrics = [
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'contribution_margin',
    code: 'P32',
    level: 'guardrail',
    label: 'Contribution margin',
    formula:
      'Net revenue, which is without what creators receive, minus the costs in the ledger (fees of providers, the creator fund, payments that were lost) and infrastructure and moderation on the cost sheet, each month’s cost spread evenly over its days, for the net revenue.',
    numerator: 'net revenue - costs of the ledger - infrastructure and moderation on the cost sheet',
    denominator: 'net revenue',
    unit: 'share',
    version: 3,
    additivity: 'ratio of sums',
    slices: byTime,
    parents: [{ id: 'net_revenue', how: 'Revenue that costs more than it brings is not worth having.' }],
    measure: () => {
      const left = subtracted(
        netRevenue(),
        movements().value(({ costParts }) => sum(costParts)),
      )
      const sheet = reference('cost_sheet', {
        ...{ read: 'monthly', sum: 'amount_minor', where: { kind: ['infrastructure', 'moderation'] } },
      })
      return { value: quotient(subtracted(asMoney(left), sheet), asMoney(netRevenue())) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'net_revenue',
    code: 'P27',
    label: 'Net revenue',
    formula: `Revenue by line (ads, coins and gifts, shop, marketplace, subscriptions), ${net}.`,
    numerator: `revenue, ${net}`,
    denominator: null,
    additivity: 'additive',
    slices: [...byTime, 'rail'],
    parents: [
      { id: 'sustainable_creators', how: 'What is earned together is what can be shared with creators.' },
    ],
    measure: () => ({ value: asMoney(netRevenue()) }),
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'revenue_growth',
    code: 'P27',
    label: 'Growth of revenue',
    formula: 'Net revenue of 28 days against that of the 28 days before.',
    numerator: 'net revenue of 28 days - net revenue of the 28 days before',
    denominator: 'net revenue of the 28 days before',
    unit: 'share',
    additivity: 'snapshot',
    window: { kind: 'trailing', days: 56 },
    slices: byTime,
    parents: [{ id: 'net_revenue', how: 'It says where revenue is going.' }],
    measure: () => {
      const all = movements()
      const now = all.value(({ platformParts: kept, daysBefore }) => sum(kept, lt(daysBefore, 28)))
      const before = () => all.value(({ platformParts: kept, daysBefore }) => sum(kept, gte(daysBefore, 28)))
      return { value: quotient(subtracted(now, before()), before()) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'arpu',
    code: 'P28',
    label: 'Revenue per monthly active person',
    formula: 'Net revenue for each monthly active person.',
    numerator: 'net revenue',
    denominator: 'monthly active persons',
    additivity: 'snapshot',
    window: month,
    slices: byTime,
    parents: [{ id: 'net_revenue', how: 'Times the persons of the month it is the revenue.' }],
    measure: () => ({ value: asMoney(quotient(netRevenue(), activePersons())) }),
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'arpdau',
    code: 'P28',
    label: 'Revenue per active day',
    formula: 'Net revenue for each day on which a person was active.',
    numerator: 'net revenue',
    denominator: 'days on which persons were active',
    slices: byTime,
    parents: [{ id: 'arpu', how: 'Times the active days of a person it is the revenue of that person.' }],
    measure: () => ({ value: asMoney(quotient(netRevenue(), activePersonDays())) }),
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'arppu',
    code: 'P28',
    label: 'Revenue per payer',
    formula: 'Net revenue for each person who paid.',
    numerator: 'net revenue',
    denominator: 'persons who paid',
    additivity: 'snapshot',
    window: month,
    slices: byTime,
    parents: [{ id: 'arpu', how: 'Times the share of payers it is the revenue of each person.' }],
    measure: () => ({ value: asMoney(quotient(netRevenue(), payers())) }),
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'payer_conversion',
    code: 'P29',
    level: 'supporting',
    label: 'Payer conversion',
    formula: 'Of the monthly active persons, the share that paid for something.',
    numerator: 'persons who paid in 28 days',
    denominator: 'monthly active persons',
    unit: 'share',
    entity: 'person',
    dedup: 'Du',
    additivity: 'snapshot',
    window: month,
    slices: byTime,
    parents: [{ id: 'arpu', how: 'Who does not pay brings revenue by ads alone.' }],
    measure: () => ({ value: quotient(payers(), activePersons()) }),
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'lifetime_value',
    code: 'P30',
    label: 'Lifetime value, 28 days',
    formula:
      'Net revenue from persons who were active for the first time in the period, in their first 28 days, for each of them. Only persons whose 28 days are settled count, so that nothing has to be guessed or discounted.',
    numerator: 'net revenue from them in their first 28 days',
    denominator: 'persons whose first active day lies in the period and whose 28 days are settled',
    additivity: 'path',
    entity: 'person',
    dedup: 'Du',
    window: { kind: 'cohort', days: lifetimeDays },
    slices: byTime,
    parents: [{ id: 'net_revenue', how: 'A person who is worth more over time is worth winning.' }],
    measure: () => {
      const firstDays = firstActiveDay()
      const paid = facts(moneySource, { before: 0, after: lifetimeDays })
        .lookUp(firstDays, ({ payerId: viewerId }) => ({ viewerId }), 'wasActive')
        .where(({ wasActive, firstActive, localDate }) =>
          and(wasActive, lt(minus(localDate, firstActive), lifetimeDays), gte(localDate, firstActive)),
        )
        .group(['payerId'], ({ platformParts: kept, firstActive }) => ({
          left: sum(kept),
          joined: least(firstActive),
        }))
        .inWindow('joined')
      const people = firstActiveDay().inWindow('firstActive')
      const isDue = <Id extends string>(day: Parameters<typeof plus<Id>>[0]) =>
        lte(plus(day, lifetimeDays), given('settledDay'))
      return {
        value: asMoney(
          quotient(
            paid.value(({ left, joined }) => sum(left, isDue(joined))),
            people.value(({ firstActive }) => count(isDue(firstActive))),
          ),
        ),
        waiting: people.value(({ firstActive }) => count(not(isDue(firstActive)))),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofRevenue,
    id: 'take_rate',
    code: 'P31',
    trees: ['platform', 'monetization', 'marketplace'],
    label: 'Take rate',
    formula: 'What the platform keeps of what changes hands, for each rail and all together.',
    numerator: 'net fee of the platform',
    denominator: 'gross value of transactions',
    unit: 'share',
    direction: 'neither',
    slices: [...byTime, 'rail'],
    parents: [
      { id: 'net_revenue', how: 'The fee is the platform’s part of each deal, gift and order.' },
      { id: 'deal_value', how: 'A fee that is too high drives deals away from the platform.' },
    ],
    measure: () => ({
      value: quotient(movements().value(sum(platformParts)), movements().value(sum(grossParts))),
    }),
  }),
] as const
