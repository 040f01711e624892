import type { MeasuredBoard, MeasuredMetric, MetricValue, TypicalRetention } from '@busker/contract'
import { allTime, compile, findMetric, previousPeriod } from '@busker/metrics'
import type { Metric, Question, Reading, Scope, SliceId, Unsettled } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { recentAnswers } from './recent-answers.ts'
import { presentMeasured, presentMissing, presentValue, type Measured } from './present.ts'
import { chooseMetrics, objections } from './rules/choose-metrics.ts'
import { lastFullHour, settledDate } from './rules/finality.ts'
import { periodObjection } from './rules/period.ts'
import { typicalRetention, type Lately } from './typical.ts'
import { verify, type Verification } from './verify.ts'

export interface MeasureParts {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** What the settled tables do not know yet. Left out: every report is read. */
  readonly unsettled?: () => Unsettled
}

/** What a board asks for. Dates are local dates of viewers, both included. */
export interface BoardQuestion {
  readonly metrics: readonly string[]
  readonly scope: Scope
  readonly from: string
  readonly to: string
  readonly by?: SliceId | undefined
  readonly compare?: 'none' | 'previous'
}

/** Every number on every screen. Who may see them is for the caller to decide. */
export interface Measure {
  /**
   * Values of the metrics in a comma-separated list for all time, in its order. Throws `unknown_metric` or
   * `unpaired_metric`.
   */
  postMetrics(postId: string, list: string): Promise<MetricValue[]>
  /**
   * Many numbers of one period. Throws `unknown_metric`, `unpaired_metric`, and `invalid_request` for what the
   * definitions do not allow.
   */
  board(question: BoardQuestion): Promise<MeasuredBoard>
  /** One number, also a vanity one without its pairs: for the operator's own tools, never for a screen. */
  metric(id: string, question: Omit<BoardQuestion, 'metrics'>): Promise<MeasuredMetric>
  /** How long people usually stay with the author's other videos of like length. */
  typical(lately: Lately): Promise<TypicalRetention>
  /** Computes every number of the platform a second time, plainly from the stored facts, and compares. */
  verify(asked: {
    readonly from: string
    readonly to: string
    readonly metrics?: readonly string[]
  }): Promise<Verification>
}

/** A board that several people watch is computed once in this time; a number on it may lag the watch by 60 s. */
const freshMs = 15_000
/** Up to this age it is shown once more while it is computed anew. */
const usableMs = 40_000
const mostBoards = 200

/** A query of more is larger than the engine likes; a board of more is two queries. */
const metricsInQuery = 12

const chosen = (ids: readonly string[]): readonly Metric[] => {
  const choice = chooseMetrics(ids)
  if (choice.kind === 'chosen') return choice.metrics
  const fields = choice.reasons.map((message) => ({ path: 'metrics', message }))
  throw new AppError(choice.kind, { fields })
}

const ask = async (
  clickhouse: Clickhouse,
  metrics: readonly Metric[],
  question: Question,
): Promise<Reading> => {
  const query = compile(metrics, question)
  const rows = await clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params })
  try {
    return query.read(rows)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const message = 'There are too many slices. Take a shorter period or a coarser slice.'
    throw new AppError('invalid_request', { cause, fields: [{ path: 'by', message }] })
  }
}

type Answers = ReadonlyMap<string, Measured>

const answersFor = async (
  { clickhouse, clock, unsettled }: MeasureParts,
  metrics: readonly Metric[],
  asked: Question,
): Promise<Answers> => {
  const nowMs = clock.nowMs()
  const question = unsettled === undefined ? asked : { ...asked, unsettled: unsettled() }
  const answers = new Map<string, Measured>()
  for (let from = 0; from < metrics.length; from += metricsInQuery) {
    const some = metrics.slice(from, from + metricsInQuery)
    const reading = await ask(clickhouse, some, question)
    for (const [index, metric] of some.entries()) {
      const answer = reading.answers[index]
      assert(answer?.metricId === metric.id, 'a query answers what was asked, in order')
      answers.set(metric.id, { metric, answer, question, moment: { reading, nowMs } })
    }
  }
  return answers
}

const refuse = (question: BoardQuestion, metrics: readonly Metric[]): void => {
  const period = periodObjection(question)
  const fields = [
    ...(period === null ? [] : [{ path: 'to', message: period }]),
    ...objections(metrics, { scope: question.scope.kind, by: question.by }),
  ]
  if (fields.length > 0) throw new AppError('invalid_request', { fields })
}

const board = async (
  parts: MeasureParts,
  metrics: readonly Metric[],
  asked: BoardQuestion,
): Promise<MeasuredBoard> => {
  refuse(asked, metrics)
  const nowMs = parts.clock.nowMs()
  const questionFor = ({ from, to }: { from: string; to: string }): Question => ({
    ...{ scope: asked.scope, from, to, settled: settledDate(nowMs), untilMs: lastFullHour(to, nowMs) },
    ...(asked.by === undefined ? {} : { by: asked.by }),
  })
  const period = { from: asked.from, to: asked.to }
  const previous = asked.compare === 'previous' ? previousPeriod(period) : null
  const fed = metrics.filter(({ measure }) => measure !== null)
  const now = await answersFor(parts, fed, questionFor(period))
  const before = previous === null ? null : await answersFor(parts, fed, questionFor(previous))
  const present = (metric: Metric): MeasuredMetric => {
    const measured = now.get(metric.id)
    return measured
      ? presentMeasured(measured, before?.get(metric.id) ?? null)
      : presentMissing(metric, nowMs)
  }
  return { period, previous, metrics: metrics.map(present) }
}

const postMetrics = async (parts: MeasureParts, postId: string, list: string): Promise<MetricValue[]> => {
  const metrics = chosen(list.split(','))
  const fields = objections(metrics, { scope: 'post' })
  if (fields.length > 0) throw new AppError('invalid_request', { fields })
  const nowMs = parts.clock.nowMs()
  const answers = await answersFor(
    parts,
    metrics.filter(({ measure }) => measure !== null),
    {
      scope: { kind: 'post', postId },
      ...allTime,
      settled: settledDate(nowMs),
      untilMs: lastFullHour(allTime.to, nowMs),
    },
  )
  return [...answers.values()].map(({ metric, answer, moment }) => {
    const [row] = answer.rows
    assert(row !== undefined, 'a question about the whole has one row')
    return presentValue(metric, row, moment)
  })
}

/**
 * Makes the measuring of this instance from its facts.
 *
 * @example const values = await createMeasure({ clickhouse, clock }).postMetrics(postId, 'hook_rate')
 */
export const createMeasure = (parts: MeasureParts): Measure => {
  const bands = recentAnswers<TypicalRetention>(parts.clock, { freshMs, usableMs, most: mostBoards })
  const boards = recentAnswers<MeasuredBoard>(parts.clock, { freshMs, usableMs, most: mostBoards })
  return {
    postMetrics: (postId, list) => postMetrics(parts, postId, list),
    board: async (question) => {
      const metrics = chosen(question.metrics)
      return boards(JSON.stringify(question), () => board(parts, metrics, question))
    },
    metric: async (id, question) => {
      const found = findMetric(id)
      if (found === null) throw new AppError('unknown_metric')
      const { metrics } = await board(parts, [found], { ...question, metrics: [id] })
      const [measured] = metrics
      assert(measured !== undefined, 'a board of one metric has one')
      return measured
    },
    typical: (lately) => bands(lately.post.postId, () => typicalRetention(parts, lately)),
    verify: (asked) => verify(parts, asked),
  }
}
