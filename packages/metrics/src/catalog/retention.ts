import { count, countEach, least, most, sortedList, sortedSet } from '../aggregate.ts'
import {
  type Condition,
  type Expression,
  and,
  countWithin,
  eq,
  given,
  gt,
  gte,
  lt,
  lte,
  minus,
  not,
  plus,
} from '../expression.ts'
import { metric, type MetricOptions } from '../metric.ts'
import { added, quotient, type Measure } from '../value.ts'
import { hooked } from '../view.ts'
import {
  actions,
  activeDays,
  commitMoments,
  dayAfter,
  dayMs,
  firstActiveDay,
  timedViews,
  watchMoments,
} from './tables.ts'

/** Whether people come back: P8 to P15. Days are the viewer's own. */

/** A person of a cohort, the day it began, and all days and moments of watching since. */
const cohort = (after: number) =>
  timedViews({ before: 'all', after })
    .where(hooked)
    .group(['viewerId'], ({ localDate, startedMs }) => ({
      firstDay: least(localDate),
      firstMs: least(startedMs),
      days: sortedSet(localDate),
      moments: sortedList(startedMs),
    }))
    .inWindow('firstDay')

type Cohort = ReturnType<typeof cohort>
type Columns = Cohort['column']
type Came = (column: Columns) => Condition<'view/viewerId'>

/** Of the persons whose day number `dueAfter` can get no more facts, the share that came back. */
const share = (people: Cohort, dueAfter: number, came: Came): Measure => {
  const isDue = lte(plus(people.column.firstDay, dueAfter), given('settledDay'))
  return {
    value: quotient(people.value(count(and(isDue, came(people.column)))), people.value(count(isDue))),
    waiting: people.value(count(not(isDue))),
  }
}

const ofCohorts = {
  version: 1,
  family: 'retention',
  stakeholder: 'platform',
  unit: 'share',
  entity: 'person',
  dedup: 'Du',
  additivity: 'path',
  direction: 'up',
  scopes: ['platform', 'author'],
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'stickiness', how: 'Who comes back is active on more days of the month.' }],
} as const

const denominatorOf = (day: number): string =>
  `persons whose first active day lies in the period and whose day ${day} is settled`

const classic = <const Id extends string>(id: Id, day: number) =>
  metric({
    ...ofCohorts,
    id,
    code: 'P9',
    level: 'primary',
    label: `Retention, day ${day}`,
    formula: `Of the persons who were active for the first time in the period, the share that was active again exactly ${day} ${day === 1 ? 'day' : 'days'} later.`,
    numerator: `of these, active on day ${day}`,
    denominator: denominatorOf(day),
    window: { kind: 'cohort', days: day },
    measure: () =>
      share(cohort(day), day, ({ days, firstDay }) =>
        gt(countWithin(days, plus(firstDay, day), plus(firstDay, day)), 0),
      ),
  })

/** How far a rolling retention looks. Nobody who comes back later is seen, so the newest cohorts look worse. */
const horizonDays = 90

const rolling = <const Id extends string>(id: Id, day: number) =>
  metric({
    ...ofCohorts,
    id,
    code: 'P10',
    level: 'supporting',
    label: `Rolling retention, day ${day}`,
    formula: `Of the persons who were active for the first time in the period, the share that was active on day ${day} or any later day, up to day ${horizonDays}.`,
    numerator: `of these, active on any day from ${day} to ${horizonDays}`,
    denominator: denominatorOf(day),
    window: { kind: 'cohort', days: horizonDays },
    measure: () =>
      share(cohort(horizonDays), day, ({ days, firstDay }) =>
        gt(countWithin(days, plus(firstDay, day), plus(firstDay, horizonDays)), 0),
      ),
  })

