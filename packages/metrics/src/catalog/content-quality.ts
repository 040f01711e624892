import { count, sum } from '../aggregate.ts'
import {
  and,
  choose,
  countWithin,
  eq,
  firstText,
  given,
  gt,
  gte,
  localHour,
  lt,
  minus,
  plus,
  quotientOf,
  times,
  whole,
  type Expression,
} from '../expression.ts'
import { metric } from '../metric.ts'
import { quotient, scaled } from '../value.ts'
import { hooked } from '../view.ts'
import { dayMs, postTags, regrets, timedViews } from './tables.ts'

/** How good a video is beside others of its kind, and whether that foretells anything: C20. */

/** Shares inside a table are millionths: arithmetic is on integers. */
const million = 1_000_000
/** As many views of the usual kind are thought beside those that there are, so that few views say little. */
const usualViews = 20
/** Weights of whole views; with more digits a video of many views would not fit into 64 bits. */
const weightScale = 10_000
/** What came before the period and foretells it. */
const lookBackDays = 28

type Reach = NonNullable<Parameters<typeof timedViews>[0]>

/** Views with their kind, and whether each was valued: past the hook and not rejected within a day. */
const judgedViews = (reach: Reach = {}) =>
  timedViews(reach)
    .lookUp(
      regrets({ ...reach, before: 7 + Number(reach.before ?? 0), after: 2 }),
      ({ viewerId, postId }) => ({ personId: viewerId, postId }),
      'hasRegrets',
    )
    .lookUp(postTags(reach), ({ postId }) => ({ postId }), 'wasPublished')
    .derive(({ postTags: tags, durationMs, startedMs, timeZone, occurredAt, regretTimes }) => ({
      topic: firstText(tags),
      lengthClass: choose(
        gt(durationMs, 60_000),
        3,
        choose(gte(durationMs, 30_000), 2, choose(gte(durationMs, 15_000), 1, 0)),
      ),
      dayPart: quotientOf(localHour(startedMs, timeZone), 6),
      isValued: choose(
        and(hooked, eq(countWithin(regretTimes, startedMs, plus(occurredAt, dayMs)), 0)),
        1,
        0,
      ),
    }))

const kindOfVideo = ['postId', 'lengthClass', 'topic', 'dayPart'] as const

/** The views of a video at a time of day. */
const cellsOf = (rows: ReturnType<typeof judgedViews>) =>
  rows.group(kindOfVideo, ({ isValued }) => ({
    views: count(),
    valued: sum(isValued),
  }))

/** What is usual for a kind, and for a length alone. */
const kindsOf = (rows: ReturnType<typeof judgedViews>) =>
  cellsOf(rows).group(['lengthClass', 'topic', 'dayPart'], ({ views, valued }) => ({
    kindViews: sum(views),
    kindValued: sum(valued),
  }))
const lengthsOf = (rows: ReturnType<typeof judgedViews>) =>
  cellsOf(rows).group(['lengthClass'], ({ views, valued }) => ({
    lengthViews: sum(views),
    lengthValued: sum(valued),
  }))

type Counts<S extends string> = Readonly<
  Record<
    'ownViews' | 'ownValued' | 'kindViews' | 'kindValued' | 'lengthViews' | 'lengthValued',
    Expression<'integer', S>
  >
>

/** The share of valued views that other videos of the kind have. A rare kind leans on its length. */
const usualShare = <S extends string>(of: Counts<S>): Expression<'integer', S> =>
  quotientOf(
    plus(
      times(minus(of.kindValued, of.ownValued), million),
      times(quotientOf(times(of.lengthValued, million), of.lengthViews), usualViews),
    ),
    plus(minus(of.kindViews, of.ownViews), usualViews),
  )

/** For each video its views, and how many more than usual were valued. */
const videosOf = (cells: ReturnType<typeof cellsOf>, all: ReturnType<typeof judgedViews>) =>
  cells
    .lookUp(kindsOf(all), ({ lengthClass, topic, dayPart }) => ({ lengthClass, topic, dayPart }), 'hasKind')
    .lookUp(lengthsOf(all), ({ lengthClass }) => ({ lengthClass }), 'hasLength')
    .derive(({ views, valued, ...rest }) => ({
      usual: usualShare({ ...rest, ownViews: views, ownValued: valued }),
    }))
    .derive(({ views, valued, usual }) => ({ beyond: minus(times(valued, million), times(views, usual)) }))
    .group(['postId'], ({ views, beyond }) => ({ videoViews: sum(views), videoBeyond: sum(beyond) }))

