import { count, least, most, quantile, sum } from '../aggregate.ts'
import { and, eq, given, gt, gte, is, lt, lte, minus, not, plus } from '../expression.ts'
import { intakeSource } from '../intake.ts'
import { metric } from '../metric.ts'
import { playbackSource } from '../playback.ts'
import { facts } from '../table.ts'
import { quotient, type Measure } from '../value.ts'
import { viewSource } from '../view.ts'
import { actions, dayMs, minuteMs, timedViews } from './tables.ts'

/** Whether the facts can be trusted, and whether videos play: O9 to O12. */

const tenMinutesMs = 10 * minuteMs

const interactions = () => actions(['like', 'comment', 'share', 'save'])

/** Of the persons and posts that meet in these actions, the share with a view that began before the last of them. */
const coverageOf = (done: ReturnType<typeof interactions>, before: number | 'all'): Measure => {
  const watched = timedViews({ before, traffic: 'X0' }).group(['viewerId', 'postId'], ({ startedMs }) => ({
    firstMs: least(startedMs),
  }))
  const interactors = done
    .inWindow('localDate')
    .group(['personId', 'postId'], ({ occurredAt }) => ({ lastMs: most(occurredAt) }))
    .lookUpFew(watched, ({ personId, postId }) => ({ viewerId: personId, postId }), 'hasWatched')
  return {
    value: quotient(
      interactors.value(({ hasWatched, firstMs, lastMs }) => count(and(hasWatched, lte(firstMs, lastMs)))),
      interactors.value(count()),
    ),
  }
}

const ofOperators = {
  version: 1,
  family: 'privacy',
  stakeholder: 'operator',
  level: 'guardrail',
  unit: 'share',
  additivity: 'ratio of sums',
  scopes: ['platform'],
  verdict: { kind: 'actionable' },
} as const

export const watcherCoverage = /* @__PURE__ */ metric({
  ...ofOperators,
  id: 'watcher_coverage',
  code: 'O9',
  label: 'Provable-watcher coverage',
  formula:
    'Of the persons who liked, commented on, shared or saved a post, the share of whom a view of that post was recorded before. What is missing was watched and not reported.',
  numerator: 'of these, with an earlier view of the post',
  denominator: 'persons and posts with a like, comment, share or save',
  entity: 'person and post',
  dedup: 'Du',
  direction: 'up',
  slices: ['day', 'week', 'client_version', 'device'],
  parents: [{ id: 'views', how: 'Views that are not reported are in no number.' }],
  measure: () => coverageOf(interactions(), 'all'),
})

/** Ten minutes: what `measure` looks at at a time, to notice a version that loses views while it can still be stopped. */
export const watcherCoverageNow = /* @__PURE__ */ metric({
  ...ofOperators,
  id: 'watcher_coverage_now',
  code: 'O9',
  label: 'Provable-watcher coverage, ten minutes',
  formula:
    'Of the persons who liked, commented on, shared or saved a post in ten minutes, the share of whom a view of that post was recorded before, on the same day or the day before it.',
  numerator: 'of these, with a recent earlier view of the post',
  denominator: 'persons and posts with a like, comment, share or save in ten minutes',
  entity: 'person and post',
  dedup: 'Du',
  direction: 'up',
  slices: ['client_version'],
  parents: [{ id: 'watcher_coverage', how: 'What is lost now is missing from the day.' }],
  measure: () => {
    const lately = interactions().where(({ occurredAt }) => {
      const elapsedMs = minus(given('untilMs'), occurredAt)
      return and(gte(elapsedMs, 0), lt(elapsedMs, tenMinutesMs))
    })
    return coverageOf(lately, 1)
  },
})

const ofIntake = {
  ...ofOperators,
  code: 'O10',
  denominator: 'reports received',
  entity: 'report',
  dedup: 'De',
  traffic: 'X0',
  calendar: 'Tp',
  finalAfterDays: 0,
  direction: 'down',
  slices: ['day', 'week', 'client_version'],
  parents: [{ id: 'watcher_coverage', how: 'What arrives late or not at all is missing from coverage.' }],
} as const

const batches = () => facts(intakeSource).inWindow('localDate')
const received = () => batches().value(sum(intakeSource.column.received))

