/**
 * The board of a client: what it asks about imported sales, and what it says of the answers. Pure, so that the page of
 * the board, a report and its file say the same.
 */
export { countedTwice, type Claims, type TwiceBounds } from './claims.ts'
export {
  boardDays,
  datedBy,
  isBeforeTold,
  periodUpTo,
  searchPeriod,
  toldDays,
  type BoardDays,
  type Period,
} from './days.ts'
export {
  bestAndWorst,
  byReliability,
  creatorMetrics,
  earnersOf,
  usualOf,
  videoMetrics,
  type Earned,
  type EarnerRow,
  type Found,
  type Interval,
} from './earners.ts'
export {
  goodsFinding,
  goodsMetrics,
  goodsRows,
  inOrderOf,
  leastLines,
  type GoodsFinding,
  type GoodsOrder,
  type GoodsRow,
} from './goods.ts'
export {
  headlineOf,
  leastOrdersOfClient,
  type Action,
  type Cause,
  type Caution,
  type Headline,
} from './headline.ts'
export { leastOrders, type Judgement, type JudgementKind } from './judge.ts'
export { slicesOf, sumAt, valueAt, type Measured } from './numbers.ts'
export { boardQuestions, claimMetrics, factMetrics, wholeMetrics, type BoardQuestion } from './questions.ts'
export {
  costIds,
  guardsOf,
  metricOfStep,
  totalsBefore,
  totalsNow,
  waterfallFinding,
  waterfallMetrics,
  waterfallSteps,
  type CostId,
  type Guards,
  type Step,
  type StepId,
  type Totals,
  type WaterfallFinding,
} from './waterfall.ts'
