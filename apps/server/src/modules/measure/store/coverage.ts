import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { CoverageWindow, Watch } from '../rules/coverage-watch.ts'
import type { CoverageTables } from './coverage-tables.ts'

/** Up to when the facts have been looked at, in milliseconds; null: not yet. */
export const loadProgress = async (handle: Queryable): Promise<number | null> => {
  const row = await within<CoverageTables>(handle)
    .selectFrom('measure.coverage_progress')
    .select('ends_at')
    .executeTakeFirst()
  return row?.ends_at.getTime() ?? null
}

/** False when another process has looked that far already: then its result counts. */
export const advanceProgress = async (tx: Tx, endsMs: number): Promise<boolean> => {
  const endsAt = new Date(endsMs)
  const query = sql`insert into measure.coverage_progress (ends_at) values (${endsAt})
    on conflict (singular) do update set ends_at = excluded.ends_at
    where coverage_progress.ends_at < excluded.ends_at`
  return (await query.execute(within<CoverageTables>(tx))).numAffectedRows === 1n
}

/** Windows that ended after this moment, the oldest first. */
export const readWindows = async (handle: Queryable, afterMs: number): Promise<CoverageWindow[]> => {
  const rows = await within<CoverageTables>(handle)
    .selectFrom('measure.coverage_window')
    .select(['ends_at', 'client_version', 'interactions', 'watched'])
    .where('ends_at', '>', new Date(afterMs))
    .orderBy('ends_at')
    .execute()
  return rows.map(({ ends_at, client_version, interactions, watched }) => ({
    ...{ endsMs: ends_at.getTime(), clientVersion: client_version, interactions, watched },
  }))
}

export const insertWindows = async (tx: Tx, windows: readonly CoverageWindow[]): Promise<void> => {
  if (windows.length === 0) return
  await within<CoverageTables>(tx)
    .insertInto('measure.coverage_window')
    .values(
      windows.map(({ endsMs, clientVersion, interactions, watched }) => ({
        ...{ ends_at: new Date(endsMs), client_version: clientVersion, interactions, watched },
      })),
    )
    .execute()
}

/** Forgets windows that ended by then, and what was thought of versions that have none left. */
export const forgetBefore = async (tx: Tx, endsMs: number): Promise<void> => {
  const database = within<CoverageTables>(tx)
  await database.deleteFrom('measure.coverage_window').where('ends_at', '<=', new Date(endsMs)).execute()
  await database
    .deleteFrom('measure.coverage_watch')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('measure.coverage_window')
            .select('ends_at')
            .whereRef('measure.coverage_window.client_version', '=', 'measure.coverage_watch.client_version'),
        ),
      ),
    )
    .execute()
}

export const readWatches = async (tx: Tx): Promise<ReadonlyMap<string, Watch>> => {
  const rows = await within<CoverageTables>(tx)
    .selectFrom('measure.coverage_watch')
    .select(['client_version', 'watch'])
    .execute()
  // Checked boundary: only `saveWatch` writes this column.
  return new Map(rows.map(({ client_version, watch }) => [client_version, watch as Watch]))
}

export const saveWatch = async (tx: Tx, clientVersion: string, watch: Watch): Promise<void> => {
  const text = JSON.stringify(watch)
  await within<CoverageTables>(tx)
    .insertInto('measure.coverage_watch')
    .values({ client_version: clientVersion, watch: text })
    .onConflict((conflict) => conflict.column('client_version').doUpdateSet({ watch: text }))
    .execute()
}