export const lateRate = /* @__PURE__ */ metric({
  ...ofIntake,
  id: 'late_rate',
  label: 'Late reports',
  formula: 'Of the reports received, the share that came more than an hour after it happened.',
  numerator: 'reports over an hour late, accepted or not',
  measure: () => ({
    value: quotient(
      batches().value(({ late, tooLate }) => sum(plus(late, tooLate))),
      received(),
    ),
  }),
})
export const duplicateRate = /* @__PURE__ */ metric({
  ...ofIntake,
  id: 'duplicate_rate',
  label: 'Repeated reports',
  formula:
    'Of the reports received, the share that had been received before. Each is counted once all the same.',
  numerator: 'repeated reports',
  measure: () => ({
    value: quotient(
      batches().value(({ duplicates }) => sum(duplicates)),
      received(),
    ),
  }),
})
export const rejectedRate = /* @__PURE__ */ metric({
  ...ofIntake,
  id: 'rejected_rate',
  label: 'Rejected reports',
  formula: 'Of the reports received, the share that could not be accepted.',
  numerator: 'rejected reports',
  measure: () => ({
    value: quotient(
      batches().value(({ rejected }) => sum(rejected)),
      received(),
    ),
  }),
})

const ofPlayback = {
  ...ofOperators,
  code: 'O11',
  family: 'engagement',
  entity: 'playing',
  dedup: 'De',
  direction: 'down',
  slices: ['day', 'week', 'surface', 'client_version', 'device', 'country'],
  parents: [{ id: 'hook_rate', how: 'A video that does not show in time is swiped away.' }],
} as const

const playings = () => facts(playbackSource).inWindow('localDate')

const firstFrame = <const Id extends string>(id: Id, level: number, words: string) =>
  metric({
    ...ofPlayback,
    id,
    label: `First picture, ${words}`,
    formula: `From the wish to play to the first picture on the screen, ${words} of the playings that had one.`,
    numerator: 'time to the first picture',
    denominator: null,
    unit: 'milliseconds',
    additivity: 'quantile',
    measure: () => ({
      value: playings().value(({ firstFrameMs }) => quantile(level, firstFrameMs, gte(firstFrameMs, 0))),
    }),
  })
export const firstFrameP50 = /* @__PURE__ */ firstFrame('first_frame_p50', 0.5, 'median')
export const firstFrameP95 = /* @__PURE__ */ firstFrame('first_frame_p95', 0.95, '95th percentile')

export const rebufferRatio = /* @__PURE__ */ metric({
  ...ofPlayback,
  id: 'rebuffer_ratio',
  label: 'Rebuffering',
  formula: 'Time that playing stood still for want of data, for the time that it played.',
  numerator: 'time stood still after the first picture',
  denominator: 'time played',
  measure: () => ({
    value: quotient(
      playings().value(({ stalledMs }) => sum(stalledMs)),
      playings().value(({ playedMs }) => sum(playedMs)),
    ),
  }),
})

export const startFailureRate = /* @__PURE__ */ metric({
  ...ofPlayback,
  id: 'start_failure_rate',
  label: 'Failed starts',
  formula: 'Of the playings, the share that failed before any picture was shown.',
  numerator: 'playings with a failure and no picture',
  denominator: 'playings',
  measure: () => {
    const { failure, firstFrameMs } = playings().column
    return {
      value: quotient(
        playings().value(count(and(not(is(failure, '')), eq(firstFrameMs, -1)))),
        playings().value(count()),
      ),
    }
  },
})

export const restatementSize = /* @__PURE__ */ metric({
  ...ofOperators,
  id: 'restatement_size',
  code: 'O12',
  label: 'Restatement of views',
  formula:
    'Of the views, the share whose last report came in more than 24 hours after: so much a number shown a day later still changes.',
  numerator: 'views received over 24 h late',
  denominator: 'views (v0)',
  entity: 'view',
  dedup: 'Dv',
  direction: 'down',
  slices: ['day', 'week', 'client_version'],
  parents: [{ id: 'late_rate', how: 'What is a day late is late.' }],
  measure: () => {
    const watched = facts(viewSource).inWindow('localDate')
    return {
      value: quotient(
        watched.value(({ receivedAt, occurredAt }) => count(gt(minus(receivedAt, occurredAt), dayMs))),
        watched.value(count()),
      ),
    }
  },
})

export const qualityMetrics = [
  watcherCoverage,
  watcherCoverageNow,
  lateRate,
  duplicateRate,
  rejectedRate,
  firstFrameP50,
  firstFrameP95,
  rebufferRatio,
  startFailureRate,
  restatementSize,
] as const
