import type { MetricDefinition, MetricValue } from '@busker/contract'
import type { Metric, MetricAnswer, Reading } from '@busker/metrics'
import { isFinal } from './rules/finality.ts'

export const presentDefinition = (metric: Metric): MetricDefinition => ({
  metricId: metric.id,
  code: metric.code,
  version: metric.version,
  label: metric.label,
  formula: metric.formula,
  unit: metric.unit,
  kind: metric.kind,
  pairs: [...metric.pairs],
  source: metric.source.id,
})

/** An answer with how far it can be trusted: its status, whether it can still change, and as of when it is. */
export const presentValue = (
  metric: Metric,
  answer: MetricAnswer,
  { reading, nowMs }: { readonly reading: Reading; readonly nowMs: number },
): MetricValue => {
  const trust = {
    metricId: metric.id,
    status: answer.status,
    final: isFinal(reading.newestLocalDate, { afterDays: metric.finalAfterDays, nowMs }),
    definitionVersion: metric.version,
    asOf: new Date(reading.newestReceivedMs ?? nowMs).toISOString(),
    sampleSize: answer.sampleSize,
  }
  return answer.shape === 'number'
    ? { shape: 'number', ...trust, value: answer.value }
    : {
        shape: 'curve',
        ...trust,
        binSeconds: answer.binSeconds,
        value: answer.value === null ? null : [...answer.value],
      }
}
