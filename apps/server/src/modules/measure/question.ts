import type { Metric, Question, Scope, SliceId } from '@busker/metrics'
import { AppError } from '#platform/errors'
import { objections } from './rules/choose-metrics.ts'
import { lastFullHour, settledDate } from './rules/finality.ts'
import { periodObjection } from './rules/period.ts'

/** What is asked about some metrics. Dates are local dates of viewers, both included. */
export interface Asked {
  readonly scope: Scope
  readonly from: string
  readonly to: string
  readonly by?: SliceId | undefined
}

/** Throws `invalid_request` for what the definitions do not allow. */
export const refuse = (asked: Asked, metrics: readonly Metric[]): void => {
  const period = periodObjection(asked)
  const fields = [
    ...(period === null ? [] : [{ path: 'to', message: period }]),
    ...objections(metrics, { scope: asked.scope.kind, by: asked.by }),
  ]
  if (fields.length > 0) throw new AppError('invalid_request', { fields })
}

/** The question as the engine is asked it at a moment. */
export const questionAt = (nowMs: number, { scope, from, to, by }: Asked): Question => ({
  ...{ scope, from, to, settled: settledDate(nowMs), untilMs: lastFullHour(to, nowMs) },
  ...(by === undefined ? {} : { by }),
})
