import { within, type Queryable } from '#platform/postgres'

/** A definition as a server of this instance ran it. */
export interface StoredDefinition {
  readonly metricId: string
  readonly version: number
  readonly hash: string
  /** What it computes, as text. */
  readonly normalised: string
  readonly firstSeenAt: Date
}

interface MeasureTables {
  'measure.definition': {
    metric_id: string
    version: number
    hash: string
    normalised: string
    first_seen_at: Date
  }
}

/** What is there already stays as it was first seen. */
export const insertDefinitions = async (
  handle: Queryable,
  definitions: readonly StoredDefinition[],
): Promise<void> => {
  await within<MeasureTables>(handle)
    .insertInto('measure.definition')
    .values(
      definitions.map(({ metricId, version, hash, normalised, firstSeenAt }) => ({
        metric_id: metricId,
        ...{ version, hash, normalised },
        first_seen_at: firstSeenAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['metric_id', 'hash']).doNothing())
    .execute()
}

/** All that were ever run, the newest first. */
export const readDefinitions = (handle: Queryable): Promise<StoredDefinition[]> =>
  within<MeasureTables>(handle)
    .selectFrom('measure.definition')
    .select(['metric_id as metricId', 'version', 'hash', 'normalised', 'first_seen_at as firstSeenAt'])
    .orderBy('version', 'desc')
    .orderBy('first_seen_at', 'desc')
    .orderBy('hash')
    .execute()
