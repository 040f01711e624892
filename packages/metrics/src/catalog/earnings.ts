import { concentration, count, gini, mean, most, quantile, sortedList, sum, topShare } from '../aggregate.ts'
import { and, choose, countWithin, eq, gt, gte, is, isOneOf, lt, minus, not, plus } from '../expression.ts'
import { metric } from '../metric.ts'
import { moneySource } from '../money.ts'
import { facts } from '../table.ts'
import { quotient, scaled, subtracted } from '../value.ts'
import { asMoney, movements } from './money-frame.ts'
import { planned } from './planned.ts'
import { actions, hourMs, qualifiedViews } from './tables.ts'

/** What creators earn, how fairly and how reliably: R1, R6 to R12 and R14 to R16. They come with payouts. */

const ofEarnings = {
  ...planned,
  // They are computed since there is a ledger.
  version: 2,
  family: 'monetization',
  stakeholder: 'creator',
  trees: ['monetization'],
  entity: 'creator',
  dedup: 'Dl',
  finalAfterDays: 35,
  additivity: 'snapshot',
  traffic: 'X0',
  slices: ['day', 'week'],
} as const

/** Of 28 days, so that each month has the same weekdays. */
const month = { kind: 'trailing', days: 28 } as const
const quarter = { kind: 'trailing', days: 84 } as const

/** One row for each creator with what reached the bank; who received nothing has none. */
const paidOut = () =>
  movements()
    .where(({ creatorId }) => not(is(creatorId, '')))
    .group(['creatorId'], ({ paidParts }) => ({ paid: sum(paidParts) }))
    .where(({ paid }) => gt(paid, 0))

/** Who published in the 28 days, the last of these days, and the days on which they were paid and earned. */
const creators = () => {
  const incomes = facts(moneySource, { before: 28 }).group(['creatorId'], (column) => ({
    paidDays: sortedList(column.localDate, gt(column.paidParts, 0)),
    earnedDays: sortedList(column.localDate, gt(column.creatorParts, 0)),
  }))
  return actions(['publish'])
    .inWindow('localDate')
    .derive(({ localDate, daysBefore }) => ({ day: plus(localDate, daysBefore) }))
    .group(['personId'], ({ day }) => ({ lastDay: most(day) }))
    .lookUp(incomes, ({ personId }) => ({ creatorId: personId }), 'hasIncome')
}

/** Of the creators, the share with one of these days in the 28. */
const shareWith = (days: 'paidDays' | 'earnedDays') => {
  const all = creators()
  const had = (column: typeof all.column) =>
    gt(countWithin(column[days], minus(column.lastDay, 27), column.lastDay), 0)
  return {
    value: quotient(
      all.value((column) => count(had(column))),
      all.value(count()),
    ),
  }
}

/** A thousand of the currency a month: in parts, of which 1,000,000 are one. */
const livingParts = 1_000_000_000

const ended = ['payout_paid', 'payout_failed', 'payout_returned'] as const

const sustains = (how: string) => [{ id: 'sustainable_creators', how }]

