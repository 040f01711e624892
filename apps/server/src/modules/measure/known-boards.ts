import { findMetric, previousPeriod, type Metric } from '@busker/metrics'
import type { Log } from '#platform/log'
import { createAnswers, type AnswerParts, type AnswersFor } from './answers.ts'
import { askedLately, type PlatformQuestion } from './asked-lately.ts'
import { tablesOf } from './definitions.ts'
import { keepDays } from './kept-days.ts'
import { keepNumbers } from './kept-numbers.ts'
import { questionAt } from './question.ts'
import { objections } from './rules/choose-metrics.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What keeping numbers needs besides the engine. */
export interface Keeping {
  readonly log: Log
  /** Changes with every fact: while it stays, and the hour, numbers need not be computed again. */
  readonly position: () => number
  /** Resolves when somebody has waited long enough for a number that is known of before. */
  readonly patience?: () => Promise<void>
}

/** Boards of the platform from numbers that are known, kept up to date for who looked at them lately. */
export interface KnownBoards {
  readonly answersFor: AnswersFor
  /** Somebody looks at this. */
  note(question: PlatformQuestion): void
  /** Computes one board. */
  prepare(question: PlatformQuestion): Promise<void>
  /** Computes what is asked for lately, one board after another. */
  refresh(signal: AbortSignal): Promise<void>
  idle(): Promise<void>
}

const fedMetrics = ({ metrics, by }: PlatformQuestion): Metric[] =>
  metrics.flatMap((id) => {
    const found = findMetric(id)
    if (found === null || found.measure === null || tablesOf(found).length > 0) return []
    return objections([found], { scope: 'platform', by }).length === 0 ? [found] : []
  })

export const knownBoards = (parts: AnswerParts, { log, position, patience }: Keeping): KnownBoards => {
  const { clock, clickhouse } = parts
  const patient = { ...parts, isPatient: true }
  const numbers = keepNumbers(
    { ...parts, log, ...(patience === undefined ? {} : { patience }) },
    {
      compute: keepDays(parts, createAnswers(parts)),
      patiently: keepDays(patient, createAnswers(patient)),
    },
  )
  const asked = askedLately({ clickhouse, clock })
  let seen = ''
  let forgotten = 0

  const prepare = async (question: PlatformQuestion): Promise<void> => {
    const metrics = fedMetrics(question)
    const periods = [question, ...(question.compare === 'previous' ? [previousPeriod(question)] : [])]
    for (const { from, to } of periods) {
      const { by } = question
      const scope = { kind: 'platform' } as const
      await numbers.refresh(metrics, questionAt(clock.nowMs(), { scope, from, to, by }))
    }
  }

  return {
    answersFor: numbers.answersFor,
    note: (question) => {
      asked.note(question).catch((error: unknown) => log.error('measure.note_failed', error))
    },
    prepare,
    refresh: async (signal) => {
      const nowMs = clock.nowMs()
      const isSettled = parts.settled?.unsettled().days.length === 0
      const state = `${position()} ${Math.floor(nowMs / hourMs)}`
      const questions = await asked.list()
      // With the questions, because one that was not asked before has not been computed either.
      const all = `${state} ${JSON.stringify(questions)}`
      if (isSettled && all === seen) return
      for (const question of questions) {
        if (signal.aborted) return
        await prepare(question)
      }
      seen = all
      if (Math.floor(nowMs / dayMs) === forgotten) return
      forgotten = Math.floor(nowMs / dayMs)
      await asked.forget()
    },
    idle: numbers.idle,
  }
}