const bracket = <const Id extends string>(id: Id, { from, to }: { from: number; to: number }) =>
  metric({
    ...ofCohorts,
    id,
    code: 'P11',
    level: 'supporting',
    label: `Retention, days ${from} to ${to}`,
    formula: `Of the persons who were active for the first time in the period, the share that was active on any of the days ${from} to ${to} after.`,
    numerator: `of these, active on any day from ${from} to ${to}`,
    denominator: denominatorOf(to),
    window: { kind: 'cohort', days: to },
    measure: () =>
      share(cohort(to), to, ({ days, firstDay }) =>
        gt(countWithin(days, plus(firstDay, from), plus(firstDay, to)), 0),
      ),
  })

/** Day 1 by the clock: who watches at 23:45 and again at 00:01 has not come back. */
const byClock = <const Id extends string>(id: Id, day: number) =>
  metric({
    ...ofCohorts,
    id,
    code: 'P12',
    level: 'supporting',
    label: `Retention by 24 hours, day ${day}`,
    formula: `Of the persons who watched for the first time in the period, the share that watched again at least ${day} and less than ${day + 1} times 24 hours after that moment.`,
    numerator: `of these, watching ${day * 24} to ${(day + 1) * 24} h after their first watch`,
    denominator: denominatorOf(day + 1),
    window: { kind: 'cohort', days: day + 1 },
    measure: () =>
      share(cohort(day + 1), day + 1, ({ moments, firstMs }) =>
        gt(countWithin(moments, plus(firstMs, day * dayMs), plus(firstMs, (day + 1) * dayMs - 1)), 0),
      ),
  })

export const retentionD1 = /* @__PURE__ */ classic('retention_d1', 1)
export const retentionD7 = /* @__PURE__ */ classic('retention_d7', 7)
export const retentionD30 = /* @__PURE__ */ classic('retention_d30', 30)
export const rollingD1 = /* @__PURE__ */ rolling('rolling_retention_d1', 1)
export const rollingD7 = /* @__PURE__ */ rolling('rolling_retention_d7', 7)
export const rollingD30 = /* @__PURE__ */ rolling('rolling_retention_d30', 30)
export const bracket1to3 = /* @__PURE__ */ bracket('bracket_retention_1_3', { from: 1, to: 3 })
export const bracket4to7 = /* @__PURE__ */ bracket('bracket_retention_4_7', { from: 4, to: 7 })
export const bracket8to30 = /* @__PURE__ */ bracket('bracket_retention_8_30', { from: 8, to: 30 })
export const clockD1 = /* @__PURE__ */ byClock('retention_24h_d1', 1)
export const clockD7 = /* @__PURE__ */ byClock('retention_24h_d7', 7)
export const clockD30 = /* @__PURE__ */ byClock('retention_24h_d30', 30)

/** The last day of the curve. */
const lastDay = 30

/** Days after the first, the same for every person or the bin of a count. */
type Offset = Expression<'integer', string> | number

/**
 * The classic retention of every day at once. Each bin has its own denominator, so that a young cohort is in the first
 * bins only; bins of which nobody is due are not there.
 */
export const retentionByDay = /* @__PURE__ */ metric({
  ...ofCohorts,
  id: 'retention_by_day',
  code: 'P9',
  level: 'primary',
  label: 'Retention by day',
  formula: `For each day n from 0 to ${lastDay}: of the persons who were active for the first time in the period, the share that was active again exactly n days later. Days that are not settled for anybody are left out.`,
  numerator: 'of these, active on day n',
  denominator: 'persons whose first active day lies in the period and whose day n is settled',
  window: { kind: 'cohort', days: lastDay },
  shape: 'curve',
  parents: [{ id: 'retention_d7', how: 'It shows on which day those leave who are not there on day 7.' }],
  measure: () => {
    const people = cohort(lastDay)
    const { firstDay, days } = people.column
    const bins = { from: 0, to: lastDay }
    const isDue = (day: Offset) => lte(plus(firstDay, day), given('settledDay'))
    const wasThere = (day: Offset) => gt(countWithin(days, plus(firstDay, day), plus(firstDay, day)), 0)
    return {
      value: quotient(
        people.value(countEach(bins, (day) => and(isDue(day), wasThere(day)))),
        people.value(countEach(bins, isDue, isDue(0))),
      ),
      waiting: people.value(count(not(isDue(0)))),
    }
  },
})