export const earningMetrics = [
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'sustainable_creators',
    code: 'R1',
    level: 'north star',
    label: 'Creators who can live on it',
    formula:
      'Creators whose median payout of the last three months of 28 days reaches a thousand of the currency of the house a month.',
    numerator: 'creators above the threshold',
    denominator: null,
    unit: 'count',
    window: quarter,
    measure: () => {
      const months = movements()
        .where(({ creatorId }) => not(is(creatorId, '')))
        .group(['creatorId'], ({ paidParts, daysBefore }) => ({
          last: sum(paidParts, lt(daysBefore, 28)),
          second: sum(paidParts, and(gte(daysBefore, 28), lt(daysBefore, 56))),
          third: sum(paidParts, gte(daysBefore, 56)),
        }))
        .derive(({ last, second, third }) => ({
          enough: plus(
            choose(gte(last, livingParts), 1, 0),
            plus(choose(gte(second, livingParts), 1, 0), choose(gte(third, livingParts), 1, 0)),
          ),
        }))
      // The median of three reaches a threshold when two of them do.
      return { value: months.value(({ enough }) => count(gte(enough, 2))) }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'creators_earning',
    code: 'R6',
    trees: ['monetization', 'marketplace'],
    label: 'Creators who earn',
    formula: 'Of the active creators, the share with a net payout above nothing.',
    numerator: 'creators with a payout',
    denominator: 'active creators',
    parents: [
      ...sustains('Who earns nothing cannot live on it.'),
      { id: 'brief_fill', how: 'Creators who earn here have a reason to take briefs here.' },
    ],
    window: month,
    measure: () => shareWith('paidDays'),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'net_earnings',
    code: 'R7',
    label: 'Net earnings',
    formula: 'What creators earned, by rail, less what was taken back. It is theirs, paid out or not yet.',
    numerator: 'earnings',
    denominator: null,
    unit: 'money',
    additivity: 'additive',
    parents: sustains('It is what there is to live on.'),
    scopes: ['platform', 'author'],
    slices: ['day', 'week', 'rail'],
    measure: () => ({ value: asMoney(movements().value(({ creatorParts }) => sum(creatorParts))) }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'rpm',
    code: 'R7',
    label: 'Earnings per 1,000 qualified views',
    formula: 'What creators earned for a thousand qualified views.',
    numerator: 'earnings',
    denominator: 'qualified views (qv5), in thousands',
    unit: 'money',
    additivity: 'ratio of sums',
    parents: [{ id: 'net_earnings', how: 'Times the qualified views it is the earnings.' }],
    scopes: ['platform', 'author'],
    measure: () => ({
      value: scaled(
        asMoney(
          quotient(
            movements().value(({ creatorParts }) => sum(creatorParts)),
            qualifiedViews().inWindow('localDate').value(count()),
          ),
        ),
        0.001,
      ),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'earnings_gini',
    code: 'R8',
    level: 'guardrail',
    trees: ['monetization', 'marketplace'],
    label: 'Inequality of earnings',
    formula:
      'Gini coefficient of the payouts of 28 days over the creators who received one: 0 when all receive the same. How many receive none is the share of creators who earn.',
    numerator: '2 × sum of rank × payout',
    denominator: 'creators who received a payout × sum of payouts',
    unit: 'number',
    direction: 'down',
    parents: [
      ...sustains('What a few take is not there for the many.'),
      { id: 'creator_utilisation', how: 'Briefs that always go to the same few leave the others idle.' },
    ],
    window: month,
    measure: () => ({ value: paidOut().value(({ paid }) => gini(paid)) }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'median_earnings',
    code: 'R9',
    level: 'guardrail',
    label: 'Median earnings',
    formula: 'Half of the creators who are paid receive less than this in a month.',
    numerator: 'payout of a creator in a month',
    denominator: null,
    unit: 'money',
    additivity: 'quantile',
    parents: sustains('When the middle rises, more pass the threshold.'),
    window: month,
    measure: () => ({ value: asMoney(paidOut().value(({ paid }) => quantile(0.5, paid))) }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'top_share_of_earnings',
    code: 'R9',
    level: 'guardrail',
    label: 'Share of the top hundredth',
    formula: 'Of all payouts, the share that goes to the hundredth of the creators who earn most.',
    numerator: 'payouts of the top hundredth',
    denominator: 'payouts',
    direction: 'down',
    parents: [{ id: 'earnings_gini', how: 'The top is where inequality begins.' }],
    window: month,
    measure: () => ({ value: paidOut().value(({ paid }) => topShare(paid)) }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'income_diversification',
    code: 'R10',
    level: 'supporting',
    label: 'Variety of income',
    formula: 'One minus the sum of the squared shares that each rail has in a creator’s earnings.',
    numerator: 'sum of squared shares of rails, from 1',
    denominator: null,
    unit: 'number',
    parents: sustains('Who lives on one rail loses everything with it.'),
    window: quarter,
    measure: () => {
      const earners = movements()
        .where(({ creatorId, creatorParts }) => and(not(is(creatorId, '')), not(eq(creatorParts, 0))))
        .group(['creatorId', 'rail'], ({ creatorParts }) => ({ earned: sum(creatorParts) }))
        .where(({ earned }) => gt(earned, 0))
        .group(['creatorId'], ({ earned }) => ({ concentrated: concentration(earned) }))
      const number = () => earners.value(count())
      return {
        value: subtracted(
          quotient(number(), number()),
          earners.value(({ concentrated }) => mean(concentrated)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'payout_latency',
    code: 'R11',
    level: 'guardrail',
    label: 'Time to payout',
    formula: 'From the request of a payout until it is confirmed: the median of those that were confirmed.',
    numerator: 'time from request to confirmed',
    denominator: null,
    unit: 'hours',
    additivity: 'quantile',
    direction: 'down',
    parents: sustains('Rent is due on a date.'),
    measure: () => ({
      value: scaled(
        movements()
          .where(({ template }) => is(template, 'payout_paid'))
          .value(({ waitedMs }) => quantile(0.5, waitedMs)),
        hourMs,
      ),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'payout_failure_rate',
    code: 'R12',
    level: 'risk',
    label: 'Failed or held payouts',
    formula: 'Payouts that failed or came back, for each one that ended.',
    numerator: 'payouts failed or returned',
    denominator: 'payouts tried',
    additivity: 'ratio of sums',
    direction: 'down',
    parents: [{ id: 'payout_latency', how: 'A payout that fails comes late or not at all.' }],
    measure: () => {
      const tried = movements().where(({ template }) => isOneOf(template, ended))
      return {
        value: quotient(
          tried.value(({ template }) => count(not(is(template, 'payout_paid')))),
          tried.value(({ template }) => count(not(is(template, 'payout_returned')))),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'monetization_adoption',
    code: 'R14',
    level: 'supporting',
    label: 'Use of ways to earn',
    formula: 'Of the creators who published in 28 days, the share that earned in at least one way.',
    numerator: 'creators who earned in at least one way',
    denominator: 'creators who published',
    parents: [{ id: 'creators_earning', how: 'Who uses no way to earn earns nothing.' }],
    window: month,
    measure: () => shareWith('earnedDays'),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'gift_concentration',
    code: 'R15',
    level: 'risk',
    stakeholder: 'viewer',
    label: 'Concentration of gifts',
    formula:
      'Of the value of gifts, the share of the hundredth of givers who give most. The value of gifts by minors must be nothing.',
    numerator: 'gifts of the top hundredth of givers',
    denominator: 'gifts',
    direction: 'down',
    parents: [{ id: 'net_earnings', how: 'Earnings that hang on a few givers end with them, or harm them.' }],
    window: month,
    measure: () => ({
      value: movements()
        .where(({ template }) => is(template, 'gift'))
        .group(['payerId'], ({ grossParts }) => ({ given: sum(grossParts) }))
        .value(({ given }) => topShare(given)),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofEarnings,
    id: 'creator_nps',
    code: 'R16',
    level: 'supporting',
    label: 'Creators who recommend it',
    formula: 'Of the creators asked, those who would recommend earning here minus those who would not.',
    numerator: 'answers 9 and 10 - answers 0 to 6',
    denominator: 'answers',
    entity: 'answer',
    additivity: 'ratio of sums',
    parents: [{ id: 'monetization_adoption', how: 'Creators try what other creators recommend.' }],
    missing: 'It needs a survey of creators, which comes with payouts.',
  }),
] as const
