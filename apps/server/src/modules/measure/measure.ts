import type { MeasuredBoard, MeasuredMetric, MetricValue, TypicalRetention } from '@busker/contract'
import { allTime, compile, findMetric, previousPeriod } from '@busker/metrics'
import type { Metric, Question } from '@busker/metrics'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { createAnswers, unsettledFor, type AnswerParts, type AnswersFor } from './answers.ts'
import { compareDefinitions, type ComparisonAsked, type DefinitionComparison } from './compare-definitions.ts'
import type { DefinitionHistory } from './definition-history.ts'
import { keepOfClients, type ClientRevisions } from './kept-of-clients.ts'
import { knownBoards, type Keeping } from './known-boards.ts'
import { prepareClient } from './prepare-client.ts'
import { questionAt, refuse, type Asked } from './question.ts'
import { recentAnswers } from './recent-answers.ts'
import { mixesCurrencies } from './outside.ts'
import { presentMeasured, presentMissing, presentValue } from './present.ts'
import { chooseMetrics, objections } from './rules/choose-metrics.ts'
import { typicalRetention, type Lately } from './typical.ts'
import { verify, type Verification } from './verify.ts'

/** What measuring needs. */
export interface MeasureParts extends AnswerParts {
  /** Left out: nothing is known of earlier definitions. */
  readonly history?: DefinitionHistory
  /** Left out: every number is computed when somebody asks for it. */
  readonly keeping?: Keeping
  /** Of the ledger. Left out: amounts out of it are told without one. */
  readonly currency?: string
  /** Left out: every number of a client is computed when somebody asks for it. */
  readonly clients?: ClientRevisions
}

/** What a board asks for. */
export interface BoardQuestion extends Asked {
  readonly metrics: readonly string[]
  readonly compare?: 'none' | 'previous'
}

/** A query and the values that are bound to it. */
export interface AskedSql {
  readonly sql: string
  readonly parameters: Record<string, number | string>
}

export interface ComposedNumbers {
  /** In the order of the definitions. */
  readonly metrics: readonly MeasuredMetric[]
  /** The last date in the period with a fact of any kind that they are made of; null: there is none. */
  readonly newestDay: string | null
}

/** Which numbers of a post, and of which version of its video. */
export interface PostAsked {
  readonly metrics: string
  readonly version?: number | undefined
}

/** Every number on every screen. Who may see them is for the caller to decide. */
export interface Measure {
  /**
   * Values of the metrics in a comma-separated list for all time, in its order. Throws `unknown_metric` or
   * `unpaired_metric`.
   */
  postMetrics(postId: string, asked: PostAsked): Promise<MetricValue[]>
  /**
   * Many numbers of one period. Throws `unknown_metric`, `unpaired_metric`, and `invalid_request` for what the
   * definitions do not allow.
   */
  board(question: BoardQuestion): Promise<MeasuredBoard>
  /** One number, also a vanity one without its pairs: for the operator's own tools, never for a screen. */
  metric(id: string, question: Omit<BoardQuestion, 'metrics'>): Promise<MeasuredMetric>
  /** The query of one number, as it would be asked now. */
  sql(id: string, asked: Asked): AskedSql
  /** Numbers of definitions that are not registered; to be shown with their pairs. */
  composed(metrics: readonly Metric[], asked: Asked): Promise<ComposedNumbers>
  /** The query of a definition that is not registered. */
  composedSql(metric: Metric, asked: Asked): AskedSql
  /** How long people usually stay with the author's other videos of like length. */
  typical(lately: Lately): Promise<TypicalRetention>
  /** Computes every number of the platform a second time, plainly from the stored facts, and compares. */
  verify(asked: {
    readonly from: string
    readonly to: string
    readonly metrics?: readonly string[]
  }): Promise<Verification>
  /** Keeps the definitions of this program, so that later ones can be compared with them. */
  remember(): Promise<void>
  /** Computes the boards of the platform that were asked for lately, so that nobody waits for them. */
  refresh(signal: AbortSignal): Promise<void>
  /** Computes one board of the platform, so that who asks for it does not wait. */
  prepare(question: BoardQuestion): Promise<void>
  /** Computes the board of a client, whose facts are others than before. */
  prepareClient(clientId: string, signal: AbortSignal): Promise<void>
  /** Resolves when nothing is computed any more that nobody waits for. */
  idle(): Promise<void>
  /** Numbers by the definitions of this program beside those by the ones that ran before. */
  compareDefinitions(asked: ComparisonAsked): Promise<DefinitionComparison>
}

const noHistory: DefinitionHistory = {
  remember: async () => undefined,
  earlier: async () => new Map(),
}

/** A board that several people watch is computed once in this time; a number on it may lag the watch by 60 s. */
const freshMs = 10_000
/** Up to this age it is shown once more while it is computed anew. */
const usableMs = 25_000
const mostBoards = 200

const chosen = (ids: readonly string[]): readonly Metric[] => {
  const choice = chooseMetrics(ids)
  if (choice.kind === 'chosen') return choice.metrics
  const fields = choice.reasons.map((message) => ({ path: 'metrics', message }))
  throw new AppError(choice.kind, { fields })
}

interface Measuring extends MeasureParts {
  readonly answersFor: AnswersFor
}

const otherCurrency = 'The table from outside is in another currency than the ledger.'

/** Amounts that no table and no client brought are out of the ledger, which has one currency. */
const inCurrency = (parts: MeasureParts, asked: Asked, measured: MeasuredMetric): MeasuredMetric =>
  measured.unit === 'money' && measured.references.length === 0 && asked.scope.kind !== 'client'
    ? { ...measured, currency: parts.currency ?? null }
    : measured

