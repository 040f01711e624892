import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { WellbeingTables } from './tables.ts'

/** The limit of a person with what they did of their day, which lasts from `dayAt` to `dayEndsAt`. */
export interface Day {
  readonly minutes: number | null
  readonly chosen: boolean
  readonly timeZone: string
  readonly zoneSince: Date
  readonly dayAt: Date
  readonly dayEndsAt: Date
  readonly watchedMs: number
  readonly extensions: number
}

/** Null: this person has no limit and never had one. One statement. */
export const readDay = async (handle: Queryable, personId: PersonId, now: Date): Promise<Day | null> => {
  const query = sql<Day>`
    with own as (
      select *, date_trunc('day', ${now}::timestamptz at time zone time_zone) as local_day
      from wellbeing.time_limit where person_id = ${personId}
    ), day as (
      select *, local_day at time zone time_zone as day_at,
        (local_day + interval '1 day') at time zone time_zone as day_ends_at
      from own
    )
    select minutes, chosen, time_zone as "timeZone", zone_since as "zoneSince",
      day_at as "dayAt", day_ends_at as "dayEndsAt",
      coalesce((select sum(visible_ms) from wellbeing.watch
        where person_id = ${personId} and began_at >= day_at), 0)::int as "watchedMs",
      (select count(*) from wellbeing.extension
        where extension.person_id = ${personId} and extension.day_at = day.day_at)::int as extensions
    from day`
  return (await query.execute(within<WellbeingTables>(handle))).rows[0] ?? null
}

/** Begins to count for a person; whoever is counted already stays as they are. */
export const insertLimit = async (
  handle: Queryable,
  limit: { personId: PersonId; timeZone: string; at: Date },
): Promise<void> => {
  await within<WellbeingTables>(handle)
    .insertInto('wellbeing.time_limit')
    .values({
      ...{ person_id: limit.personId, minutes: null, chosen: false },
      ...{ time_zone: limit.timeZone, zone_since: limit.at },
    })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute()
}

export const saveChoice = async (tx: Tx, personId: PersonId, minutes: number | null): Promise<void> => {
  await within<WellbeingTables>(tx)
    .updateTable('wellbeing.time_limit')
    .set({ minutes, chosen: true })
    .where('person_id', '=', personId)
    .execute()
}

/** Moves a person's day to another zone, unless that was done since `unlessSince`. */
export const moveZone = async (
  handle: Queryable,
  move: { personId: PersonId; timeZone: string; at: Date; unlessSince: Date },
): Promise<void> => {
  await within<WellbeingTables>(handle)
    .updateTable('wellbeing.time_limit')
    .set({ time_zone: move.timeZone, zone_since: move.at })
    .where('person_id', '=', move.personId)
    .where('zone_since', '<', move.unlessSince)
    .execute()
}

export const insertExtension = async (
  tx: Tx,
  extension: { personId: PersonId; dayAt: Date; number: number; at: Date },
): Promise<void> => {
  await within<WellbeingTables>(tx)
    .insertInto('wellbeing.extension')
    .values({
      ...{ person_id: extension.personId, day_at: extension.dayAt },
      ...{ number: extension.number, taken_at: extension.at },
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'day_at', 'number']).doNothing())
    .execute()
}

/** Makes what one person wants of their time wait for one another. */
export const lockTime = async (tx: Tx, personId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wellbeing:${personId}`}, 0))`.execute(
    within<WellbeingTables>(tx),
  )
}

/** What people chose; who chose nothing is absent. One query. */
export const readChoices = async (
  handle: Queryable,
  people: readonly PersonId[],
): Promise<Map<PersonId, number | null>> => {
  const rows = await within<WellbeingTables>(handle)
    .selectFrom('wellbeing.time_limit')
    .select(['person_id', 'minutes'])
    .where('person_id', 'in', people)
    .where('chosen', '=', true)
    .execute()
  return new Map(rows.map((row) => [row.person_id, row.minutes]))
}
