import { actionSource } from '../action.ts'
import { count, least, newest, sortedList, sum } from '../aggregate.ts'
import {
  and,
  choose,
  countWithin,
  eq,
  gt,
  gte,
  is,
  isOneOf,
  localHour,
  lt,
  lte,
  minus,
  or,
  plus,
} from '../expression.ts'
import { facts } from '../table.ts'
import { payable, repeatsWithinMs } from '../qualified-view.ts'
import { hooked, viewSource } from '../view.ts'

/** Tables that several definitions stand on. */

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

type Reach = Parameters<typeof facts>[1]

/** Views with the moment they began: their last report was made when they had been seen for so long. */
export const timedViews = (reach: Reach = {}) =>
  facts(viewSource, reach).derive(({ occurredAt, visibleMs }) => ({
    startedMs: minus(occurredAt, visibleMs),
  }))

/** One row per person and day with at least one watch past the hook: what "active" means everywhere. */
export const activeDays = (reach: Reach = {}) =>
  facts(viewSource, reach)
    .where(hooked)
    .group(['viewerId', 'localDate'], () => ({ watches: count() }))

/** The first day on which each person was ever active. */
export const firstActiveDay = () =>
  facts(viewSource, { before: 'all' })
    .where(hooked)
    .group(['viewerId'], ({ localDate }) => ({ firstActive: least(localDate) }))

/** One row per person and day inside the window, with what was watched, and in the small hours (0 to 5). */
export const watchedDays = () =>
  timedViews()
    .derive(({ startedMs, timeZone }) => ({ startHour: localHour(startedMs, timeZone) }))
    .inWindow('localDate')
    .group(['viewerId', 'localDate'], ({ visibleMs, startHour }) => ({
      watchedMs: sum(visibleMs),
      nightMs: sum(visibleMs, lt(startHour, 5)),
      hooks: count(hooked),
    }))
    .where(({ hooks }) => gt(hooks, 0))

export const viewable = () => gte(viewSource.column.visibleMs, 2000)

/**
 * qv5: from the feed, 5 s or complete, money-grade traffic, and no other such view of the same video by the same person
 * in the 24 h before. A view that follows another within a day is not counted, in whichever order they arrive.
 */
export const qualifiedViews = (reach: { after?: number } = {}) => {
  const eligible = timedViews({ traffic: 'X2', before: 2, ...reach }).where(payable)
  // A post has one author. With the author in the key, what is asked of few authors reads only their views.
  const earlier = eligible.group(['viewerId', 'postId', 'authorId'], ({ startedMs }) => ({
    eligibleTimes: sortedList(startedMs),
  }))
  return eligible
    .lookUp(earlier, ({ viewerId, postId, authorId }) => ({ viewerId, postId, authorId }), 'hasTimes')
    .where(({ eligibleTimes, startedMs }) =>
      eq(countWithin(eligibleTimes, minus(startedMs, repeatsWithinMs - 1), minus(startedMs, 1)), 0),
    )
}

/** Actions of some kinds. */
export const actions = (kinds: readonly string[], reach: Reach = {}) =>
  facts(actionSource, reach).where(isOneOf(actionSource.column.kind, kinds))

interface Doing {
  readonly done: readonly string[]
  readonly undone: readonly string[]
}

/** What remains of an action and its undoing, for each person, item and day: 1, 0 or -1. */
export const netActions = ({ done, undone }: Doing, reach: Reach = {}) =>
  actions([...done, ...undone], reach)
    .inWindow('localDate')
    .group(['personId', 'postId', 'authorId', 'localDate'], ({ kind }) => ({
      timesDone: count(isOneOf(kind, done)),
      timesUndone: count(isOneOf(kind, undone)),
    }))
    .derive(({ timesDone, timesUndone }) => ({
      net: choose(gt(timesDone, timesUndone), 1, choose(lt(timesDone, timesUndone), -1, 0)),
    }))

/** Moments at which a person said that a post was not worth it. */
export const regrets = (reach: Reach) => {
  const { kind, value } = actionSource.column
  return facts(actionSource, reach)
    .where(or(is(kind, 'not_interested'), is(kind, 'report'), and(is(kind, 'rating'), lte(value, 2))))
    .group(['personId', 'postId'], ({ occurredAt }) => ({ regretTimes: sortedList(occurredAt) }))
}

/** Tags of each post, as it was last published. */
export const postTags = (reach: Reach = {}) =>
  actions(['publish'], { ...reach, before: 'all' }).group(['postId'], ({ tags, occurredAt }) => ({
    postTags: newest(tags, occurredAt),
  }))

/** When each person published for the first time. */
export const firstPublish = () =>
  actions(['publish'], { before: 'all' }).group(['personId'], ({ occurredAt, localDate }) => ({
    firstPublishMs: least(occurredAt),
    firstPublishDay: least(localDate),
  }))

/** For each person the moments of watching past the hook, and of following, saving and sharing. */
export const watchMoments = (reach: Reach) =>
  timedViews(reach)
    .where(hooked)
    .group(['viewerId'], ({ startedMs }) => ({ watchTimes: sortedList(startedMs) }))
export const commitMoments = (reach: Reach) =>
  actions(['follow', 'save', 'share'], reach).group(['personId'], ({ occurredAt }) => ({
    commitTimes: sortedList(occurredAt),
  }))

/** The last moment that is less than a day after another. */
export const dayAfter = <S extends string>(moment: Parameters<typeof plus<S>>[0]) => plus(moment, dayMs - 1)
