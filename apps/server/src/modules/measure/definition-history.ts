import { catalog, normalised, type Metric } from '@busker/metrics'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import { hashOf } from './definitions.ts'
import { insertDefinitions, readDefinitions, type StoredDefinition } from './store/definitions.ts'

/** Every definition that this instance has ever run. */
export interface DefinitionHistory {
  /** Keeps the definitions of this program that are not kept yet. */
  remember(): Promise<void>
  /** Of each of these metrics the newest definition that came before the one of this program. */
  earlier(metrics: readonly Metric[]): Promise<ReadonlyMap<string, StoredDefinition>>
}

/**
 * The history of an instance.
 *
 * @example await definitionHistory({ db, clock }).remember()
 */
export const definitionHistory = (parts: {
  readonly db: Pick<Database, 'pool'>
  readonly clock: Clock
}): DefinitionHistory => ({
  remember: () =>
    insertDefinitions(
      parts.db.pool,
      catalog()
        .filter(({ measure }) => measure !== null)
        .map((metric) => ({
          ...{ metricId: metric.id, version: metric.version, hash: hashOf(metric) },
          ...{ normalised: normalised(metric), firstSeenAt: parts.clock.now() },
        })),
    ),
  earlier: async (metrics) => {
    const stored = Map.groupBy(await readDefinitions(parts.db.pool), ({ metricId }) => metricId)
    return new Map(
      metrics.flatMap((metric): [string, StoredDefinition][] => {
        const before = stored
          .get(metric.id)
          ?.find(({ version, hash }) => version <= metric.version && hash !== hashOf(metric))
        return before === undefined ? [] : [[metric.id, before]]
      }),
    )
  },
})
