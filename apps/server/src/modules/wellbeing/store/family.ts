import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { WellbeingTables } from './tables.ts'

export interface Link {
  readonly linkId: string
  readonly teenId: PersonId
  readonly parentId: PersonId
  readonly since: Date
  readonly minutes: number | null
  readonly extensions: boolean
}

const linkColumns = [
  ...(['link_id as linkId', 'teen_id as teenId', 'parent_id as parentId'] as const),
  ...(['since', 'minutes', 'extensions'] as const),
] as const

/** All links of a person, on either side; so few that there are no pages. */
export const linksOf = (handle: Queryable, personId: PersonId): Promise<Link[]> =>
  within<WellbeingTables>(handle)
    .selectFrom('wellbeing.family_link')
    .select(linkColumns)
    .where((is) => is.or([is('teen_id', '=', personId), is('parent_id', '=', personId)]))
    .orderBy('since')
    .orderBy('link_id')
    .execute()

/** What parents set for some people; who has no parent is absent. One query. */
export const rulesFor = (handle: Queryable, teenIds: readonly PersonId[]): Promise<Link[]> =>
  within<WellbeingTables>(handle)
    .selectFrom('wellbeing.family_link')
    .select(linkColumns)
    .where('teen_id', 'in', teenIds)
    .execute()

export const findLink = async (handle: Queryable, linkId: string): Promise<Link | null> => {
  const row = await within<WellbeingTables>(handle)
    .selectFrom('wellbeing.family_link')
    .select(linkColumns)
    .where('link_id', '=', linkId)
    .executeTakeFirst()
  return row ?? null
}

export const insertLink = async (
  tx: Tx,
  link: Pick<Link, 'linkId' | 'teenId' | 'parentId' | 'since'>,
): Promise<void> => {
  await within<WellbeingTables>(tx)
    .insertInto('wellbeing.family_link')
    .values({
      ...{ link_id: link.linkId, teen_id: link.teenId, parent_id: link.parentId },
      ...{ since: link.since, minutes: null, extensions: true },
    })
    .execute()
}

export const saveRules = async (
  tx: Tx,
  linkId: string,
  rules: Pick<Link, 'minutes' | 'extensions'>,
): Promise<void> => {
  await within<WellbeingTables>(tx)
    .updateTable('wellbeing.family_link')
    .set({ minutes: rules.minutes, extensions: rules.extensions })
    .where('link_id', '=', linkId)
    .execute()
}

/** Forgets a link, and with the last one of a teen the days that were kept for it. */
export const deleteLink = async (tx: Tx, { linkId, teenId }: Link): Promise<void> => {
  const tables = within<WellbeingTables>(tx)
  await tables.deleteFrom('wellbeing.family_link').where('link_id', '=', linkId).execute()
  await sql`
    delete from wellbeing.watched_day where person_id = ${teenId}
      and not exists (select from wellbeing.family_link where teen_id = ${teenId})`.execute(tables)
}

export const saveCode = async (
  tx: Tx,
  code: { teenId: PersonId; hash: string; expiresAt: Date },
): Promise<void> => {
  const set = { code_hash: code.hash, expires_at: code.expiresAt }
  await within<WellbeingTables>(tx)
    .insertInto('wellbeing.family_code')
    .values({ teen_id: code.teenId, ...set })
    .onConflict((conflict) => conflict.column('teen_id').doUpdateSet(set))
    .execute()
}

/** Whose code this is, while it is valid. */
export const findCode = async (handle: Queryable, hash: string, now: Date): Promise<PersonId | null> => {
  const row = await within<WellbeingTables>(handle)
    .selectFrom('wellbeing.family_code')
    .select('teen_id')
    .where('code_hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.teen_id ?? null
}

/** True: the code was there until now, and this call is the one that used it. */
export const takeCode = async (tx: Tx, hash: string): Promise<boolean> => {
  const row = await within<WellbeingTables>(tx)
    .deleteFrom('wellbeing.family_code')
    .where('code_hash', '=', hash)
    .returning('teen_id')
    .executeTakeFirst()
  return row !== undefined
}

export const codeEnd = async (handle: Queryable, teenId: PersonId, now: Date): Promise<Date | null> => {
  const row = await within<WellbeingTables>(handle)
    .selectFrom('wellbeing.family_code')
    .select('expires_at')
    .where('teen_id', '=', teenId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.expires_at ?? null
}

export const dropCode = async (handle: Queryable, teenId: PersonId): Promise<void> => {
  await within<WellbeingTables>(handle)
    .deleteFrom('wellbeing.family_code')
    .where('teen_id', '=', teenId)
    .execute()
}

/** Counts one more try, and says the how-manieth of its window it is. */
export const countTry = async (handle: Queryable, personId: PersonId, windowAt: Date): Promise<number> => {
  const query = sql<{ tries: number }>`
    insert into wellbeing.family_try as known (person_id, window_at, tries)
    values (${personId}, ${windowAt}, 1)
    on conflict (person_id, window_at) do update set tries = known.tries + 1
    returning tries`
  return (await query.execute(within<WellbeingTables>(handle))).rows[0]?.tries ?? 1
}

export const sweepFamily = async (handle: Queryable, before: { codes: Date; tries: Date }): Promise<void> => {
  const tables = within<WellbeingTables>(handle)
  await tables.deleteFrom('wellbeing.family_code').where('expires_at', '<=', before.codes).execute()
  await tables.deleteFrom('wellbeing.family_try').where('window_at', '<', before.tries).execute()
}