const ofContent = {
  code: 'C20',
  family: 'engagement',
  entity: 'view',
  dedup: 'Dv',
  finalAfterDays: 4,
  additivity: 'path',
  verdict: { kind: 'actionable' },
} as const

export const contentQuality = /* @__PURE__ */ metric({
  ...ofContent,
  id: 'content_quality',
  version: 2,
  level: 'primary',
  stakeholder: 'creator',
  label: 'Content quality',
  formula:
    'By how much more of its views are valued than usual: past the hook and not rejected within a day (not interested, report, a rating of 1 or 2), beside other videos of the same length, first tag and quarter of the day; 20 usual views are added to each video. Of several videos: the mean by views. 0 is as usual, 0.1 is ten of a hundred viewers more.',
  numerator: 'valued views - those that are usual for the kind',
  denominator: 'views (v0)',
  unit: 'share',
  direction: 'up',
  scopes: ['platform', 'author', 'post'],
  slices: ['post', 'length'],
  parents: [
    {
      id: 'valued_watch_hours',
      how: 'A video that is valued more than its kind makes hours that are valued.',
    },
  ],
  measure: () => {
    const videos = videosOf(
      cellsOf(judgedViews().inWindow('localDate')),
      judgedViews({ everywhere: true }),
    ).derive(({ videoViews, videoBeyond }) => ({
      beyondUsual: quotientOf(
        times(videoBeyond, quotientOf(times(videoViews, weightScale), plus(videoViews, usualViews))),
        weightScale,
      ),
    }))
    return {
      value: scaled(
        quotient(
          videos.value(({ beyondUsual }) => sum(beyondUsual)),
          videos.value(({ videoViews }) => sum(videoViews)),
        ),
        million,
      ),
    }
  },
})

export const contentQualityError = /* @__PURE__ */ metric({
  ...ofContent,
  id: 'content_quality_error',
  version: 1,
  level: 'guardrail',
  stakeholder: 'operator',
  label: 'Calibration error of content quality',
  formula:
    'How far the share of valued views lies from what the 28 days before foretold, in steps of ten percent: for each step the distance between foretold and seen, by views. A video is foretold what is usual for its kind plus its content quality; videos without views in those days are left out. Up to 0.05 content quality may be relied on.',
  numerator: 'distance of foretold from seen valued views, step by step',
  denominator: 'views of videos that were viewed in the 28 days before',
  unit: 'share',
  direction: 'down',
  scopes: ['platform'],
  slices: [],
  parents: [{ id: 'content_quality', how: 'A quality that foretells nothing is chance.' }],
  measure: () => {
    const before = judgedViews({ before: lookBackDays }).where(({ localDate }) =>
      lt(localDate, given('fromDay')),
    )
    const own = cellsOf(before).group(kindOfVideo, ({ views, valued }) => ({
      ownViews: sum(views),
      ownValued: sum(valued),
    }))
    const foretold = cellsOf(judgedViews().inWindow('localDate'))
      .lookUp(videosOf(cellsOf(before), before), ({ postId }) => ({ postId }), 'isKnown')
      .where(({ isKnown }) => isKnown)
      .lookUp(
        own,
        ({ postId, lengthClass, topic, dayPart }) => ({ postId, lengthClass, topic, dayPart }),
        'wasViewedThen',
      )
      .lookUp(
        kindsOf(before),
        ({ lengthClass, topic, dayPart }) => ({ lengthClass, topic, dayPart }),
        'hasKind',
      )
      .lookUp(lengthsOf(before), ({ lengthClass }) => ({ lengthClass }), 'hasLength')
      .derive(({ videoViews, videoBeyond, ...counts }) => ({
        share: plus(usualShare(counts), quotientOf(videoBeyond, plus(videoViews, usualViews))),
      }))
      .derive(({ share }) => ({
        foretold: choose(lt(share, 0), 0, choose(gt(share, million), million, share)),
      }))
      .derive(({ foretold: chance, views, valued }) => ({
        step: quotientOf(chance, million / 10),
        off: minus(times(views, chance), times(valued, million)),
      }))
      .group(['step'], ({ views, off }) => ({ stepViews: sum(views), stepOff: sum(off) }))
      .derive(({ stepOff }) => ({ distance: choose(lt(stepOff, 0), minus(whole(0), stepOff), stepOff) }))
    return {
      value: scaled(
        quotient(
          foretold.value(({ distance }) => sum(distance)),
          foretold.value(({ stepViews }) => sum(stepViews)),
        ),
        million,
      ),
    }
  },
})

export const contentQualityMetrics = [contentQuality, contentQualityError] as const
