import { actionSource } from '../action.ts'
import { count, least, mean, newest, perplexity, sum } from '../aggregate.ts'
import { choose, firstText, gte, is, lt, lte, not, plus, quotientOf, whole } from '../expression.ts'
import { impressionSource } from '../impression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { postTags } from './tables.ts'

/** Whether it was worth the time, and how varied it was: P17, P18 (answers) and P20. */

const ofViewers = {
  version: 1,
  stakeholder: 'viewer',
  scopes: ['platform'],
  dedup: 'Du',
  verdict: { kind: 'actionable' },
} as const

/** The last answer of each person and week (from Monday), with the propensity of the post it is about. */
const answers = () => {
  const served = facts(impressionSource, { before: 7 }).group(['viewerId', 'postId'], (column) => ({
    propensity: newest(column.propensityMicros, column.occurredAt),
  }))
  return (
    facts(actionSource)
      .where(is(actionSource.column.kind, 'rating'))
      // 1970-01-01 was a Thursday, so three days later weeks begin on whole numbers.
      .derive(({ localDate }) => ({ week: quotientOf(plus(localDate, 3), 7) }))
      .inWindow('localDate')
      .group(['personId', 'week'], ({ value, postId, occurredAt }) => ({
        answer: newest(value, occurredAt),
        aboutPost: newest(postId, occurredAt),
      }))
      .lookUpFew(
        served,
        ({ personId, aboutPost }) => ({ viewerId: personId, postId: aboutPost }),
        'wasServed',
      )
      .where(({ wasServed }) => wasServed)
      // An answer weighs the inverse of the chance that its post was shown, at most a hundredfold.
      .derive(({ propensity }) => ({
        weight: quotientOf(whole(1_000_000_000_000), choose(lt(propensity, 10_000), 10_000, propensity)),
      }))
  )
}

export const satisfaction = /* @__PURE__ */ metric({
  ...ofViewers,
  id: 'satisfaction',
  code: 'P17',
  family: 'engagement',
  level: 'guardrail',
  label: 'Worth my time',
  formula:
    'Of the answers to “was this worth your time?”, the share of 4 and 5; one answer for each person and week, each weighed by the inverse of the chance that the feed showed that video. Answers about videos the feed did not show are left out.',
  numerator: 'weights of answers 4 and 5',
  denominator: 'weights of all answers',
  unit: 'share',
  entity: 'person and week',
  additivity: 'ratio of sums',
  direction: 'up',
  slices: ['week'],
  parents: [{ id: 'valued_watch_hours', how: 'Hours are valued when people say so.' }],
  measure: () => ({
    value: quotient(
      answers().value(({ weight, answer }) => sum(weight, gte(answer, 4))),
      answers().value(({ weight }) => sum(weight)),
    ),
  }),
})

export const regretShare = /* @__PURE__ */ metric({
  ...ofViewers,
  id: 'regret_share',
  code: 'P18',
  family: 'engagement',
  level: 'guardrail',
  label: 'Regret',
  formula: 'Of the answers to “was this worth your time?”, the share of 1 and 2.',
  numerator: 'answers 1 and 2',
  denominator: 'answers',
  unit: 'share',
  entity: 'answer',
  dedup: 'De',
  additivity: 'ratio of sums',
  direction: 'down',
  slices: ['day', 'week', 'surface', 'device', 'country'],
  parents: [{ id: 'valued_watch_hours', how: 'A regretted view is not a valued one.' }],
  measure: () => {
    const ratings = facts(actionSource).where(is(actionSource.column.kind, 'rating')).inWindow('localDate')
    return {
      value: quotient(
        ratings.value(({ value }) => count(lte(value, 2))),
        ratings.value(count()),
      ),
    }
  },
})

export const feedDiversity = /* @__PURE__ */ metric({
  ...ofViewers,
  id: 'feed_diversity',
  code: 'P20',
  family: 'culture',
  level: 'guardrail',
  label: 'Feed diversity',
  formula:
    'Mean over persons of how many topics there would be if all they watched past the hook in seven days were equally common (exp of the entropy). The topic of a video is its first tag; videos without a tag are left out.',
  numerator: 'effective number of topics of a person',
  denominator: 'persons who watched a tagged video',
  unit: 'number',
  entity: 'person',
  window: { kind: 'trailing', days: 7 },
  additivity: 'path',
  direction: 'up',
  slices: ['day', 'week'],
  parents: [{ id: 'retention_d30', how: 'Who is shown one thing only grows tired of it.' }],
  measure: () => ({
    value: facts(viewSource)
      .where(hooked)
      .lookUp(postTags(), ({ postId }) => ({ postId }), 'wasPublished')
      .derive(({ postTags: tags }) => ({ topic: firstText(tags) }))
      .where(({ topic }) => not(is(topic, '')))
      .inWindow('localDate')
      .group(['viewerId', 'topic'], () => ({ watches: count() }))
      .group(['viewerId'], ({ watches }) => ({ topics: perplexity(watches) }))
      .value(({ topics }) => mean(topics)),
  }),
})

export const newToYou = /* @__PURE__ */ metric({
  ...ofViewers,
  id: 'new_creator_views',
  version: 2,
  code: 'P20',
  family: 'culture',
  level: 'guardrail',
  label: 'Views of creators not seen before',
  formula: 'Of all views, the share that is the first of its viewer with that creator.',
  numerator: 'first views of viewer and creator',
  denominator: 'views (v0)',
  unit: 'share',
  entity: 'view',
  dedup: 'Dv',
  additivity: 'ratio of sums',
  direction: 'neither',
  slices: ['day', 'week'],
  parents: [{ id: 'feed_diversity', how: 'New creators bring topics that were not there.' }],
  measure: () => {
    const first = facts(viewSource, { before: 'all' })
      .group(['viewerId', 'authorId'], ({ localDate }) => ({ firstDay: least(localDate) }))
      .inWindow('firstDay')
    return { value: quotient(first.value(count()), facts(viewSource).inWindow('localDate').value(count())) }
  },
})

export const satisfactionMetrics = [satisfaction, regretShare, feedDiversity, newToYou] as const
