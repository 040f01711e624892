import type { MetricDefinition, MetricValue } from '@busker/contract'
import { compile, metrics } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { presentDefinition, presentValue } from './present.ts'
import { chooseMetrics } from './rules/choose-metrics.ts'

export interface MeasureParts {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
}

/** Every number on every screen. */
export interface Measure {
  /**
   * Values of the metrics in a comma-separated list, in its order. Throws `unknown_metric` or `unpaired_metric`. Who
   * may see them is for the caller to decide.
   */
  postMetrics(postId: string, list: string): Promise<MetricValue[]>
}

/** Every definition, as the contract shows it. Needs no engine. */
export const metricDefinitions = (): MetricDefinition[] => metrics.map(presentDefinition)

/**
 * Makes the measuring of this instance from its facts.
 *
 * @example const values = await createMeasure({ clickhouse, clock }).postMetrics(postId, 'hook_rate')
 */
export const createMeasure = ({ clickhouse, clock }: MeasureParts): Measure => ({
  postMetrics: async (postId, list) => {
    const choice = chooseMetrics(list)
    if (choice.kind !== 'chosen') {
      const fields = choice.reasons.map((message) => ({ path: 'metrics', message }))
      throw new AppError(choice.kind, { fields })
    }
    const nowMs = clock.nowMs()
    const values = new Map<string, MetricValue>()
    for (const query of compile(choice.metrics, { postId })) {
      const [row] = await clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params })
      assert(row !== undefined, 'a query of totals answers with one row')
      const reading = query.read(row)
      for (const answer of reading.answers) {
        const metric = choice.metrics.find(({ id }) => id === answer.metricId)
        assert(metric !== undefined, 'a query answers only what was asked')
        values.set(metric.id, presentValue(metric, answer, { reading, nowMs }))
      }
    }
    return choice.metrics.map(({ id }) => values.get(id)).filter((value) => value !== undefined)
  },
})
