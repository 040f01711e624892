/**
 * Every number has one definition: typed data, compiled to ClickHouse SQL, with its predicates also as pure functions.
 */
export { actionSource, type ActionFact } from './action.ts'
export type { Answered, MetricAnswer, Reading, SliceAnswer } from './answer.ts'
export { count, countEach, distinct, histogram, least, mean, most, newest } from './aggregate.ts'
export { edges, perplexity, playedCurve, quantile, sortedList, sortedSet, sum } from './aggregate.ts'
export type { Aggregate, Aggregation } from './aggregate.ts'
export {
  fundActionsSql,
  fundViewCountSql,
  fundViewsSql,
  type FundActionRow,
  type FundViewRow,
} from './compile/fund-facts-sql.ts'
export { cellsOf, marksOf, orderLineCells, type Cells } from './cells.ts'
export { fillCellsSql } from './compile/fill-cells-sql.ts'
export { catalog, findMetric } from './catalog/catalog.ts'
export { completionRate, hookRate, postMetrics, retentionCurve, views } from './catalog/post.ts'
export { watcherCoverageNow } from './catalog/quality.ts'
export { watchFunnel } from './catalog/watching.ts'
export { compile, mostSlices, type CompiledQuery, type PartsReading } from './compile/compile.ts'
export { answerOfDays, isDaily, isTimeless, type DayParts } from './compile/daily.ts'
export { predicate } from './evaluate.ts'
export { allSources, exportedFact, exportSql } from './export-facts.ts'
export {
  always,
  and,
  between,
  choose,
  countWithin,
  elementOf,
  eq,
  firstText,
  given,
  gt,
  gte,
  is,
  isOneOf,
  localHour,
  lt,
  lte,
  minus,
  not,
  or,
  plus,
  quotientOf,
  same,
  sizeOf,
  spacedBy,
  times,
  whole,
} from './expression.ts'
export type { Condition, Expression, Interval, ValueType } from './expression.ts'
export { impressionSource, type ImpressionFact } from './impression.ts'
export { intakeSource, type IntakeFact } from './intake.ts'
export {
  changeOf,
  countInterval,
  tiersOf,
  totalInterval,
  type Change,
  type Chance,
  type Range,
  type Surety,
} from './certainty.ts'
export { coveredMs, mergeIntervals, playedBins } from './intervals.ts'
export { metric } from './metric.ts'
export type {
  Additivity,
  Calendar,
  Dedup,
  Family,
  Level,
  Metric,
  MetricOptions,
  Parent,
  ScopeKind,
  Stakeholder,
  Tree,
  Unit,
  Window,
} from './metric.ts'
export { normalised, revived } from './normalised.ts'
export {
  composeOwn,
  ownPeriod,
  ownRefusals,
  ownWindows,
  windowDays,
  windowStart,
  type ComposedMetric,
  type Composition,
  type DailyParts,
  type OwnRecipe,
  type OwnWindow,
} from './own.ts'
export { assertPaired, panel, type MissingPair, type Panel, type UnpairedMetric } from './panel.ts'
export { plainly } from './plain/plainly.ts'
export type { FactSets } from './plain/table.ts'
export { isShareOfRows, wilsonInterval } from './proportion.ts'
export { moneySource, type MoneyFact } from './money.ts'
export { playbackSource, type PlaybackFact } from './playback.ts'
export { isInFeed, isMoneyGrade, isRepeat, isWatched } from './qualified-view.ts'
export { allTime, dateOf, dayNumber, previousPeriod } from './question.ts'
export type { Question, Scope, Unsettled } from './question.ts'
export { reference, referenceTableIds, referenceTables } from './reference.ts'
export type {
  Reference,
  ReferenceColumn,
  ReferenceRow,
  References,
  ReferenceTable,
  ReferenceTableId,
} from './reference.ts'
export { lengthOf, sliceIds, viewerSlices, type SliceId } from './slice.ts'
export {
  source,
  type AnySource,
  type Column,
  type FactOf,
  type Source,
  type TrafficFilter,
} from './source.ts'
export { sourcesOf } from './compile/relations.ts'
export type { Relation } from './relation.ts'
export { orderLineSource, spendSource, type OrderLineFact, type SpendFact } from './sales.ts'
export { shareSource, type ShareFact } from './spend-share.ts'
export { channelDaySource, type ChannelDayFact } from './channel-day.ts'
export { toldVideoSource, type ToldVideoFact } from './told-video.ts'
export { pastTables, rollUpSql, type PastTable } from './compile/roll-up-sql.ts'
export { rollUps, type RollUp } from './roll-up.ts'
export { isSameAnswer } from './same-answer.ts'
export { facts, Table, type MultipliesRows } from './table.ts'
export {
  leastDays,
  watchTarget,
  type Band,
  type Bound,
  type TargetState,
  type ToldDay,
  type WatchedTarget,
} from './target-watch.ts'
export {
  added,
  aggregatesOf,
  multiplied,
  quotient,
  referencesOf,
  root,
  scaled,
  subtracted,
  type Measure,
  type Value,
} from './value.ts'
export {
  complete,
  hooked,
  isComplete,
  isHooked,
  isStarted,
  loops,
  started,
  viewSource,
  type ViewFact,
} from './view.ts'
import type { postMetrics } from './catalog/post.ts'
/** Ids of the numbers on the page of a post. */
export type MetricId = (typeof postMetrics)[number]['id']
