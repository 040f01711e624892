import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { WellbeingTables } from './tables.ts'

/** What is known of one view: the longest that was reported. */
export interface Watch {
  readonly personId: string
  readonly viewId: string
  readonly beganAt: Date
  readonly visibleMs: number
}

/** Keeps the views of those who have a limit; told twice, or in another order, it is the same. */
export const keepWatches = async (handle: Queryable, watches: readonly Watch[]): Promise<void> => {
  if (watches.length === 0) return
  const column = <T>(of: (watch: Watch) => T): T[] => watches.map(of)
  await sql`
    insert into wellbeing.watch as known (person_id, view_id, began_at, visible_ms)
    select told.* from unnest(
      ${column(({ personId }) => personId)}::uuid[], ${column(({ viewId }) => viewId)}::uuid[],
      ${column(({ beganAt }) => beganAt)}::timestamptz[], ${column(({ visibleMs }) => visibleMs)}::int[])
      as told (person_id, view_id, began_at, visible_ms)
    join wellbeing.time_limit using (person_id)
    on conflict (person_id, view_id) do update set visible_ms = greatest(known.visible_ms, excluded.visible_ms)`.execute(
    within<WellbeingTables>(handle),
  )
}

/** Next offset of the fact log to read; 0 before the first. */
export const loadProgress = async (handle: Queryable, consumer: string): Promise<number> => {
  const row = await within<WellbeingTables>(handle)
    .selectFrom('wellbeing.progress')
    .select('journal_offset')
    .where('consumer', '=', consumer)
    .executeTakeFirst()
  return Number(row?.journal_offset ?? 0n)
}

export const saveProgress = async (handle: Queryable, consumer: string, offset: number): Promise<void> => {
  await within<WellbeingTables>(handle)
    .insertInto('wellbeing.progress')
    .values({ consumer, journal_offset: BigInt(offset) })
    .onConflict((conflict) => conflict.column('consumer').doUpdateSet({ journal_offset: BigInt(offset) }))
    .execute()
}
