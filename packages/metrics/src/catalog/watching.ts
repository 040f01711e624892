import { count, countEach, distinct, histogram, sortedList, sum } from '../aggregate.ts'
import {
  and,
  choose,
  countWithin,
  gt,
  gte,
  lt,
  minus,
  or,
  plus,
  quotientOf,
  times,
  whole,
} from '../expression.ts'
import { impressionSource } from '../impression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient, scaled } from '../value.ts'
import { complete, hooked, viewSource } from '../view.ts'
import { actions, dayMs, qualifiedViews, timedViews, viewable } from './tables.ts'

/** How a video is watched: C2 to C5, C7, C8, C10 and P16. */

const watched = () => facts(viewSource).inWindow('localDate')
const viewCount = () => watched().value(count())
const hookedCount = () => watched().value(count(hooked))
const held = () => and(hooked, or(gte(viewSource.column.visibleMs, 15_000), complete))

const ofViews = {
  version: 1,
  family: 'engagement',
  stakeholder: 'creator',
  entity: 'view',
  dedup: 'Dv',
  scopes: ['platform', 'author', 'post'],
  slices: [
    'day',
    'week',
    'country',
    'surface',
    'length',
    'client_version',
    'device',
    'traffic_source',
    'local_hour',
    'weekday_hour',
    'post',
  ],
  verdict: { kind: 'actionable' },
} as const

export const reach = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'reach',
  code: 'C2',
  family: 'reach',
  level: 'supporting',
  label: 'Reach',
  formula: 'Different viewers who had a video on the screen for at least 2 seconds.',
  numerator: 'viewers with a view visible for 2 s (v2; one stretch or several, the reports do not tell)',
  denominator: null,
  unit: 'count',
  entity: 'person',
  dedup: 'Du',
  additivity: 'distinct',
  direction: 'up',
  verdict: { kind: 'vanity', pairs: ['completion_rate'] },
  parents: [{ id: 'followers_gained', how: 'Only who was reached can follow.' }],
  measure: () => ({ value: watched().value(({ viewerId }) => distinct(viewerId, viewable())) }),
})

export const qualified = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'qualified_views',
  code: 'C3',
  family: 'monetization',
  level: 'primary',
  label: 'Qualified views',
  formula:
    'Views from the feed of at least 5 seconds or complete, by real persons and not by the author, without those that follow another such view of the same person and video within 24 hours.',
  numerator: 'qualified views (qv5)',
  denominator: null,
  unit: 'count',
  traffic: 'X2',
  additivity: 'additive',
  direction: 'up',
  trees: ['platform', 'monetization', 'marketplace'],
  parents: [
    { id: 'first_audience_rate', how: 'A hundred of them in the first week are a first audience.' },
    { id: 'net_earnings', how: 'Creators are paid for each of them.' },
    { id: 'delivery_rate', how: 'They are what a deal promises.' },
  ],
  measure: () => ({
    value: qualifiedViews()
      .inWindow('localDate')
      .value(({ viewerId, postId, startedMs }) => distinct([viewerId, postId, startedMs])),
  }),
})

export const holdRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'hold_rate',
  code: 'C5',
  level: 'supporting',
  label: 'Hold rate',
  formula: 'Of the views that got past the hook, the share visible for 15 seconds or played whole.',
  numerator: 'views past the hook visible for 15 s, or complete',
  denominator: 'views past the hook (v3)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'up',
  parents: [{ id: 'completion_rate', how: 'Who stays for 15 seconds may stay to the end.' }],
  measure: () => ({ value: quotient(watched().value(count(held())), hookedCount()) }),
})

/** Times at which each person followed each author. */
const follows = () =>
  actions(['follow'], { after: 2, acrossPosts: true }).group(['personId', 'authorId'], ({ occurredAt }) => ({
    followTimes: sortedList(occurredAt),
  }))

export const watchFunnel = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'watch_funnel',
  code: 'C4',
  level: 'supporting',
  label: 'Watch funnel',
  formula:
    'Of all views, the share that reached each step in order: started, past the hook, visible for 15 seconds or played whole, played whole, followed within 24 hours by the viewer following the author. Each view counts once, up to the first step that it misses.',
  numerator: 'views that reached the step and all steps before it',
  denominator: 'views (v0)',
  unit: 'share',
  finalAfterDays: 4,
  additivity: 'ratio of sums',
  direction: 'up',
  slices: ['day', 'week', 'country', 'surface', 'length', 'device', 'traffic_source', 'post'],
  shape: 'curve',
  parents: [{ id: 'follow_conversion', how: 'It shows the step at which those who might follow leave.' }],
  measure: () => {
    const steps = timedViews()
      .lookUp(follows(), ({ viewerId, authorId }) => ({ personId: viewerId, authorId }), 'hasFollowed')
      .derive(({ followTimes, startedMs, occurredAt }) => {
        const won = gt(countWithin(followTimes, startedMs, plus(occurredAt, dayMs)), 0)
        return {
          step: choose(hooked, choose(held(), choose(complete, choose(won, whole(4), 3), 2), 1), 0),
        }
      })
      .inWindow('localDate')
    return {
      value: quotient(
        steps.value(({ step }) => countEach({ from: 0, to: 4 }, (bin) => gte(step, bin))),
        steps.value(count()),
      ),
    }
  },
})

const curveDays = 28

