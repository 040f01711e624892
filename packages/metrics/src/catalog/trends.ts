import { distinct } from '../aggregate.ts'
import { eq, given, gte, minus, quotientOf } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { subtracted, type Value } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { hourMs, postTags } from './tables.ts'

/** What rises faster than usual: C22. Sounds come with their module; today a trend is a tag. */

const hoursOfWeek = 168
/** The same hour of the last four weeks, each week half of the one after it. */
const weeks = [1, 2, 3, 4] as const
const weights = [8, 4, 2, 1] as const

/** Watches of tagged videos, one row for each tag, with how many whole hours ago: 0 is the last full hour. */
const tagged = () =>
  facts(viewSource)
    .where(hooked)
    .lookUp(postTags(), ({ postId }) => ({ postId }), 'wasPublished')
    .expand('postTags', 'tag')
    .derive(({ occurredAt }) => ({ elapsedMs: minus(minus(given('untilMs'), 1), occurredAt) }))
    .where(({ elapsedMs }) => gte(elapsedMs, 0))
    .derive(({ elapsedMs }) => ({ hoursAgo: quotientOf(elapsedMs, hourMs) }))
    .inWindow('localDate')

/** z of an hour against the same hour of earlier weeks; the square root makes counts equally noisy at any size. */
const velocity = (hoursAgo: number): Value => {
  const rows = tagged()
  const viewers = (hours: number): Value =>
    rows.value((column) => distinct(column.viewerId, eq(column.hoursAgo, hours)))
  return {
    kind: 'velocity',
    now: viewers(hoursAgo),
    before: weeks.map((week) => viewers(hoursAgo + week * hoursOfWeek)),
    weights,
  }
}

const ofTrends = {
  version: 1,
  code: 'C22',
  family: 'culture',
  stakeholder: 'platform',
  entity: 'person and hour',
  dedup: 'Du',
  traffic: 'X2',
  window: { kind: 'trailing', days: 31 },
  scopes: ['platform'],
  slices: ['tag'],
  direction: 'neither',
  verdict: { kind: 'actionable' },
} as const

export const trendVelocity = /* @__PURE__ */ metric({
  ...ofTrends,
  id: 'trend_velocity',
  level: 'supporting',
  label: 'Trend velocity',
  formula:
    '2 × (√ viewers in the last full hour - √ expected viewers), expected being the weighted mean of the same hour of the last four weeks. A trend has at least 4 and 20 creators.',
  numerator: 'viewers past the hook in the last full hour',
  denominator: null,
  unit: 'number',
  additivity: 'snapshot',
  parents: [
    {
      id: 'feed_diversity',
      how: 'What is common to all for a while is culture; too much of it is monotony.',
    },
  ],
  measure: () => ({ value: velocity(0) }),
})

export const trendAcceleration = /* @__PURE__ */ metric({
  ...ofTrends,
  id: 'trend_acceleration',
  level: 'supporting',
  label: 'Trend acceleration',
  formula: 'Trend velocity of the last full hour minus that of the hour before.',
  numerator: 'velocity of the last hour - of the hour before',
  denominator: null,
  unit: 'number',
  additivity: 'snapshot',
  parents: [{ id: 'trend_velocity', how: 'It is what the velocity gains in an hour.' }],
  measure: () => ({ value: subtracted(velocity(0), velocity(1)) }),
})

export const trendCreators = /* @__PURE__ */ metric({
  ...ofTrends,
  id: 'trend_creators',
  level: 'supporting',
  label: 'Creators of a trend',
  formula: 'Different creators whose videos with the tag were watched past the hook in the last 31 days.',
  numerator: 'creators',
  denominator: null,
  unit: 'count',
  entity: 'creator',
  additivity: 'distinct',
  parents: [{ id: 'trend_velocity', how: 'With fewer than 20 creators it is a campaign, not a trend.' }],
  measure: () => ({ value: tagged().value(({ authorId }) => distinct(authorId)) }),
})

export const trendMetrics = [trendVelocity, trendAcceleration, trendCreators] as const
