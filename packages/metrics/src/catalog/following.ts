import { count, distinct, least, sortedList, sortedSet, sum } from '../aggregate.ts'
import { and, countWithin, given, gt, gte, lte, minus, not, plus, sizeOf } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { actions, dayMs, netActions, timedViews, viewable } from './tables.ts'

/** Whether viewers of a creator stay with the creator: C15 to C18. */

const ofCreators = {
  version: 1,
  family: 'reach',
  stakeholder: 'creator',
  entity: 'person',
  dedup: 'Du',
  direction: 'up',
  scopes: ['platform', 'author'],
} as const

export const followersGained = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'followers_gained',
  code: 'C15',
  level: 'supporting',
  label: 'Followers gained',
  formula: 'Follows minus unfollows, at most one for each person, creator and day.',
  numerator: 'follows - unfollows',
  denominator: null,
  unit: 'count',
  entity: 'person, creator and day',
  finalAfterDays: 28,
  additivity: 'additive',
  slices: ['day', 'week', 'country', 'surface', 'device'],
  verdict: { kind: 'vanity', pairs: ['follow_conversion', 'return_viewer_rate'] },
  parents: [{ id: 'return_viewer_rate', how: 'Who follows is shown the next video.' }],
  measure: () => ({
    value: netActions({ done: ['follow'], undone: ['unfollow'] }).value(({ net }) => sum(net)),
  }),
})

export const followConversion = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'follow_conversion',
  code: 'C16',
  level: 'primary',
  label: 'Follow conversion',
  formula:
    'Of the different viewers who had a video on the screen for 2 seconds, the share that followed its author within 24 hours of such a view.',
  numerator: 'of these, who followed the author within 24 h of a view',
  denominator: 'reach (v2)',
  unit: 'share',
  finalAfterDays: 4,
  additivity: 'distinct',
  scopes: ['platform', 'author', 'post'],
  slices: ['day', 'week', 'surface', 'length', 'traffic_source', 'device', 'country', 'post'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'followers_gained', how: 'Followers gained are reach times this share.' }],
  measure: () => {
    const follows = actions(['follow'], { after: 2, acrossPosts: true }).group(
      ['personId', 'authorId'],
      ({ occurredAt }) => ({ followTimes: sortedList(occurredAt) }),
    )
    const reached = timedViews()
      .where(viewable())
      .lookUp(follows, ({ viewerId, authorId }) => ({ personId: viewerId, authorId }), 'hasFollowed')
      .inWindow('localDate')
    const { viewerId, followTimes, startedMs, occurredAt } = reached.column
    const hasConverted = gt(countWithin(followTimes, startedMs, plus(occurredAt, dayMs)), 0)
    return {
      value: quotient(reached.value(distinct(viewerId, hasConverted)), reached.value(distinct(viewerId))),
    }
  },
})

export const returnViewerRate = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'return_viewer_rate',
  code: 'C17',
  family: 'retention',
  level: 'primary',
  label: 'Return-viewer rate',
  formula:
    'Of the viewers who watched a creator past the hook in 28 days, the share that did so on at least two days. On the platform: pairs of viewer and creator.',
  numerator: 'of these, on two or more days',
  denominator: 'viewers of the creator in 28 days',
  unit: 'share',
  window: { kind: 'trailing', days: 28 },
  additivity: 'path',
  slices: ['day', 'week', 'country', 'device'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'retention_d7', how: 'A creator one returns to is a reason to return.' }],
  measure: () => {
    const viewers = facts(viewSource)
      .where(hooked)
      .inWindow('localDate')
      .group(['viewerId', 'authorId'], ({ localDate }) => ({ days: sortedSet(localDate) }))
    return {
      value: quotient(
        viewers.value(({ days }) => count(gte(sizeOf(days), 2))),
        viewers.value(count()),
      ),
    }
  },
})

export const crossVideoRetention = /* @__PURE__ */ metric({
  ...ofCreators,
  id: 'cross_video_retention',
  code: 'C18',
  family: 'retention',
  level: 'supporting',
  label: 'Cross-video retention',
  formula:
    'Of the viewers who watched a video past the hook for the first time in the period, the share that watched another video of the same creator past the hook in the 7 days after.',
  numerator: 'of these, who watched another video of the creator within 7 days',
  denominator: 'viewers of the video whose 7 days are settled',
  unit: 'share',
  window: { kind: 'cohort', days: 7 },
  additivity: 'path',
  scopes: ['platform', 'author', 'post'],
  slices: ['day', 'week', 'post'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'return_viewer_rate', how: 'One more video on another day makes a return viewer.' }],
  measure: () => {
    const ofAuthor = timedViews({ acrossPosts: true, after: 8 })
      .where(hooked)
      .group(['viewerId', 'authorId'], ({ startedMs }) => ({ authorTimes: sortedList(startedMs) }))
    const viewers = timedViews({ before: 'all', after: 8 })
      .where(hooked)
      .group(['viewerId', 'postId', 'authorId'], ({ startedMs, localDate }) => ({
        firstMs: least(startedMs),
        firstDay: least(localDate),
        ownTimes: sortedList(startedMs),
      }))
      .inWindow('firstDay')
      .lookUp(ofAuthor, ({ viewerId, authorId }) => ({ viewerId, authorId }), 'hasWatched')
    const { firstMs, firstDay, ownTimes, authorTimes } = viewers.column
    const within = (list: typeof ownTimes) => countWithin(list, plus(firstMs, 1), plus(firstMs, 7 * dayMs))
    const isDue = lte(plus(firstDay, 8), given('settledDay'))
    const hasStayed = gt(minus(within(authorTimes), within(ownTimes)), 0)
    return {
      value: quotient(viewers.value(count(and(isDue, hasStayed))), viewers.value(count(isDue))),
      waiting: viewers.value(count(not(isDue))),
    }
  },
})

export const followingMetrics = [
  followersGained,
  followConversion,
  returnViewerRate,
  crossVideoRetention,
] as const
