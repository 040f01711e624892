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

/** What takes less is not worth computing before somebody asks. */
const quickMs = 100

const found = (ids: readonly string[]): Metric[] => ids.flatMap((id) => findMetric(id) ?? [])

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
 * Computes what the board of a client asks, after its files were settled, the longest period first: shorter ones are no
 * slower. `answersFor` keeps it.
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
  const told = toldIn(await ask(datedBy, { ...searchPeriod(today), by: 'day' }))
  if (told === null) return
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
