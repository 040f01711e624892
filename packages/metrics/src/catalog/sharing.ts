import { count, distinct, edges, least, newest, quantile, sortedList } from '../aggregate.ts'
import { and, countWithin, elementOf, gt, gte, minus, not, or, plus, same } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { multiplied, quotient } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { actions, commitMoments, dayAfter, dayMs, timedViews, watchMoments } from './tables.ts'

/** How videos bring people: P21, P22 and C21. A landing names the token of the share it came by. */

/** Who made each share token, and when. */
const tokens = () =>
  actions(['share'], { before: 'all', acrossPosts: true }).group(
    ['shareToken'],
    ({ personId, occurredAt }) => ({
      sharer: newest(personId, occurredAt),
      sharedMs: least(occurredAt),
    }),
  )

/** Landings of others than the sharer, after the share. */
const landings = (reach: Parameters<typeof actions>[1] = {}) =>
  actions(['share_landing'], reach)
    .lookUp(tokens(), ({ shareToken }) => ({ shareToken }), 'wasShared')
    .where(({ wasShared, sharer, personId, occurredAt, sharedMs }) =>
      and(wasShared, not(same(sharer, personId)), gte(occurredAt, sharedMs)),
    )

const ofVirality = {
  version: 1,
  stakeholder: 'platform',
  entity: 'person',
  dedup: 'Du',
  scopes: ['platform'],
  window: { kind: 'trailing', days: 28 },
  finalAfterDays: 7,
} as const

export const kFactor = /* @__PURE__ */ metric({
  ...ofVirality,
  id: 'k_factor',
  code: 'P21',
  family: 'reach',
  level: 'supporting',
  label: 'k-factor',
  formula:
    'In 28 days: shares for each active person, times the share of those who landed by a share and within 24 hours watched ten videos past the hook and followed, saved or shared.',
  numerator: 'shares × activated recipients',
  denominator: 'active persons × recipients',
  unit: 'number',
  additivity: 'path',
  direction: 'up',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['activation', 'viral_cycle_time'] },
  parents: [{ id: 'mau', how: 'Above 1 the platform grows by itself.' }],
  measure: () => {
    const shares = actions(['share']).inWindow('localDate')
    const actives = facts(viewSource).where(hooked).inWindow('localDate')
    const recipients = landings()
      .inWindow('localDate')
      .group(['personId'], ({ occurredAt }) => ({ landedMs: least(occurredAt) }))
      .lookUpFew(watchMoments({ after: 2 }), ({ personId }) => ({ viewerId: personId }), 'watches')
      .lookUpFew(commitMoments({ after: 2 }), ({ personId }) => ({ personId }), 'commits')
    const { landedMs, watchTimes, commitTimes } = recipients.column
    const isActivated = and(
      gte(countWithin(watchTimes, landedMs, dayAfter(landedMs)), 10),
      gte(countWithin(commitTimes, landedMs, dayAfter(landedMs)), 1),
    )
    return {
      value: multiplied(
        quotient(
          shares.value(count()),
          actives.value(({ viewerId }) => distinct(viewerId)),
        ),
        quotient(recipients.value(count(isActivated)), recipients.value(count())),
      ),
    }
  },
})