export const activation = /* @__PURE__ */ metric({
  ...ofCohorts,
  id: 'activation',
  code: 'P8',
  level: 'primary',
  label: 'Activation',
  formula:
    'Of the persons who opened the app for the first time, the share that watched at least ten videos past the hook and followed, saved or shared at least once within 24 hours.',
  numerator: 'of these, with at least 10 watches past the hook and 1 follow, save or share within 24 h',
  denominator: 'persons whose first opening lies in the period and whose 24 hours are settled',
  window: { kind: 'cohort', days: 1 },
  scopes: ['platform'],
  parents: [
    { id: 'retention_d7', how: 'Who finds something to follow on the first day has a reason to return.' },
  ],
  measure: () => {
    const newcomers = actions(['app_open'], { before: 'all', after: 0 })
      .group(['personId'], ({ occurredAt, localDate }) => ({
        openedMs: least(occurredAt),
        openedDay: least(localDate),
      }))
      .inWindow('openedDay')
      .lookUpFew(watchMoments({ before: 1, after: 2 }), ({ personId }) => ({ viewerId: personId }), 'watches')
      .lookUpFew(commitMoments({ before: 1, after: 2 }), ({ personId }) => ({ personId }), 'commits')
    const { openedMs, openedDay, watchTimes, commitTimes } = newcomers.column
    const isDue = lte(plus(openedDay, 1), given('settledDay'))
    const isActivated = and(
      gte(countWithin(watchTimes, openedMs, dayAfter(openedMs)), 10),
      gte(countWithin(commitTimes, openedMs, dayAfter(openedMs)), 1),
    )
    return {
      value: quotient(newcomers.value(count(and(isDue, isActivated))), newcomers.value(count(isDue))),
      waiting: newcomers.value(count(not(isDue))),
    }
  },
})

export const churn = /* @__PURE__ */ metric({
  ...ofCohorts,
  id: 'churn_28',
  code: 'P13',
  level: 'primary',
  label: 'Churn, 28 days',
  formula:
    'Of the persons active in the 28 days before the last 28, the share that was not active in the last 28.',
  numerator: 'of these, not active in the last 28 days',
  denominator: 'persons active 28 to 55 days ago',
  window: { kind: 'trailing', days: 56 },
  direction: 'down',
  trees: ['platform', 'monetization'],
  parents: [
    { id: 'mau', how: 'Who churns is missing from the month.' },
    { id: 'ad_load', how: 'People who are shown too many ads stay away.' },
  ],
  measure: () => {
    const people = activeDays()
      .inWindow('localDate')
      .group(['viewerId'], ({ daysBefore }) => ({
        recent: count(lt(daysBefore, 28)),
        earlier: count(gte(daysBefore, 28)),
      }))
    const { recent, earlier } = people.column
    const wasThere = gt(earlier, 0)
    return {
      value: quotient(people.value(count(and(wasThere, eq(recent, 0)))), people.value(count(wasThere))),
    }
  },
})

/** Every person seen in this stretch of days or the one before, with how long ago the first active day was. */
const lives = (days: number) =>
  activeDays({ before: 2 * days - 1 })
    .lookUp(firstActiveDay(), ({ viewerId }) => ({ viewerId }), 'hasFirst')
    .inWindow('localDate')
    .derive(({ localDate, daysBefore, firstActive }) => ({
      age: minus(plus(localDate, daysBefore), firstActive),
    }))
    .group(['viewerId'], ({ daysBefore, age }) => ({
      current: count(lt(daysBefore, days)),
      previous: count(gte(daysBefore, days)),
      oldest: most(age),
    }))

type Life = ReturnType<typeof lives>['column']

