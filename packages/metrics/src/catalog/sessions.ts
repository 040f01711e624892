import { count, most, newest, quantile, sum } from '../aggregate.ts'
import { gt, minus, or, plus } from '../expression.ts'
import { metric } from '../metric.ts'
import { quotient } from '../value.ts'
import { activePersonDays, ofPlatform } from './activity.ts'
import { dayMs, hourMs, minuteMs, timedViews, watchedDays } from './tables.ts'

/** How long people stay, and when it is too long: P6, P7 and P18. */

const sessions = () =>
  timedViews()
    .inWindow('localDate')
    .sessions({
      by: 'viewerId',
      time: 'startedMs',
      gapMs: 30 * minuteMs,
      maximumMs: dayMs,
      as: 'sessionStart',
    })
    .group(['viewerId', 'sessionStart'], ({ startedMs, visibleMs }) => ({
      lastStart: most(startedMs),
      lastVisible: newest(visibleMs, startedMs),
    }))
    .derive(({ lastStart, lastVisible, sessionStart }) => ({
      lengthMs: plus(minus(lastStart, sessionStart), lastVisible),
    }))

const ofSessions = {
  ...ofPlatform,
  code: 'P6',
  version: 1,
  family: 'engagement',
  level: 'supporting',
  dedup: 'De',
  slices: ['day', 'week', 'country', 'device'],
  verdict: { kind: 'vanity', pairs: ['valued_watch_hours'] },
} as const

export const sessionsPerDay = /* @__PURE__ */ metric({
  ...ofSessions,
  id: 'sessions_per_active_day',
  label: 'Sessions per active day',
  formula:
    'Stretches of watching with less than 30 minutes between two starts, for each day a person was active. A session ends at midnight and after 24 h.',
  numerator: 'sessions',
  denominator: 'days on which persons were active',
  unit: 'number',
  additivity: 'ratio of sums',
  direction: 'neither',
  slices: ['day', 'week'],
  parents: [{ id: 'time_per_active_day', how: 'Time is sessions times their length.' }],
  measure: () => ({ value: quotient(sessions().value(count()), activePersonDays()) }),
})

const ofSessionLength = {
  ...ofSessions,
  numerator: 'from the first start to the last, and how long the last was visible',
  denominator: null,
  unit: 'milliseconds',
  entity: 'session',
  additivity: 'quantile',
  direction: 'neither',
  parents: [{ id: 'time_per_active_day', how: 'Time is sessions times their length.' }],
} as const

export const sessionLengthP50 = /* @__PURE__ */ metric({
  ...ofSessionLength,
  id: 'session_length_p50',
  label: 'Session length, median',
  formula: 'Half of the sessions are shorter.',
  measure: () => ({ value: sessions().value(({ lengthMs }) => quantile(0.5, lengthMs)) }),
})
export const sessionLengthP90 = /* @__PURE__ */ metric({
  ...ofSessionLength,
  id: 'session_length_p90',
  label: 'Session length, 90th percentile',
  formula: 'Nine in ten sessions are shorter.',
  measure: () => ({ value: sessions().value(({ lengthMs }) => quantile(0.9, lengthMs)) }),
})

const ofTime = {
  ...ofPlatform,
  code: 'P7',
  version: 1,
  family: 'engagement',
  level: 'primary',
  unit: 'milliseconds',
  dedup: 'Dv',
  direction: 'neither',
  slices: ['day', 'week', 'country', 'device'],
  verdict: { kind: 'vanity', pairs: ['valued_watch_hours', 'over_use'] },
  parents: [
    { id: 'valued_watch_hours', how: 'Valued hours are the part of this time that nobody regretted.' },
  ],
} as const

export const timePerDay = /* @__PURE__ */ metric({
  ...ofTime,
  id: 'time_per_active_day',
  label: 'Time per active day',
  formula: 'Visible time of all views for each day a person was active.',
  numerator: 'visible time',
  denominator: 'days on which persons were active',
  additivity: 'ratio of sums',
  measure: () => ({
    value: quotient(
      watchedDays().value(({ watchedMs }) => sum(watchedMs)),
      watchedDays().value(count()),
    ),
  }),
})
export const timePerDayP50 = /* @__PURE__ */ metric({
  ...ofTime,
  id: 'time_per_active_day_p50',
  label: 'Time per active day, median',
  formula: 'On half of the active days a person watched less.',
  numerator: 'visible time of a person on a day',
  denominator: null,
  additivity: 'quantile',
  measure: () => ({ value: watchedDays().value(({ watchedMs }) => quantile(0.5, watchedMs)) }),
})
export const timePerDayP90 = /* @__PURE__ */ metric({
  ...ofTime,
  id: 'time_per_active_day_p90',
  label: 'Time per active day, 90th percentile',
  formula: 'On nine in ten active days a person watched less.',
  numerator: 'visible time of a person on a day',
  denominator: null,
  additivity: 'quantile',
  measure: () => ({ value: watchedDays().value(({ watchedMs }) => quantile(0.9, watchedMs)) }),
})

export const overUse = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'over_use',
  code: 'P18',
  version: 1,
  family: 'privacy',
  level: 'guardrail',
  stakeholder: 'viewer',
  label: 'Over-use',
  formula:
    'Of the days on which a person was active, the share with more than 3 h of watching, or more than 30 minutes of views begun between midnight and 5 in the morning, local time.',
  numerator: 'person-days with over 3 h, or over 30 min between 0 and 5',
  denominator: 'days on which persons were active',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'down',
  slices: ['day', 'week', 'country', 'device'],
  verdict: { kind: 'actionable' },
  trees: ['platform', 'monetization'],
  parents: [
    { id: 'valued_watch_hours', how: 'Hours that people later regret are not valued hours.' },
    { id: 'sustainable_creators', how: 'A living made of hours that harm people does not last.' },
  ],
  measure: () => ({
    value: quotient(
      watchedDays().value(({ watchedMs, nightMs }) =>
        count(or(gt(watchedMs, 3 * hourMs), gt(nightMs, 30 * minuteMs))),
      ),
      watchedDays().value(count()),
    ),
  }),
})

export const sessionMetrics = [
  sessionsPerDay,
  sessionLengthP50,
  sessionLengthP90,
  timePerDay,
  timePerDayP50,
  timePerDayP90,
  overUse,
] as const
