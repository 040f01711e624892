/**
 * Every number has one definition: typed data, compiled to ClickHouse SQL, with its predicates also as pure functions.
 */
export { compile, type CompiledQuery, type MetricAnswer, type Reading, type Scope } from './compile.ts'
export {
  completionRate,
  findMetric,
  hookRate,
  metrics,
  retentionCurve,
  views,
  type MetricId,
} from './definitions.ts'
export { predicate } from './evaluate.ts'
export { always, and, eq, gt, gte, is, lt, lte, minus, not, or, plus, times } from './expression.ts'
export type { Condition, Expression, Interval, ValueType } from './expression.ts'
export { coveredMs, mergeIntervals, playedBins } from './intervals.ts'
export { count, countIf, curve, metric, ratio, sum, total } from './metric.ts'
export type { Aggregate, Dedup, Measure, Metric, Unit } from './metric.ts'
export { assertPaired, panel, type MissingPair, type Panel, type UnpairedMetric } from './panel.ts'
export {
  source,
  type AnySource,
  type Column,
  type FactOf,
  type Source,
  type TrafficFilter,
} from './source.ts'
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