/** The four states of a stretch of days. new + returning + resurrected are all who were active in it. */
const states = {
  new: ({ current, oldest }: Life, days: number) => and(gt(current, 0), lt(oldest, days)),
  returning: ({ current, previous }: Life) => and(gt(current, 0), gt(previous, 0)),
  resurrected: ({ current, previous, oldest }: Life, days: number) =>
    and(gt(current, 0), eq(previous, 0), gte(oldest, days)),
  dormant: ({ current, previous }: Life) => and(eq(current, 0), gt(previous, 0)),
}
type State = keyof typeof states

const personsIn = (state: State, days: number) => {
  const people = lives(days)
  return people.value(count(states[state](people.column, days)))
}

const sentences = {
  new: 'active for the first time ever',
  returning: 'active now and in the stretch before',
  resurrected: 'active now, not in the stretch before, but earlier',
  dormant: 'active in the stretch before and not now',
} as const satisfies Record<State, string>

const spans = { day: 1, week: 7, month: 28 } as const
type Span = keyof typeof spans

const lifecycle = <const S extends State, const P extends Span>(state: S, span: P) => {
  const days = spans[span]
  const options: MetricOptions<`${S}_persons_${P}`, never> = {
    ...ofCohorts,
    id: `${state}_persons_${span}`,
    code: 'P14',
    level: 'primary',
    label: `Persons ${state}, by ${span}`,
    formula: `Persons who were ${sentences[state]}; a stretch is ${days} ${days === 1 ? 'day' : 'days'}. Active = active before + new + resurrected - dormant, exactly.`,
    numerator: `persons ${sentences[state]}`,
    denominator: null,
    unit: 'count',
    window: { kind: 'trailing', days: 2 * days },
    additivity: 'snapshot',
    direction: state === 'dormant' ? 'down' : 'up',
    scopes: ['platform'],
    parents: [
      {
        id: span === 'day' ? 'dau' : span === 'week' ? 'wau' : 'mau',
        how:
          state === 'dormant'
            ? 'Who falls asleep is missing now.'
            : 'They are a part of the persons active now.',
      },
    ],
    measure: () => ({ value: personsIn(state, days) }),
  }
  return metric(options)
}

const spanOf = <const P extends Span>(span: P) =>
  [
    lifecycle('new', span),
    lifecycle('returning', span),
    lifecycle('resurrected', span),
    lifecycle('dormant', span),
  ] as const

export const dailyLives = /* @__PURE__ */ spanOf('day')
export const weeklyLives = /* @__PURE__ */ spanOf('week')
export const monthlyLives = /* @__PURE__ */ spanOf('month')

const quick = <const P extends Span>(span: P) => {
  const options: MetricOptions<`quick_ratio_${P}`, never> = {
    ...ofCohorts,
    id: `quick_ratio_${span}`,
    code: 'P15',
    level: 'supporting',
    label: `Quick ratio, by ${span}`,
    formula: 'Persons won (new and resurrected) for each person who fell asleep. Missing when nobody did.',
    numerator: 'new and resurrected persons',
    denominator: 'dormant persons',
    unit: 'number',
    window: { kind: 'trailing', days: 2 * spans[span] },
    additivity: 'snapshot',
    scopes: ['platform'],
    parents: [{ id: 'mau', how: 'Above 1 the platform grows, below 1 it shrinks.' }],
    measure: () => {
      const days = spans[span]
      const won = added(personsIn('new', days), personsIn('resurrected', days))
      return { value: quotient(won, personsIn('dormant', days)) }
    },
  }
  return metric(options)
}
export const quickRatioDay = /* @__PURE__ */ quick('day')
export const quickRatioWeek = /* @__PURE__ */ quick('week')

export const retentionMetrics = /* @__PURE__ */ (() =>
  [
    activation,
    retentionD1,
    retentionD7,
    retentionD30,
    rollingD1,
    rollingD7,
    rollingD30,
    bracket1to3,
    bracket4to7,
    bracket8to30,
    clockD1,
    clockD7,
    clockD30,
    retentionByDay,
    churn,
    ...dailyLives,
    ...weeklyLives,
    ...monthlyLives,
    quickRatioDay,
    quickRatioWeek,
  ] as const)()
