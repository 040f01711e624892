import { count, distinct, histogram, sortedList, sum } from '../aggregate.ts'
import { countWithin, eq, not, plus, spacedBy } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient, scaled } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { actions, activeDays, dayMs, hourMs, regrets, timedViews } from './tables.ts'

/** How many persons, and how often they come: P1 to P5. */

export const ofPlatform = {
  stakeholder: 'platform',
  scopes: ['platform'],
  dedup: 'Du',
  entity: 'person',
} as const

const activePersons = () =>
  facts(viewSource).where(hooked).inWindow('localDate').value(distinct(viewSource.column.viewerId))
export const activePersonDays = () => activeDays().inWindow('localDate').value(count())

export const valuedWatchHours = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'valued_watch_hours',
  code: 'P1',
  version: 1,
  family: 'engagement',
  level: 'north star',
  label: 'Valued watch hours per active person',
  formula:
    'Hours watched in seven days, without views that the viewer rejected within a day (not interested, report, a rating of 1 or 2), for each person active in those days.',
  numerator: 'visible hours of views past the hook that were not regretted within 24 h',
  denominator: 'persons active in the seven days',
  unit: 'hours',
  dedup: 'Dv',
  window: { kind: 'trailing', days: 7 },
  additivity: 'snapshot',
  direction: 'up',
  slices: ['day', 'week', 'country', 'device'],
  verdict: { kind: 'actionable' },
  measure: () => {
    const valued = timedViews()
      .where(hooked)
      .lookUp(
        regrets({ before: 7, after: 2 }),
        ({ viewerId, postId }) => ({ personId: viewerId, postId }),
        'hasRegrets',
      )
      .where(({ regretTimes, startedMs, occurredAt }) =>
        eq(countWithin(regretTimes, startedMs, plus(occurredAt, dayMs)), 0),
      )
      .inWindow('localDate')
    return {
      value: scaled(
        quotient(
          valued.value(({ visibleMs }) => sum(visibleMs)),
          activePersons(),
        ),
        hourMs,
      ),
    }
  },
})

const ofActives = {
  ...ofPlatform,
  version: 1,
  family: 'reach',
  level: 'primary',
  numerator: 'persons with at least one watch past the hook',
  denominator: null,
  unit: 'count',
  additivity: 'distinct',
  direction: 'up',
  slices: ['day', 'week', 'country', 'device', 'client_version', 'surface'],
  verdict: { kind: 'vanity', pairs: ['stickiness', 'retention_d7'] },
} as const

export const dau = /* @__PURE__ */ metric({
  ...ofActives,
  id: 'dau',
  code: 'P2',
  label: 'Daily active persons',
  formula: 'Persons who watched at least one video past the hook on that day.',
  window: { kind: 'trailing', days: 1 },
  parents: [{ id: 'wau', how: 'Every person of a day is a person of its week.' }],
  measure: () => ({ value: activePersons() }),
})
export const wau = /* @__PURE__ */ metric({
  ...ofActives,
  id: 'wau',
  code: 'P2',
  label: 'Weekly active persons',
  formula: 'Persons who watched at least one video past the hook in the seven days up to that day.',
  window: { kind: 'trailing', days: 7 },
  parents: [
    { id: 'valued_watch_hours', how: 'More persons who watch as well make more valued hours in all.' },
  ],
  measure: () => ({ value: activePersons() }),
})
export const mau = /* @__PURE__ */ metric({
  ...ofActives,
  id: 'mau',
  code: 'P2',
  label: 'Monthly active persons',
  formula: 'Persons who watched at least one video past the hook in the 28 days up to that day.',
  window: { kind: 'trailing', days: 28 },
  parents: [{ id: 'wau', how: 'Persons of the month who come weekly are persons of the week.' }],
  measure: () => ({ value: activePersons() }),
})

const openDays = () =>
  actions(['app_open'])
    .inWindow('localDate')
    .group(['personId', 'localDate'], ({ occurredAt }) => ({ openTimes: sortedList(occurredAt) }))
    .derive(({ openTimes }) => ({ opens: spacedBy(openTimes, 30_000) }))

export const opensPerDay = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'opens_per_active_day',
  code: 'P3',
  version: 1,
  family: 'engagement',
  level: 'supporting',
  label: 'App opens per active day',
  formula: 'How often the app came to the foreground, at least 30 s apart, for each day a person was active.',
  numerator: 'foreground events at least 30 s apart',
  denominator: 'days on which persons were active',
  unit: 'number',
  dedup: 'De',
  additivity: 'ratio of sums',
  direction: 'up',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['activation'] },
  parents: [{ id: 'sessions_per_active_day', how: 'An opening is where a session may begin.' }],
  measure: () => ({
    value: quotient(
      openDays().value(({ opens }) => sum(opens)),
      activePersonDays(),
    ),
  }),
})

export const opensWithoutWatch = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'opens_without_watch',
  code: 'P3',
  version: 1,
  family: 'engagement',
  level: 'supporting',
  label: 'Days opened without watching',
  formula:
    'Of the days on which a person opened the app, the share on which nothing was watched past the hook.',
  numerator: 'person-days with an opening and no watch past the hook',
  denominator: 'person-days with an opening',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'down',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'dau', how: 'Who opens and finds nothing is not an active person that day.' }],
  measure: () => {
    const days = openDays().lookUp(
      activeDays({ before: 0 }),
      ({ personId, localDate }) => ({ viewerId: personId, localDate }),
      'hasWatched',
    )
    return {
      value: quotient(
        days.value(({ hasWatched }) => count(not(hasWatched))),
        days.value(count()),
      ),
    }
  },
})

export const stickiness = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'stickiness',
  code: 'P4',
  version: 1,
  family: 'retention',
  level: 'primary',
  label: 'Stickiness',
  formula: 'Mean of the daily active persons of 28 days, divided by the persons active in those 28 days.',
  numerator: 'mean daily active persons of 28 days',
  denominator: 'persons active in the same 28 days',
  unit: 'share',
  window: { kind: 'trailing', days: 28 },
  additivity: 'snapshot',
  direction: 'up',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'dau', how: 'The same persons, coming on more days, are more persons each day.' }],
  measure: () => {
    const days = activeDays().inWindow('localDate')
    return {
      value: quotient(
        scaled(days.value(count()), 28),
        days.value(({ viewerId }) => distinct(viewerId)),
      ),
    }
  },
})

export const activeDayHistogram = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'active_day_histogram',
  code: 'P5',
  version: 1,
  family: 'retention',
  level: 'supporting',
  label: 'Active days in 28',
  formula: 'How many persons were active on exactly 1, 2, … 28 of the last 28 days.',
  numerator: 'persons with exactly k active days',
  denominator: null,
  unit: 'count',
  shape: 'curve',
  window: { kind: 'trailing', days: 28 },
  additivity: 'path',
  direction: 'neither',
  slices: [],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'stickiness', how: 'Its mean, divided by 28, is the stickiness.' }],
  measure: () => ({
    value: activeDays()
      .inWindow('localDate')
      .group(['viewerId'], () => ({ days: count() }))
      .value(({ days }) => histogram(days, { from: 1, to: 28 })),
  }),
})

export const activityMetrics = [
  valuedWatchHours,
  dau,
  wau,
  mau,
  opensPerDay,
  opensWithoutWatch,
  stickiness,
  activeDayHistogram,
] as const