const board = async (
  parts: Measuring,
  metrics: readonly Metric[],
  asked: BoardQuestion,
): Promise<MeasuredBoard> => {
  refuse(asked, metrics)
  const nowMs = parts.clock.nowMs()
  const questionFor = (dates: { from: string; to: string }): Question =>
    questionAt(nowMs, { ...asked, ...dates })
  const period = { from: asked.from, to: asked.to }
  const previous = asked.compare === 'previous' ? previousPeriod(period) : null
  const fed = metrics.filter(({ measure }) => measure !== null)
  const [now, before] = await Promise.all([
    parts.answersFor(fed, questionFor(period)),
    previous === null ? null : parts.answersFor(fed, questionFor(previous)),
  ])
  const present = (metric: Metric): MeasuredMetric => {
    const measured = now.get(metric.id)
    if (measured === undefined) return presentMissing(metric, nowMs)
    if (mixesCurrencies(metric, measured.outside, parts.currency))
      return { ...presentMissing(metric, nowMs), reason: otherCurrency }
    return inCurrency(parts, asked, presentMeasured(measured, before?.get(metric.id) ?? null))
  }
  return { period, previous, metrics: metrics.map(present) }
}

const composed = async (
  { clock, answersFor }: Measuring,
  metrics: readonly Metric[],
  asked: Asked,
): Promise<ComposedNumbers> => {
  refuse(asked, metrics)
  const answers = [...(await answersFor(metrics, questionAt(clock.nowMs(), asked))).values()]
  const days = answers.flatMap(({ moment }) => moment.reading.newestLocalDate ?? [])
  return {
    metrics: answers.map((measured) => presentMeasured(measured, null)),
    newestDay: days.toSorted().at(-1) ?? null,
  }
}

const sqlOf = (parts: Measuring, metric: Metric, asked: Asked): AskedSql => {
  const { sql, params } = compile([metric], {
    ...questionAt(parts.clock.nowMs(), asked),
    ...unsettledFor(parts.settled, asked),
  })
  return { sql, parameters: { ...params } }
}

/** Numbers that are made of views alone can be told for each version of a video. */
const ofVersions: ReadonlySet<string> = new Set(['views', 'hook_rate', 'completion_rate', 'retention_curve'])

const postMetrics = async (
  parts: Measuring,
  postId: string,
  { metrics: list, version }: PostAsked,
): Promise<MetricValue[]> => {
  const metrics = chosen(list.split(','))
  const notOfVersions = version === undefined ? [] : metrics.filter(({ id }) => !ofVersions.has(id))
  const fields = [
    ...objections(metrics, { scope: 'post' }),
    ...notOfVersions.map(({ id }) => ({ path: 'version', message: `${id} is not told by version` })),
  ]
  if (fields.length > 0) throw new AppError('invalid_request', { fields })
  const fed = metrics.filter(({ measure }) => measure !== null)
  const question = questionAt(parts.clock.nowMs(), {
    scope: { kind: 'post', postId, ...(version === undefined ? {} : { version }) },
    ...allTime,
  })
  const answers = await parts.answersFor(fed, question)
  return [...answers.values()].map(({ metric, answer, moment }) => {
    const [row] = answer.rows
    assert(row !== undefined, 'a question about the whole has one row')
    return presentValue(metric, row, moment)
  })
}

/**
 * Makes the measuring of this instance from its facts.
 *
 * @example const values = await createMeasure({ clickhouse, clock }).postMetrics(postId, { metrics: 'hook_rate' })
 */
export const createMeasure = (given: MeasureParts): Measure => {
  const { history = noHistory } = given
  const { clock, clients } = given
  const compute = createAnswers(given)
  const answersFor = clients === undefined ? compute : keepOfClients(compute, { clock, clients })
  const parts: Measuring = { ...given, answersFor }
  const known = given.keeping === undefined ? null : knownBoards(given, given.keeping)
  const bands = recentAnswers<TypicalRetention>(parts.clock, { freshMs, usableMs, most: mostBoards })
  const boards = recentAnswers<MeasuredBoard>(parts.clock, { freshMs, usableMs, most: mostBoards })
  return {
    postMetrics: (postId, asked) => postMetrics(parts, postId, asked),
    board: async (question) => {
      const metrics = chosen(question.metrics)
      // A client's facts change with each file, and somebody waits to see it: nothing is kept for a time.
      if (question.scope.kind === 'client') return board(parts, metrics, question)
      if (question.scope.kind === 'platform' && known !== null) {
        const answer = await board({ ...parts, answersFor: known.answersFor }, metrics, question)
        known.note(question)
        return answer
      }
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
    sql: (id, asked) => {
      const found = findMetric(id)
      if (found === null) throw new AppError('unknown_metric')
      refuse(asked, [found])
      if (found.missing !== null) {
        throw new AppError('invalid_request', { fields: [{ path: 'metricId', message: found.missing }] })
      }
      return sqlOf(parts, found, asked)
    },
    composed: (metrics, asked) => composed(parts, metrics, asked),
    composedSql: (metric, asked) => sqlOf(parts, metric, asked),
    typical: (lately) => bands(lately.post.postId, () => typicalRetention(parts, lately)),
    verify: (asked) => verify(parts, asked),
    remember: () => history.remember(),
    refresh: async (signal) => known?.refresh(signal),
    prepare: async (question) => known?.prepare(question),
    prepareClient: (clientId, signal) => prepareClient(parts, clientId, signal),
    idle: async () => known?.idle(),
    compareDefinitions: (asked) => compareDefinitions({ ...parts, history }, asked),
  }
}
