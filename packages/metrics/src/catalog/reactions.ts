import { count, newest, sum } from '../aggregate.ts'
import { isOneOf, minus } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient, type Value } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { actions, netActions } from './tables.ts'

/** What viewers do about a video: C11 to C14 and P19. An undo takes its action back. */

const kinds = {
  likes: { done: ['like'], undone: ['unlike'] },
  comments: { done: ['comment'], undone: ['comment_removed'] },
  shares: { done: ['share'], undone: [] },
  saves: { done: ['save'], undone: ['unsave'] },
  engagement: { done: ['like', 'comment', 'share'], undone: ['unlike', 'comment_removed'] },
} as const

const net = (kind: keyof typeof kinds): Value => netActions(kinds[kind]).value(({ net }) => sum(net))
/** Likes, comments and shares are counted apart: a person who likes and shares has done two things. */
const engagement = (): readonly [Value, Value, Value] => [net('likes'), net('comments'), net('shares')]
const all = (values: readonly [Value, ...Value[]]): Value =>
  values.reduce((left, right) => ({ kind: 'plus', left, right }))

const viewCount = () => facts(viewSource).inWindow('localDate').value(count())
const hookedCount = () => facts(viewSource).inWindow('localDate').value(count(hooked))

const ofActions = {
  version: 1,
  family: 'engagement',
  stakeholder: 'creator',
  entity: 'person, post and day',
  dedup: 'Dd',
  direction: 'up',
  scopes: ['platform', 'author', 'post'],
  slices: ['day', 'week', 'country', 'surface', 'device', 'post'],
} as const

const reaction = <const Id extends 'likes' | 'comments' | 'shares'>(id: Id, label: string) =>
  metric({
    ...ofActions,
    id,
    code: 'C11',
    level: 'supporting',
    label,
    formula: `${label}, at most one for each person, post and day; what was taken back is subtracted.`,
    numerator: `${id}, net`,
    denominator: null,
    unit: 'count',
    additivity: 'additive',
    verdict: { kind: 'vanity', pairs: ['engagement_rate', 'share_rate'] },
    parents: [{ id: 'engagement_rate', how: 'It is a part of the sum that is divided by the views.' }],
    measure: () => ({ value: net(id) }),
  })

export const likes = /* @__PURE__ */ reaction('likes', 'Likes')
export const comments = /* @__PURE__ */ reaction('comments', 'Comments')
export const shares = /* @__PURE__ */ reaction('shares', 'Shares')

const ofRates = {
  ...ofActions,
  unit: 'share',
  additivity: 'ratio of sums',
  verdict: { kind: 'actionable' },
  parents: [{ id: 'follow_conversion', how: 'Who reacts is closer to following than who only watches.' }],
} as const

export const engagementRate = /* @__PURE__ */ metric({
  ...ofRates,
  id: 'engagement_rate',
  code: 'C12',
  level: 'primary',
  label: 'Engagement rate by views',
  formula: 'Likes, comments and shares, net, for each view. This is how brands compare creators.',
  numerator: 'likes + comments + shares, net',
  denominator: 'views (v0)',
  measure: () => ({ value: quotient(all(engagement()), viewCount()) }),
})

export const engagementRateHooked = /* @__PURE__ */ metric({
  ...ofRates,
  id: 'er_v3',
  code: 'C12',
  level: 'primary',
  label: 'Engagement rate past the hook',
  formula: 'Likes, comments, shares and saves, net, for each view that got past the hook.',
  numerator: 'likes + comments + shares + saves, net',
  denominator: 'views past the hook (v3)',
  trees: ['platform', 'marketplace'],
  parents: [
    ...ofRates.parents,
    { id: 'time_to_match', how: 'Brands look for creators whose viewers take part.' },
  ],
  measure: () => ({ value: quotient(all([...engagement(), net('saves')]), hookedCount()) }),
})

