import type { ScoreTerm, SlotSource } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { Measured } from '../rules/shares.ts'
import type { FeedTables } from './tables.ts'

type Part =
  | { readonly kind: 'source'; readonly name: SlotSource; readonly size: number }
  | { readonly kind: 'term'; readonly name: ScoreTerm; readonly size: number }

/** Measures slots served since then, at most so many, the newest: one walk along `served_slot_newest_idx`. */
export const measureSlots = async (handle: Queryable, since: Date, most: number): Promise<Measured> => {
  const query = sql<Part>`
    with newest as materialized (
      select source, terms from feed.served_slot where served_at > ${since}
      order by served_at desc limit ${most}
    )
    select 'source' as kind, source as name, count(*)::float8 as size from newest group by source
    union all
    select 'term', part ->> 'term', sum(abs((part ->> 'value')::float8))
    from newest cross join jsonb_array_elements(terms) as part group by part ->> 'term'`
  const parts = (await query.execute(within<FeedTables>(handle))).rows
  const sources = parts.flatMap((part) =>
    part.kind === 'source' ? [{ source: part.name, slots: part.size }] : [],
  )
  return {
    slots: sources.reduce((sum, { slots }) => sum + slots, 0),
    sources,
    terms: parts.flatMap((part) => (part.kind === 'term' ? [{ term: part.name, size: part.size }] : [])),
  }
}

export interface ParameterVersion<Parameters> {
  readonly version: string
  readonly since: Date
  readonly parameters: Parameters
}

/** Writes down that these parameters are used from now on, unless the last ones written down are the same. */
export const rememberVersion = async <Parameters>(
  handle: Queryable,
  now: ParameterVersion<Parameters>,
): Promise<void> => {
  const parameters = JSON.stringify(now.parameters)
  const query = sql`
    insert into feed.parameter_version (since, version, parameters)
    select ${now.since}, ${now.version}, ${parameters}::jsonb
    where not exists (
      select 1 from (
        select version, parameters from feed.parameter_version order by since desc limit 1
      ) as latest
      where latest.version = ${now.version} and latest.parameters = ${parameters}::jsonb
    )
    on conflict (since) do nothing`
  await query.execute(within<FeedTables>(handle))
}

/** The newest first. The caller knows of what form the parameters are that it wrote. */
export const readVersions = async <Parameters>(
  handle: Queryable,
  most: number,
): Promise<ParameterVersion<Parameters>[]> => {
  const rows = await within<FeedTables>(handle)
    .selectFrom('feed.parameter_version')
    .select(['version', 'since', 'parameters'])
    .orderBy('since', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, parameters: row.parameters as Parameters }))
}
