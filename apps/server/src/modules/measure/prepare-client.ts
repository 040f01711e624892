import { findMetric, previousPeriod, type Metric } from '@busker/metrics'
import {
  boardDays,
  boardQuestions,
  datedBy,
  periodUpTo,
  searchPeriod,
  toldDays,
  type Period,
} from '@busker/metrics/client-board'
import type { Clock } from '#platform/clock'
import type { Answers, AnswersFor } from './answers.ts'
import { questionAt, type Asked } from './question.ts'

/** A board of fewer order lines is quick enough for who asks. */
const fewLines = 100_000
/** What takes less is not worth computing before somebody asks. */
const quickMs = 100

const found = (ids: readonly string[]): Metric[] => ids.flatMap((id) => findMetric(id) ?? [])

const linesIn = (answers: Answers): number =>
  (answers.get('sales_net_gmv')?.answer.rows ?? []).reduce((sum, { sampleSize }) => sum + sampleSize, 0)

const toldIn = (answers: Answers): ReturnType<typeof toldDays> =>
  toldDays(
    new Map(
      [...answers].map(([id, { answer }]) => [
        id,
        { rows: answer.rows.map((row) => ({ ...row, previous: null })) },
      ]),
    ),
  )

/**
 * Computes what the board of a client with many lines asks, after its files were settled, the longest period first:
 * shorter ones are no slower. `answersFor` keeps it.
 */
export const prepareClient = async (
  { answersFor, clock }: { readonly answersFor: AnswersFor; readonly clock: Clock },
  clientId: string,
  signal: AbortSignal,
): Promise<void> => {
  const ask = (ids: readonly string[], asked: Omit<Asked, 'scope'>): Promise<Answers> => {
    const scope = { kind: 'client', clientId } as const
    return answersFor(found(ids), questionAt(clock.nowMs(), { ...asked, scope }))
  }
  const today = clock.now().toISOString().slice(0, 10)
  const byDay = await ask(datedBy, { ...searchPeriod(today), by: 'day' })
  const told = toldIn(byDay)
  if (told === null || linesIn(byDay) < fewLines) return
  for (const { metrics, by, compare } of boardQuestions) {
    for (const days of boardDays.toReversed()) {
      if (signal.aborted) return
      const beganMs = clock.nowMs()
      const period: Period = periodUpTo(told.newest, days)
      await ask(metrics, { ...period, by })
      if (compare === 'previous') await ask(metrics, { ...previousPeriod(period), by })
      if (clock.nowMs() - beganMs < quickMs) break
    }
  }
}