export const watchesByDay = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'watches_by_day',
  code: 'C1',
  family: 'reach',
  level: 'supporting',
  label: 'Watches by day',
  formula: 'Views that got past the hook, on each of the 28 days up to the last one.',
  numerator: 'views past the hook (v3)',
  denominator: null,
  unit: 'count',
  window: { kind: 'trailing', days: curveDays },
  additivity: 'additive',
  direction: 'up',
  slices: ['surface', 'length', 'traffic_source', 'post'],
  shape: 'curve',
  verdict: { kind: 'vanity', pairs: ['hook_rate', 'completion_rate'] },
  parents: [{ id: 'views', how: 'It shows on which days the views came that stayed.' }],
  measure: () => ({
    value: watched()
      .where(hooked)
      .value(({ daysBefore }) =>
        histogram(minus(whole(curveDays - 1), daysBefore), { from: 0, to: curveDays - 1 }),
      ),
  }),
})

export const watchThrough = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'watch_through',
  code: 'C7',
  level: 'primary',
  label: 'Watch-through',
  formula:
    'Of all the video that was started, the share that was played; each moment counted once for each view.',
  numerator: 'different moments played, at most the length',
  denominator: 'length of the video for each view',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'up',
  parents: [{ id: 'valued_watch_hours', how: 'Time that is played is what can be valued.' }],
  measure: () => {
    const { uniqMs, durationMs } = viewSource.column
    const played = choose(lt(uniqMs, durationMs), uniqMs, durationMs)
    return { value: quotient(watched().value(sum(played)), watched().value(sum(durationMs))) }
  },
})

const ofWatchTime = {
  ...ofViews,
  code: 'C8',
  level: 'supporting',
  numerator: 'visible time',
  unit: 'milliseconds',
  additivity: 'ratio of sums',
  direction: 'up',
  verdict: { kind: 'vanity', pairs: ['watch_through'] },
  parents: [{ id: 'watch_through', how: 'The same time is a larger part of a shorter video.' }],
} as const

export const averageWatchTime = /* @__PURE__ */ metric({
  ...ofWatchTime,
  id: 'average_watch_time',
  label: 'Average watch time',
  formula: 'Visible time for each view.',
  denominator: 'views (v0)',
  measure: () => ({ value: quotient(watched().value(sum(viewSource.column.visibleMs)), viewCount()) }),
})

export const watchTimePerPerson = /* @__PURE__ */ metric({
  ...ofWatchTime,
  id: 'watch_time_per_person',
  label: 'Watch time per person reached',
  formula:
    'Visible time of all views for each different viewer who had the video on the screen for 2 seconds.',
  denominator: 'reach (v2)',
  measure: () => ({
    value: quotient(
      watched().value(sum(viewSource.column.visibleMs)),
      watched().value(({ viewerId }) => distinct(viewerId, viewable())),
    ),
  }),
})

export const rewatchRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'rewatch_rate',
  code: 'C10',
  level: 'supporting',
  label: 'Rewatch rate',
  formula:
    'Of the views that got past the hook, the share visible for at least one and a half times the length.',
  numerator: 'views past the hook of at least 1.5 loops',
  denominator: 'views past the hook (v3)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'up',
  parents: [{ id: 'qualified_views', how: 'What is worth a second look keeps being shown.' }],
  measure: () => {
    const { visibleMs, durationMs } = viewSource.column
    const again = and(hooked, gte(times(visibleMs, 2), times(durationMs, 3)))
    return { value: quotient(watched().value(count(again)), hookedCount()) }
  },
})

export const loopsPerView = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'loops_per_view',
  code: 'C10',
  level: 'supporting',
  label: 'Loops per view',
  formula: 'Visible time over the length of the video, in millionths cut down, for each view.',
  numerator: 'loops',
  denominator: 'views (v0)',
  unit: 'number',
  additivity: 'ratio of sums',
  direction: 'up',
  parents: [{ id: 'rewatch_rate', how: 'More than one and a half loops are a rewatch.' }],
  measure: () => {
    const { visibleMs, durationMs } = viewSource.column
    // In whole millionths: sums of fractions depend on their order.
    const millionths = quotientOf(times(visibleMs, 1_000_000), durationMs)
    return { value: quotient(scaled(watched().value(sum(millionths)), 1_000_000), viewCount()) }
  },
})

export const skipRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'skip_rate',
  code: 'P16',
  stakeholder: 'platform',
  level: 'supporting',
  label: 'Skip rate',
  formula: 'Of all views, the share visible for less than one second.',
  numerator: 'views visible for less than 1 s',
  denominator: 'views (v0)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'down',
  parents: [{ id: 'hook_rate', how: 'A view that is skipped never gets past the hook.' }],
  measure: () => ({
    value: quotient(watched().value(count(lt(viewSource.column.visibleMs, 1000))), viewCount()),
  }),
})

const impressions = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'impressions',
  code: 'C1',
  family: 'reach',
  level: 'supporting',
  label: 'Impressions',
  formula: 'How often the feed served it, watched or not.',
  numerator: 'slots that the feed served',
  denominator: null,
  unit: 'count',
  entity: 'impression',
  dedup: 'De',
  additivity: 'additive',
  direction: 'up',
  slices: ['day', 'week', 'country', 'device', 'post'],
  verdict: { kind: 'vanity', pairs: ['hook_rate'] },
  parents: [{ id: 'views', how: 'What is served may be watched.' }],
  measure: () => ({ value: facts(impressionSource).inWindow('localDate').value(count()) }),
})

export const watchingMetrics = [
  impressions,
  reach,
  qualified,
  holdRate,
  watchFunnel,
  watchesByDay,
  watchThrough,
  averageWatchTime,
  watchTimePerPerson,
  rewatchRate,
  loopsPerView,
  skipRate,
] as const
