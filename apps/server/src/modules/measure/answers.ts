import { compile, dateOf, dayNumber } from '@busker/metrics'
import type { CompiledQuery, Metric, PartsReading, Question, Reading, Unsettled } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { tablesOf } from './definitions.ts'
import { outsideOf, rowsOf, type OutsideTables } from './outside.ts'
import type { Measured } from './present.ts'
import { recentAnswers } from './recent-answers.ts'
import { isFinal, lastDateOf } from './rules/finality.ts'

/** How far the table with one row per view has been made. */
export interface SettledFacts {
  unsettled(): Unsettled
  settleWithin(ageMs: number): Promise<void>
}

export interface AnswerParts {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** The settled tables and what they do not know yet. Left out: every report is read. */
  readonly settled?: SettledFacts
  /** Left out: there are none, and numbers that are made of them are missing. */
  readonly outside?: OutsideTables
  /** Nobody waits for the answer. */
  readonly isPatient?: boolean
}

/** One number for each metric, with the moment it is of. */
export type Answers = ReadonlyMap<string, Measured>
export type AnswersFor = (metrics: readonly Metric[], asked: Question) => Promise<Answers>

/** A query of more is larger than the engine likes; a board of more is two queries. */
const metricsInQuery = 12
/** Of a client's numbers many are made of one reading. */
const metricsOfClient = 30
/** Who does not wait for an answer lets the engine take longer than it may for a request. */
const patientSeconds = 600
/** Facts may be missing from the settled tables for so long. */
const settledMs = 15_000
/** Numbers that can change no more are kept for so long, so many lists of them. */
const finalMs = 3_600_000
const mostFinal = 300

/** Runs a question about some metrics, and reads the rows. */
const ask = async <Read>(
  { clickhouse, isPatient }: Pick<AnswerParts, 'clickhouse' | 'isPatient'>,
  query: CompiledQuery,
  read: (rows: readonly Record<string, unknown>[]) => Read,
): Promise<Read> => {
  const [engine, sql] =
    isPatient === true
      ? [clickhouse.background, `${query.sql}, max_execution_time = ${patientSeconds}`]
      : [clickhouse, query.sql]
  const rows = await engine.query<Record<string, unknown>>(sql, { ...query.params })
  try {
    return read(rows)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const message = 'There are too many slices. Take a shorter period or a coarser slice.'
    throw new AppError('invalid_request', { cause, fields: [{ path: 'by', message }] })
  }
}

/** As many metrics at a time as the engine likes. */
const portions = (
  metrics: readonly Metric[],
  { scope }: Pick<Question, 'scope'>,
): readonly (readonly Metric[])[] => {
  const most = scope.kind === 'client' ? metricsOfClient : metricsInQuery
  return Array.from({ length: Math.ceil(metrics.length / most) }, (_, turn) =>
    metrics.slice(turn * most, (turn + 1) * most),
  )
}

/**
 * Boards read the settled tables as they are, one flat table: they lag by seconds on a large instance and not at all on a
 * small one. A post is narrow enough to read its newest reports, too.
 */
export const unsettledFor = (
  settled: SettledFacts | undefined,
  { scope }: Pick<Question, 'scope'>,
): Pick<Question, 'unsettled'> => {
  if (settled === undefined) return {}
  const { pastUntil, ...unsettled } = settled.unsettled()
  if (scope.kind === 'post') return { unsettled }
  return { unsettled: { days: [], fromOffset: 0, ...(pastUntil === undefined ? {} : { pastUntil }) } }
}

const questionNow = async (parts: AnswerParts, asked: Question): Promise<Question> => {
  await parts.settled?.settleWithin(asked.scope.kind === 'post' ? Number.POSITIVE_INFINITY : settledMs)
  return { ...asked, ...unsettledFor(parts.settled, asked) }
}

