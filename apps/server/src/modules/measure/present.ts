import type { MeasuredMetric, MetricValue } from '@busker/contract'
import { isShareOfRows, wilsonInterval } from '@busker/metrics'
import type { Metric, MetricAnswer, Question, Reading, SliceAnswer } from '@busker/metrics'
import { hashOf, tablesOf } from './definitions.ts'
import { presentOutside, type OutsideTable } from './outside.ts'
import { isFinal, lastDateOf } from './rules/finality.ts'

interface Moment {
  readonly reading: Pick<Reading, 'newestLocalDate' | 'newestReceivedMs'>
  readonly nowMs: number
}

const asOf = ({ reading, nowMs }: Moment): string => new Date(reading.newestReceivedMs ?? nowMs).toISOString()

const mutable = (value: SliceAnswer['value']): number | number[] | null =>
  value === null || typeof value === 'number' ? value : [...value]

/** An answer of a post with how far it can be trusted. */
export const presentValue = (metric: Metric, answer: SliceAnswer, moment: Moment): MetricValue => {
  const trust = {
    metricId: metric.id,
    status: answer.status,
    final: isFinal(moment.reading.newestLocalDate, { afterDays: metric.finalAfterDays, nowMs: moment.nowMs }),
    definitionVersion: metric.version,
    asOf: asOf(moment),
    sampleSize: answer.sampleSize,
  }
  const value = mutable(answer.value)
  if (metric.shape === 'curve') {
    return {
      shape: 'curve',
      ...trust,
      binSeconds: metric.binSeconds ?? 1,
      value: typeof value === 'object' ? value : null,
    }
  }
  return { shape: 'number', ...trust, value: typeof value === 'number' ? value : null }
}

type Cell = Omit<MeasuredMetric['rows'][number], 'slice' | 'previous'>

/** Definitions never change while a program runs. */
const shares = new WeakMap<Metric, boolean>()

const isShare = (metric: Metric): boolean => {
  const known = shares.get(metric)
  if (known !== undefined) return known
  const measure = metric.measure?.()
  const found = measure !== undefined && isShareOfRows(measure)
  shares.set(metric, found)
  return found
}

const intervalOf = (metric: Metric, { value, sampleSize }: SliceAnswer): [number, number] | null =>
  typeof value === 'number' && sampleSize > 0 && isShare(metric) ? wilsonInterval(value, sampleSize) : null

/** Whether the number of a slice can still change. Of slices that are no dates the answer is the same for all. */
const finality = (metric: Metric, question: Question, nowMs: number): ((slice: string) => boolean) => {
  const of = (slice: string): boolean =>
    // A table from outside can be replaced at any time, and the number with it.
    tablesOf(metric).length === 0 &&
    isFinal(lastDateOf(metric, slice, question), { afterDays: metric.finalAfterDays, nowMs })
  if (question.by === 'day' || question.by === 'week') return of
  const all = of('')
  return () => all
}

const presentCell = (metric: Metric, answer: SliceAnswer, final: boolean): Cell => ({
  status: answer.status,
  value: mutable(answer.value),
  sampleSize: answer.sampleSize,
  interval: intervalOf(metric, answer),
  final,
})

/** One metric of one period, and where its numbers come from. */
export interface Measured {
  readonly metric: Metric
  readonly answer: MetricAnswer
  readonly question: Question
  readonly moment: Moment
  readonly outside: readonly OutsideTable[]
}

const noNumber: SliceAnswer = { slice: '', status: 'missing', value: null, sampleSize: 0 }

/** A metric that is not fed: no number, and the reason. */
export const presentMissing = (metric: Metric, nowMs: number): MeasuredMetric => ({
  ...identityOf(metric),
  asOf: new Date(nowMs).toISOString(),
  rows: [
    {
      slice: '',
      status: 'missing',
      final: false,
      value: null,
      sampleSize: 0,
      interval: null,
      previous: null,
    },
  ],
  ...{ reason: metric.missing, currency: null, references: [] },
})

const identityOf = (metric: Metric) => ({
  metricId: metric.id,
  version: metric.version,
  hash: hashOf(metric),
  unit: metric.unit,
  shape: metric.shape,
})

/** Slices of different periods only meet when they are no dates; then a row also says what it was before. */
export const presentMeasured = (now: Measured, before: Measured | null): MeasuredMetric => {
  const { metric, answer, question, moment, outside } = now
  const { nowMs } = moment
  const isDate = question.by === 'day' || question.by === 'week'
  const isFinalNow = finality(metric, question, nowMs)
  const isFinalBefore = before === null ? null : finality(metric, before.question, nowMs)
  const earlier = new Map(before?.answer.rows.map((row) => [row.slice, row]))
  const previousOf = (slice: string): Cell | null => {
    if (isFinalBefore === null || isDate) return null
    return presentCell(metric, earlier.get(slice) ?? { ...noNumber, slice }, isFinalBefore(slice))
  }
  return {
    ...identityOf(metric),
    asOf: asOf(moment),
    rows: answer.rows.map((row) => ({
      slice: row.slice,
      ...presentCell(metric, row, isFinalNow(row.slice)),
      previous: previousOf(row.slice),
    })),
    ...presentOutside(metric, answer, outside),
  }
}