export const viralCycleTime = /* @__PURE__ */ metric({
  ...ofVirality,
  id: 'viral_cycle_time',
  code: 'P22',
  family: 'reach',
  level: 'supporting',
  label: 'Viral cycle time',
  formula:
    'Median time from a share to the tenth watch past the hook of somebody who landed by it, among those who got so far within 24 hours of landing.',
  numerator: 'time from share to the tenth watch of the recipient',
  denominator: null,
  unit: 'milliseconds',
  additivity: 'quantile',
  direction: 'down',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'k_factor', how: 'The same factor grows faster when a round is shorter.' }],
  measure: () => {
    const first = landings({ before: 29, after: 0 }).group(['personId'], ({ occurredAt, sharedMs }) => ({
      landedMs: least(occurredAt),
      firstSharedMs: least(sharedMs),
    }))
    const reached = timedViews({ before: 29, after: 2 })
      .where(hooked)
      .lookUp(first, ({ viewerId }) => ({ personId: viewerId }), 'hasLanded')
      .where(({ hasLanded, startedMs, landedMs }) =>
        and(hasLanded, gte(startedMs, landedMs), gt(plus(landedMs, dayMs), startedMs)),
      )
      .group(['viewerId'], ({ startedMs }) => ({ watchesSince: sortedList(startedMs) }))
      .derive(({ watchesSince }) => ({ tenthMs: elementOf(watchesSince, 10) }))
      .group(['viewerId'], ({ tenthMs }) => ({ activatedMs: least(tenthMs) }))
    return {
      value: landings()
        .inWindow('localDate')
        .group(['personId'], ({ sharedMs: shared }) => ({ sentMs: least(shared) }))
        .lookUpFew(reached, ({ personId }) => ({ viewerId: personId }), 'hasWatched')
        .where(({ hasWatched, activatedMs }) => and(hasWatched, gt(activatedMs, 0)))
        .value(({ activatedMs, sentMs }) => quantile(0.5, minus(activatedMs, sentMs))),
    }
  },
})

/** The first time each person shared each post. */
const firstShares = () =>
  actions(['share'], { before: 'all' }).group(['personId', 'postId'], ({ occurredAt }) => ({
    firstShareMs: least(occurredAt),
  }))

/** Landings of persons who had not shared the post before and are not its author. */
const arrivals = (reach: Parameters<typeof actions>[1] = {}) =>
  landings(reach)
    .where(({ personId, authorId }) => not(same(personId, authorId)))
    .lookUp(firstShares(), ({ personId, postId }) => ({ personId, postId }), 'hasShared')
    .where(({ hasShared, firstShareMs, occurredAt }) => or(not(hasShared), gt(firstShareMs, occurredAt)))

const cameBy = (table: ReturnType<typeof arrivals>) =>
  table.group(['personId', 'postId'], ({ sharer, occurredAt }) => ({
    // The first landing: the newest by time counted backwards.
    parent: newest(sharer, minus({ node: { kind: 'literal', type: 'integer', value: 0 } }, occurredAt)),
  }))

export const structuralVirality = /* @__PURE__ */ metric({
  version: 1,
  id: 'structural_virality',
  code: 'C21',
  family: 'culture',
  level: 'supporting',
  stakeholder: 'creator',
  label: 'Structural virality',
  formula:
    'Mean distance between two persons in the tree of shares of a post: everybody hangs on who brought them first, and who came by the feed on the author. Of several posts: over all pairs of all trees. A star of ten has 1.8, a chain of ten 3.67.',
  numerator: 'sum of distances between persons',
  denominator: 'pairs of persons',
  unit: 'number',
  entity: 'post',
  dedup: 'Du',
  finalAfterDays: 7,
  additivity: 'path',
  direction: 'up',
  scopes: ['platform', 'author', 'post'],
  slices: ['post'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'k_factor', how: 'A chain reaches people that a star around the author does not know.' }],
  measure: () => {
    const landed = cameBy(arrivals().inWindow('localDate'))
    const roots = actions(['share'])
      .where(({ personId, authorId }) => not(same(personId, authorId)))
      .lookUp(
        cameBy(arrivals({ before: 'all' })),
        ({ personId, postId }) => ({ personId, postId }),
        'wasBrought',
      )
      .where(({ wasBrought }) => not(wasBrought))
      .inWindow('localDate')
    return {
      value: {
        kind: 'mean_distance',
        edges: [
          landed.value(({ postId, parent, personId }) => edges({ tree: postId, parent, child: personId })),
          roots.value(({ postId, authorId, personId }) =>
            edges({ tree: postId, parent: authorId, child: personId }),
          ),
        ],
      },
    }
  },
})

export const sharingMetrics = [kFactor, viralCycleTime, structuralVirality] as const