const askAll = async (parts: AnswerParts, metrics: readonly Metric[], asked: Question): Promise<Answers> => {
  const nowMs = parts.clock.nowMs()
  const settledQuestion = await questionNow(parts, asked)
  const outside = await outsideOf(metrics, parts.outside)
  const question = { ...settledQuestion, reference: rowsOf(outside) }
  const answers = new Map<string, Measured>()
  for (const some of portions(metrics, question)) {
    const query = compile(some, question)
    const reading: Reading = await ask(parts, query, query.read)
    for (const [index, metric] of some.entries()) {
      const answer = reading.answers[index]
      assert(answer?.metricId === metric.id, 'a query answers what was asked, in order')
      answers.set(metric.id, { metric, answer, question, moment: { reading, nowMs }, outside })
    }
  }
  return answers
}

/** What the metrics of a question by day are made of, day by day. */
export const askParts = async (
  parts: AnswerParts,
  metrics: readonly Metric[],
  asked: Question,
): Promise<readonly PartsReading[]> => {
  const question = await questionNow(parts, asked)
  const readings: PartsReading[] = []
  for (const some of portions(metrics, question)) {
    const query = compile(some, question)
    readings.push(await ask(parts, query, query.readParts))
  }
  return readings
}

/** Whether nothing can change this number any more. Tables from outside and imported files may change at any time. */
export const isSettledFor = (metric: Metric, question: Question, nowMs: number): boolean => {
  const { by: _, ...whole } = question
  if (tablesOf(metric).length > 0 || question.scope.kind === 'client') return false
  return isFinal(lastDateOf(metric, '', whole), { afterDays: metric.finalAfterDays, nowMs })
}

/** Days of which all numbers are final, and the days after; by day, each number stands on its own day alone. */
const splitDays = (asked: Question): readonly [Question, Question] | null => {
  const boundary = dayNumber(asked.settled)
  if (asked.by !== 'day' || boundary < dayNumber(asked.from) || boundary >= dayNumber(asked.to)) return null
  return [
    { ...asked, to: asked.settled },
    { ...asked, from: dateOf(boundary + 1) },
  ]
}

/** The days of the second after those of the first. */
const joined = (before: Answers, after: Answers, question: Question): Answers =>
  new Map(
    [...after].map(([id, late]) => {
      const rows = [...(before.get(id)?.answer.rows ?? []), ...late.answer.rows]
      return [id, { ...late, question, answer: { ...late.answer, rows } }]
    }),
  )

/**
 * Asks the engine, and keeps what can change no more: the period before, and the older days of a series. Without settled
 * tables everything is asked each time.
 */
export const createAnswers = (parts: AnswerParts): AnswersFor => {
  if (parts.settled === undefined) return (metrics, asked) => askAll(parts, metrics, asked)
  const kept = recentAnswers<Answers>(parts.clock, { freshMs: finalMs, usableMs: finalMs, most: mostFinal })
  const final = (metrics: readonly Metric[], asked: Question): Promise<Answers> => {
    const { settled: _, untilMs: __, ...same } = asked
    const key = JSON.stringify([metrics.map(({ id }) => id), same])
    return metrics.length === 0 ? Promise.resolve(new Map()) : kept(key, () => askAll(parts, metrics, asked))
  }
  const some: AnswersFor = async (metrics, asked) => {
    const nowMs = parts.clock.nowMs()
    const [over, open] = [true, false].map((wanted) =>
      metrics.filter((metric) => isSettledFor(metric, asked, nowMs) === wanted),
    )
    const [known, found] = await Promise.all([final(over ?? [], asked), askAll(parts, open ?? [], asked)])
    return new Map([...known, ...found])
  }
  return async (metrics, asked) => {
    const halves = splitDays(asked)
    if (halves === null) return some(metrics, asked)
    const daily = metrics.filter(({ window }) => window.kind !== 'cohort')
    const [early, late] = halves
    const cohorts = metrics.filter(({ window }) => window.kind === 'cohort')
    const [before, after, others] = await Promise.all([
      some(daily, early),
      some(daily, late),
      some(cohorts, asked),
    ])
    return new Map([...joined(before, after, asked), ...others])
  }
}
