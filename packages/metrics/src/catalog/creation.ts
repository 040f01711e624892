import { count, distinct, newest, sortedList } from '../aggregate.ts'
import {
  and,
  between,
  countWithin,
  eq,
  given,
  gt,
  gte,
  is,
  lt,
  lte,
  minus,
  not,
  plus,
} from '../expression.ts'
import { metric } from '../metric.ts'
import { quotient } from '../value.ts'
import { actions, dayMs, firstPublish, qualifiedViews, timedViews } from './tables.ts'

/** Whether people create, and whether creators find viewers: R2 to R5 and R13. */

const ofCreators = {
  version: 1,
  family: 'creation',
  stakeholder: 'creator',
  entity: 'creator',
  dedup: 'Du',
  scopes: ['platform'],
  direction: 'up',
} as const

/** Posts published and not withdrawn since. */
const published = () => {
  const state = actions(['publish', 'unpublish'], { after: 400 }).group(
    ['postId'],
    ({ kind, occurredAt }) => ({
      lastKind: newest(kind, occurredAt),
    }),
  )
  return actions(['publish'])
    .lookUp(state, ({ postId }) => ({ postId }), 'hasState')
    .where(({ lastKind }) => is(lastKind, 'publish'))
    .inWindow('localDate')
}

const ofOutput = {
  ...ofCreators,
  code: 'R2',
  level: 'primary',
  denominator: null,
  unit: 'count',
  additivity: 'distinct',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['first_audience_rate', 'watch_through'] },
} as const

export const activeCreators = /* @__PURE__ */ metric({
  ...ofOutput,
  id: 'active_creators',
  label: 'Active creators',
  formula: 'Different persons who published at least one video that is still there.',
  numerator: 'persons who published',
  trees: ['platform', 'monetization'],
  parents: [
    { id: 'feed_diversity', how: 'More creators make more kinds of videos.' },
    { id: 'creators_earning', how: 'Only who publishes can earn.' },
  ],
  measure: () => ({ value: published().value(({ personId }) => distinct(personId)) }),
})

export const publishedPosts = /* @__PURE__ */ metric({
  ...ofOutput,
  id: 'published_posts',
  label: 'Videos published',
  formula: 'Different videos that were published and are still there.',
  numerator: 'videos published',
  entity: 'post',
  parents: [{ id: 'active_creators', how: 'Creators times videos of each.' }],
  measure: () => ({ value: published().value(({ postId }) => distinct(postId)) }),
})

const newcomers = () =>
  actions(['publish'])
    .lookUp(firstPublish(), ({ personId }) => ({ personId }), 'hasPublished')
    .where(({ occurredAt, firstPublishMs }) => eq(occurredAt, firstPublishMs))
    .inWindow('localDate')

export const newCreators = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'new_creators',
  code: 'R3',
  level: 'supporting',
  label: 'New creators',
  formula: 'Persons who published for the first time.',
  numerator: 'persons with their first video in the period',
  denominator: null,
  unit: 'count',
  additivity: 'distinct',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['first_audience_rate'] },
  parents: [{ id: 'active_creators', how: 'Every creator was new once.' }],
  measure: () => ({ value: newcomers().value(({ personId }) => distinct(personId)) }),
})

/** diVine: who got about a hundred views published again in 61 % of cases instead of 31 %. */
const firstAudience = 100

export const firstAudienceRate = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'first_audience_rate',
  code: 'R4',
  level: 'primary',
  label: 'First-audience rate',
  formula:
    'Of the new creators, the share with at least 100 qualified views in the 7 days after their first video.',
  numerator: 'of these, with 100 qualified views within 7 days',
  denominator: 'new creators whose 7 days are settled',
  unit: 'share',
  traffic: 'X2',
  window: { kind: 'cohort', days: 7 },
  additivity: 'path',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  trees: ['platform', 'monetization'],
  parents: [{ id: 'creator_retention', how: 'Who found an audience publishes again.' }],
  measure: () => {
    const seen = qualifiedViews({ after: 8 }).group(['authorId'], ({ startedMs }) => ({
      qualifiedTimes: sortedList(startedMs),
    }))
    const creators = firstPublish()
      .inWindow('firstPublishDay')
      .lookUpFew(seen, ({ personId }) => ({ authorId: personId }), 'wasSeen')
    const { firstPublishMs, firstPublishDay, qualifiedTimes } = creators.column
    const isDue = lte(plus(firstPublishDay, 8), given('settledDay'))
    const views = countWithin(qualifiedTimes, firstPublishMs, plus(firstPublishMs, 7 * dayMs))
    return {
      value: quotient(
        creators.value(count(and(isDue, gte(views, firstAudience)))),
        creators.value(count(isDue)),
      ),
      waiting: creators.value(count(not(isDue))),
    }
  },
})

export const creatorRetention = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'creator_retention',
  code: 'R5',
  level: 'primary',
  label: 'Creator retention',
  formula:
    'Of the creators who published 28 to 55 days ago, the share that also published in the last 28 days.',
  numerator: 'of these, published in the last 28 days',
  denominator: 'creators who published 28 to 55 days ago',
  unit: 'share',
  window: { kind: 'trailing', days: 56 },
  additivity: 'path',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  trees: ['platform', 'monetization'],
  parents: [
    { id: 'active_creators', how: 'Who stays is active again.' },
    { id: 'sustainable_creators', how: 'Only who stays can come to live on it.' },
  ],
  measure: () => {
    const creators = actions(['publish'])
      .inWindow('localDate')
      .group(['personId'], ({ daysBefore }) => ({
        recent: count(lt(daysBefore, 28)),
        earlier: count(gte(daysBefore, 28)),
      }))
    const { recent, earlier } = creators.column
    return {
      value: quotient(
        creators.value(count(and(gt(earlier, 0), gt(recent, 0)))),
        creators.value(count(gt(earlier, 0))),
      ),
    }
  },
})

export const newCreatorExposure = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'new_creator_exposure',
  code: 'R13',
  level: 'guardrail',
  stakeholder: 'platform',
  label: 'Exposure of new creators',
  formula:
    'Of all views, the share of videos whose author had published for the first time less than 30 days before.',
  numerator: 'views of creators in their first 30 days',
  denominator: 'views (v0)',
  unit: 'share',
  entity: 'view',
  dedup: 'Dv',
  additivity: 'ratio of sums',
  slices: ['day', 'week', 'surface', 'traffic_source'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'first_audience_rate', how: 'Who is not shown finds no audience.' }],
  measure: () => {
    const seen = timedViews()
      .lookUp(firstPublish(), ({ authorId }) => ({ personId: authorId }), 'hasPublished')
      .inWindow('localDate')
    const { hasPublished, startedMs, firstPublishMs } = seen.column
    const isNew = and(hasPublished, between(minus(startedMs, firstPublishMs), -dayMs, 30 * dayMs - 1))
    return { value: quotient(seen.value(count(isNew)), seen.value(count())) }
  },
})

export const creationMetrics = [
  activeCreators,
  publishedPosts,
  newCreators,
  firstAudienceRate,
  creatorRetention,
  newCreatorExposure,
] as const
