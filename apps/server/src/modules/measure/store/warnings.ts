import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Baseline } from '../rules/coverage-watch.ts'
import type { CoverageTables } from './coverage-tables.ts'

/** A client version that loses views, or has lost some. */
export interface WarningRow {
  readonly warningId: string
  readonly clientVersion: string
  readonly sinceMs: number
  readonly openedMs: number
  readonly closed: { readonly atMs: number; readonly because: 'recovered' | 'gone' } | null
  readonly baseline: Baseline
  readonly openedCoverage: number
  /** In its last hour. */
  readonly interactions: number
  readonly watched: number
}

const columns = [
  ...(['warning_id', 'client_version', 'since', 'opened_at', 'closed_at', 'closed_because'] as const),
  ...(['baseline_source', 'baseline_interactions', 'baseline_watched', 'baseline_dispersion'] as const),
  ...(['opened_coverage', 'interactions', 'watched'] as const),
]

/** Open warnings and those that were closed after this moment; open ones first, the newest first. */
export const readWarnings = async (handle: Queryable, closedAfterMs: number): Promise<WarningRow[]> => {
  const rows = await within<CoverageTables>(handle)
    .selectFrom('measure.warning')
    .select(columns)
    .where(({ or, eb }) => or([eb('closed_at', 'is', null), eb('closed_at', '>', new Date(closedAfterMs))]))
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .orderBy('warning_id', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    warningId: row.warning_id,
    clientVersion: row.client_version,
    sinceMs: row.since.getTime(),
    openedMs: row.opened_at.getTime(),
    closed:
      row.closed_at === null || row.closed_because === null
        ? null
        : { atMs: row.closed_at.getTime(), because: row.closed_because },
    baseline: {
      source: row.baseline_source,
      interactions: row.baseline_interactions,
      watched: row.baseline_watched,
      dispersion: row.baseline_dispersion,
    },
    openedCoverage: row.opened_coverage,
    interactions: row.interactions,
    watched: row.watched,
  }))
}

export const insertWarning = async (tx: Tx, warning: WarningRow): Promise<void> => {
  const { baseline, closed } = warning
  await within<CoverageTables>(tx)
    .insertInto('measure.warning')
    .values({
      warning_id: warning.warningId,
      client_version: warning.clientVersion,
      since: new Date(warning.sinceMs),
      opened_at: new Date(warning.openedMs),
      closed_at: closed === null ? null : new Date(closed.atMs),
      closed_because: closed?.because ?? null,
      baseline_source: baseline.source,
      baseline_interactions: baseline.interactions,
      baseline_watched: baseline.watched,
      baseline_dispersion: baseline.dispersion,
      opened_coverage: warning.openedCoverage,
      interactions: warning.interactions,
      watched: warning.watched,
    })
    .execute()
}

/** Its last hour and, when it is over, how it ended. */
export const updateWarning = async (
  tx: Tx,
  {
    warningId,
    interactions,
    watched,
    closed,
  }: Pick<WarningRow, 'warningId' | 'interactions' | 'watched' | 'closed'>,
): Promise<void> => {
  await within<CoverageTables>(tx)
    .updateTable('measure.warning')
    .set({
      ...{ interactions, watched },
      ...(closed === null ? {} : { closed_at: new Date(closed.atMs), closed_because: closed.because }),
    })
    .where('warning_id', '=', warningId)
    .execute()
}

/** The last hour of an open warning, which nobody changes until the transaction ends. Null: there is no such warning. */
export const lockOpenWarning = async (
  tx: Tx,
  warningId: string,
): Promise<Pick<WarningRow, 'interactions' | 'watched'> | null> => {
  const row = await within<CoverageTables>(tx)
    .selectFrom('measure.warning')
    .select(['interactions', 'watched'])
    .where('warning_id', '=', warningId)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}
