import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SearchTables, TouchedKind } from './tables.ts'

export interface Touch {
  readonly kind: TouchedKind
  readonly item: string
  readonly personId: string
  readonly at: Date
}

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)

/** Remembers who did something with what; told twice within the hour it is the same. */
export const keepTouches = async (handle: Queryable, touches: readonly Touch[]): Promise<void> => {
  if (touches.length === 0) return
  await within<SearchTables>(handle)
    .insertInto('search.touch')
    .values(
      touches.map(({ kind, item, personId, at }) => ({
        kind,
        item,
        person_id: personId,
        hour_at: hourOf(at),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export interface BusyItem {
  readonly item: string
  readonly people: string[]
  /** People-hours before the window. */
  readonly before: number
  /** Those of them at the hours of the day that the window has. */
  readonly sameHours: number
  readonly firstAt: Date
}

/** Items that enough different people touched in the window, with how often they were touched before it. */
export const busyItems = async (
  handle: Queryable,
  given: {
    readonly kind: TouchedKind
    /** The beginning of an hour. */
    readonly windowFrom: Date
    readonly windowHours: number
    readonly historyFrom: Date
    readonly people: number
    readonly limit: number
  },
): Promise<BusyItem[]> => {
  const { kind, windowFrom, windowHours, historyFrom } = given
  const { rows } = await sql<BusyItem>`
    with busy as (
      select item, array_agg(distinct person_id::text) as people from search.touch
      where kind = ${kind} and hour_at >= ${windowFrom}
      group by item having count(distinct person_id) >= ${given.people}
      order by count(distinct person_id) desc, item limit ${given.limit}
    )
    select busy.*, coalesce(past.touches, 0)::int as before, coalesce(past.same_hours, 0)::int as "sameHours",
      coalesce(past.first_at, ${windowFrom}) as "firstAt"
    from busy left join lateral (
      select count(*) as touches, min(hour_at) as first_at, count(*) filter (
        where mod(extract(epoch from ${windowFrom}::timestamptz - hour_at)::int, 86400) = 0
          or mod(extract(epoch from ${windowFrom}::timestamptz - hour_at)::int, 86400) > 86400 - ${windowHours} * 3600
      ) as same_hours from search.touch
      where touch.kind = ${kind} and touch.item = busy.item
        and hour_at >= ${historyFrom} and hour_at < ${windowFrom}
    ) as past on true`.execute(within<SearchTables>(handle))
  return rows
}

/** What else these people touched since then: hashtags, at most fifty each. */
export const touchedBy = async (
  handle: Queryable,
  people: readonly string[],
  given: { kind: TouchedKind; since: Date },
): Promise<Map<string, string[]>> => {
  if (people.length === 0) return new Map()
  const { rows } = await sql<{ personId: string; items: string[] }>`
    select person_id::text as "personId", (array_agg(distinct item))[1:50] as items from search.touch
    where person_id = any (${[...people]}::uuid[]) and kind = ${given.kind} and hour_at >= ${given.since}
    group by person_id`.execute(within<SearchTables>(handle))
  return new Map(rows.map(({ personId, items }) => [personId, items]))
}

export interface TrendRow {
  readonly kind: TouchedKind
  readonly item: string
  readonly score: number
  readonly rise: number
}

export const replaceTrends = async (tx: Tx, trends: readonly TrendRow[], asOf: Date): Promise<void> => {
  const tables = within<SearchTables>(tx)
  await tables.deleteFrom('search.trend').execute()
  if (trends.length > 0)
    await tables
      .insertInto('search.trend')
      .values(trends.map((trend) => ({ ...trend, as_of: asOf })))
      .execute()
}

export const readTrends = (
  handle: Queryable,
  kind: TouchedKind,
  limit: number,
): Promise<{ item: string; rise: number; asOf: Date }[]> =>
  within<SearchTables>(handle)
    .selectFrom('search.trend')
    .select(['item', 'rise', 'as_of as asOf'])
    .where('kind', '=', kind)
    .orderBy('score', 'desc')
    .orderBy('item')
    .limit(limit)
    .execute()

/** Popularity anew: different people since then, of posts and hashtags by what was done, of people by their posts. */
export const remakePopularity = async (tx: Tx, since: Date): Promise<void> => {
  const tables = within<SearchTables>(tx)
  await sql`
    with counted as (
      select kind, item, count(distinct person_id)::int as people from search.touch
      where hour_at >= ${since} group by kind, item
    ), owned as (
      select owner_id::text as item, sum(people)::int as people from counted
      join search.document as post using (kind, item) where post.kind = 'post' group by owner_id
    ), told as (
      select kind, item, people from counted union all select 'person', item, people from owned
    )
    update search.document as known set popularity = coalesce(told.people, 0)
    from search.document as own left join told on told.kind = own.kind and told.item = own.item
    where known.kind = own.kind and known.item = own.item and known.popularity <> coalesce(told.people, 0)`.execute(
    tables,
  )
}

export const forgetTouches = async (handle: Queryable, before: Date): Promise<void> => {
  await within<SearchTables>(handle).deleteFrom('search.touch').where('hour_at', '<', before).execute()
}
