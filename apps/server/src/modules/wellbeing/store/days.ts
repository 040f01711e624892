import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { WellbeingTables } from './tables.ts'

export interface WatchedDay {
  readonly teenId: PersonId
  readonly day: string
  /** Null: before the link. */
  readonly watchedMs: number | null
}

/**
 * The last seven days and today of all teens of a parent, in order; a day is by the clock on the teen's wall. What is
 * still known view by view and what was summed before it was forgotten are different views, so both are added.
 */
export const daysOfTeens = async (
  handle: Queryable,
  parentId: PersonId,
  now: Date,
): Promise<WatchedDay[]> => {
  const query = sql<WatchedDay>`
    with teen as (
      select link.teen_id, own.time_zone,
        (${now}::timestamptz at time zone own.time_zone)::date as today,
        (link.since at time zone own.time_zone)::date as first_day
      from wellbeing.family_link link
      join wellbeing.time_limit own on own.person_id = link.teen_id
      where link.parent_id = ${parentId}
    ), asked as (
      select teen.*, today - back as day from teen cross join generate_series(0, 7) as back
    ), live as (
      select teen_id, (began_at at time zone time_zone)::date as day, sum(visible_ms) as ms
      from teen join wellbeing.watch on watch.person_id = teen.teen_id
      group by 1, 2
    )
    select asked.teen_id as "teenId", asked.day::text as day,
      case when asked.day >= first_day
        then (coalesce(live.ms, 0) + coalesce(kept.watched_ms, 0))::int end as "watchedMs"
    from asked
    left join live on live.teen_id = asked.teen_id and live.day = asked.day
    left join wellbeing.watched_day kept on kept.person_id = asked.teen_id and kept.day = asked.day
    order by asked.teen_id, asked.day`
  return (await query.execute(within<WellbeingTables>(handle))).rows
}

/**
 * Forgets views, and sums those of linked teens by day in the same statement: each is counted once, whenever one looks.
 * Sums end on the eighth day.
 */
export const forgetWatches = async (handle: Queryable, before: Date): Promise<void> => {
  const tables = within<WellbeingTables>(handle)
  await sql`
    with gone as (
      delete from wellbeing.watch where began_at < ${before} returning person_id, began_at, visible_ms
    )
    insert into wellbeing.watched_day as known (person_id, day, watched_ms)
    select person_id, (began_at at time zone time_zone)::date, sum(visible_ms)
    from gone join wellbeing.time_limit using (person_id)
    where exists (select from wellbeing.family_link where teen_id = person_id)
    group by 1, 2
    on conflict (person_id, day) do update set watched_ms = known.watched_ms + excluded.watched_ms`.execute(
    tables,
  )
  await sql`delete from wellbeing.watched_day where day < ${before}::date - 7`.execute(tables)
  await tables.deleteFrom('wellbeing.extension').where('day_at', '<', before).execute()
}