export const engagementByFollowers = /* @__PURE__ */ metric({
  ...ofActions,
  id: 'engagement_rate_by_followers',
  code: 'C13',
  level: 'supporting',
  label: 'Engagement rate by followers',
  formula:
    'Likes, comments and shares on the posts published in the period, in the 28 days after, for each follower the author had when publishing.',
  numerator: 'actions on these posts, net',
  denominator: 'followers at the moment of publishing',
  unit: 'share',
  entity: 'post',
  window: { kind: 'cohort', days: 28 },
  additivity: 'ratio of sums',
  slices: ['day', 'week', 'post'],
  verdict: { kind: 'vanity', pairs: ['engagement_rate'] },
  parents: [
    {
      id: 'engagement_rate',
      how: 'A feed that shows posts to others than followers makes it say little alone.',
    },
  ],
  measure: () => {
    const { done, undone } = kinds.engagement
    const reacted = actions([...done, ...undone]).group(['postId'], ({ kind }) => ({
      timesDone: count(isOneOf(kind, done)),
      timesUndone: count(isOneOf(kind, undone)),
    }))
    const published = actions(['publish'], { after: 0 })
      .inWindow('localDate')
      .group(['postId'], ({ value, occurredAt }) => ({ followers: newest(value, occurredAt) }))
      .lookUp(reacted, ({ postId }) => ({ postId }), 'hasReactions')
    return {
      value: quotient(
        published.value(({ timesDone, timesUndone }) => sum(minus(timesDone, timesUndone))),
        published.value(({ followers }) => sum(followers)),
      ),
    }
  },
})

const ofSharing = {
  ...ofActions,
  code: 'C14',
  level: 'supporting',
  unit: 'share',
  additivity: 'ratio of sums',
  denominator: 'views past the hook (v3)',
  verdict: { kind: 'vanity', pairs: ['follow_conversion'] },
} as const

export const shareRate = /* @__PURE__ */ metric({
  ...ofSharing,
  id: 'share_rate',
  label: 'Share rate',
  formula: 'Shares for each view that got past the hook.',
  numerator: 'shares',
  parents: [{ id: 'k_factor', how: 'Each share may bring somebody who was not here.' }],
  measure: () => ({ value: quotient(net('shares'), hookedCount()) }),
})

export const saveRate = /* @__PURE__ */ metric({
  ...ofSharing,
  id: 'save_rate',
  label: 'Save rate',
  formula: 'Saves, net, for each view that got past the hook.',
  numerator: 'saves, net',
  parents: [{ id: 'return_viewer_rate', how: 'What is saved is a reason to come back.' }],
  measure: () => ({ value: quotient(net('saves'), hookedCount()) }),
})

export const negativeFeedback = /* @__PURE__ */ metric({
  ...ofActions,
  id: 'negative_feedback_rate',
  code: 'P19',
  stakeholder: 'viewer',
  level: 'guardrail',
  label: 'Negative feedback rate',
  formula:
    'Not interested, report, block and unfollow, at most one for each person, item and day, what was taken back subtracted, for each view that got past the hook.',
  numerator: 'not interested + report + block + unfollow, net',
  denominator: 'views past the hook (v3)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'down',
  scopes: ['platform', 'author'],
  slices: ['day', 'week', 'country', 'surface', 'device'],
  verdict: { kind: 'actionable' },
  trees: ['platform', 'monetization'],
  parents: [
    { id: 'valued_watch_hours', how: 'A view that is rejected within a day is not valued.' },
    { id: 'ad_load', how: 'When rejections rise with the ads, there are too many of them.' },
  ],
  measure: () => {
    const doing = {
      done: ['not_interested', 'report', 'block', 'unfollow'],
      undone: ['interested_again', 'unblock'],
    }
    return {
      value: quotient(
        netActions(doing).value(({ net }) => sum(net)),
        hookedCount(),
      ),
    }
  },
})

export const reactionMetrics = [
  likes,
  comments,
  shares,
  engagementRate,
  engagementRateHooked,
  engagementByFollowers,
  shareRate,
  saveRate,
  negativeFeedback,
] as const
