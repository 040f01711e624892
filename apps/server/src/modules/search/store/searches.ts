import type { PersonId, SearchKind } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SearchTables } from './tables.ts'

export interface LoggedSearch {
  readonly searchId: string
  readonly query: string
  readonly kind: SearchKind
  readonly personId: PersonId | null
  readonly results: number
  readonly at: Date
}

export const logSearch = async (handle: Queryable, search: LoggedSearch): Promise<void> => {
  const { searchId, query, kind, personId, results, at } = search
  await within<SearchTables>(handle)
    .insertInto('search.search_log')
    .values({
      ...{ search_id: searchId, query, kind, person_id: personId, results },
      chosen: false,
      searched_at: at,
    })
    .execute()
}

export const markChosen = async (handle: Queryable, searchId: string): Promise<void> => {
  await within<SearchTables>(handle)
    .updateTable('search.search_log')
    .set({ chosen: true })
    .where('search_id', '=', searchId)
    .execute()
}

const mostRecent = 50

/** Keeps a search of a person; the oldest beyond fifty go. */
export const keepRecent = async (
  tx: Tx,
  recent: { personId: PersonId; query: string; at: Date },
): Promise<void> => {
  const tables = within<SearchTables>(tx)
  await tables
    .insertInto('search.recent')
    .values({ person_id: recent.personId, query: recent.query, searched_at: recent.at })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'query']).doUpdateSet({ searched_at: recent.at }),
    )
    .execute()
  await sql`delete from search.recent where person_id = ${recent.personId} and query in (
    select query from search.recent where person_id = ${recent.personId}
    order by searched_at desc offset ${mostRecent})`.execute(tables)
}

export const listRecent = async (
  handle: Queryable,
  personId: PersonId,
  given: { beginning: string; limit: number },
): Promise<{ text: string; at: Date }[]> => {
  const rows = await within<SearchTables>(handle)
    .selectFrom('search.recent')
    .select(['query as text', 'searched_at as at'])
    .where('person_id', '=', personId)
    .where(sql<boolean>`starts_with(query, ${given.beginning})`)
    .orderBy('searched_at', 'desc')
    .limit(given.limit)
    .execute()
  return rows
}

/** Forgets one search of a person, or all; what remains in the log is nobody's any more. */
export const forgetSearchesOf = async (tx: Tx, personId: PersonId, query: string | null): Promise<void> => {
  const tables = within<SearchTables>(tx)
  let recent = tables.deleteFrom('search.recent').where('person_id', '=', personId)
  let logged = tables
    .updateTable('search.search_log')
    .set({ person_id: null })
    .where('person_id', '=', personId)
  if (query !== null) {
    recent = recent.where('query', '=', query)
    logged = logged.where('query', '=', query)
  }
  await recent.execute()
  await logged.execute()
}

/** Popular queries with this beginning. */
export const popularWith = async (handle: Queryable, beginning: string, limit: number): Promise<string[]> => {
  const pattern = `${beginning.replaceAll('_', '\\_')}%`
  const { rows } = await sql<{ query: string }>`
    select query from search.popular where query like ${pattern}
    order by people desc, query limit ${limit}`.execute(within<SearchTables>(handle))
  return rows.map(({ query }) => query)
}

/** Counts anew what at least `people` different people searched and found. */
export const remakePopular = async (tx: Tx, given: { since: Date; people: number }): Promise<void> => {
  const tables = within<SearchTables>(tx)
  await sql`delete from search.popular`.execute(tables)
  await sql`insert into search.popular (query, people)
    select query, count(distinct person_id) from search.search_log
    where searched_at >= ${given.since} and person_id is not null and kind = 'top' and results > 0
    group by query having count(distinct person_id) >= ${given.people}
    order by 2 desc limit 20000`.execute(tables)
}

export const forgetLog = async (handle: Queryable, before: Date): Promise<void> => {
  await within<SearchTables>(handle)
    .deleteFrom('search.search_log')
    .where('searched_at', '<', before)
    .execute()
}

export interface GapRow {
  readonly query: string
  readonly people: number
  readonly searches: number
  readonly results: number
  readonly chosen: number
  /** Searches by week, as the Monday and their number. */
  readonly weeks: readonly { readonly week: string; readonly searches: number }[]
}

/**
 * Queries of enough people of whom nearly nobody chose anything, or who found little and mostly left it. Choosing counts
 * by the person, so nobody who asks again and again changes the picture, and from every look at the results.
 */
export const readGaps = async (
  handle: Queryable,
  given: {
    readonly since: Date
    readonly people: number
    readonly fewResults: number
    readonly rarelyChosen: number
    readonly mostlyChosen: number
    readonly limit: number
  },
): Promise<GapRow[]> => {
  const { rows } = await sql<GapRow>`
    with asked as (
      select query, count(distinct person_id) filter (where kind = 'top')::int as people,
        count(*) filter (where kind = 'top')::int as searches,
        (count(distinct person_id) filter (where chosen))::float8 / count(distinct person_id) as chosen,
        (array_agg(results order by searched_at desc) filter (where kind = 'top'))[1] as results
      from search.search_log where searched_at >= ${given.since} and person_id is not null
      group by query having count(distinct person_id) filter (where kind = 'top') >= ${given.people}
    ), gap as (
      select * from asked where chosen < ${given.rarelyChosen}
        or (results < ${given.fewResults} and chosen < ${given.mostlyChosen})
      order by people desc, query limit ${given.limit}
    )
    select gap.*, (
      select json_agg(json_build_object('week', to_char(week, 'YYYY-MM-DD'), 'searches', searches) order by week)
      from (
        select date_trunc('week', searched_at at time zone 'UTC') as week, count(*)::int as searches
        from search.search_log as log where log.query = gap.query and searched_at >= ${given.since}
          and person_id is not null and kind = 'top'
        group by 1
      ) as weekly
    ) as weeks
    from gap order by people desc, query`.execute(within<SearchTables>(handle))
  return rows
}
