import type { MailChoice, PersonId, PostId, QuietHours, SoftKind } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { InboxTables } from './tables.ts'

export interface PersonRow {
  readonly version: number
  readonly offKinds: readonly SoftKind[]
  /** Null: nothing was chosen. */
  readonly choice: { readonly quiet: QuietHours | null } | null
  readonly timeZone: string | null
  readonly mail: MailChoice
}

export const readPerson = async (handle: Queryable, personId: PersonId): Promise<PersonRow> => {
  const row = await within<InboxTables>(handle)
    .selectFrom('inbox.person')
    .select(['version', 'off_kinds', 'quiet_chosen', 'quiet_from', 'quiet_to', 'time_zone', 'mail'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (!row) return { version: 0, offKinds: [], choice: null, timeZone: null, mail: 'important' }
  const { quiet_from: fromMinute, quiet_to: toMinute } = row
  const quiet = fromMinute === null || toMinute === null ? null : { fromMinute, toMinute }
  return {
    ...{ version: Number(row.version), offKinds: row.off_kinds, timeZone: row.time_zone },
    mail: row.mail,
    choice: row.quiet_chosen ? { quiet } : null,
  }
}

/** Makes the row if there is none, and holds it: changes of one inbox happen one after the other. */
export const lockPerson = async (tx: Tx, personId: PersonId): Promise<void> => {
  await sql`insert into inbox.person (person_id) values (${personId})
    on conflict (person_id) do update set version = inbox.person.version`.execute(within<InboxTables>(tx))
}

/** The next version of an inbox that is held. */
export const nextVersion = async (tx: Tx, personId: PersonId): Promise<number> => {
  const { version } = await within<InboxTables>(tx)
    .updateTable('inbox.person')
    .set((row) => ({ version: row('version', '+', 1n) }))
    .where('person_id', '=', personId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return Number(version)
}

/** Nothing above what there is can have been seen. True: it was not seen before. */
export const raiseSeen = async (tx: Tx, personId: PersonId, version: number): Promise<boolean> => {
  const { rows } = await sql`
    update inbox.person set seen_version = least(version, ${version})
    where person_id = ${personId} and seen_version < least(version, ${version}) returning person_id`.execute(
    within<InboxTables>(tx),
  )
  return rows.length > 0
}

/** What somebody may choose; what is left out stays. */
export interface Settings {
  readonly offKinds?: SoftKind[] | undefined
  readonly quiet?: QuietHours | null | undefined
  readonly mail?: MailChoice | undefined
}

export const saveSettings = async (
  tx: Tx,
  personId: PersonId,
  given: Settings & { nextDigestAt?: Date | null },
): Promise<void> => {
  const { offKinds, quiet, mail, nextDigestAt } = given
  await within<InboxTables>(tx)
    .updateTable('inbox.person')
    .set({
      ...(offKinds === undefined ? {} : { off_kinds: [...new Set(offKinds)] }),
      ...(mail === undefined ? {} : { mail }),
      ...(nextDigestAt === undefined ? {} : { next_digest_at: nextDigestAt }),
      ...(quiet === undefined
        ? {}
        : {
            ...{ quiet_chosen: true, quiet_from: quiet?.fromMinute ?? null },
            quiet_to: quiet?.toMinute ?? null,
          }),
      // An update of nothing is no statement.
      person_id: personId,
    })
    .where('person_id', '=', personId)
    .execute()
}

/** Where a person is; a zone that is known moves only when it has been so since `unlessSince`. */
export const moveZone = async (
  handle: Queryable,
  move: { personId: PersonId; timeZone: string; at: Date; unlessSince: Date },
): Promise<void> => {
  const { personId, timeZone, at, unlessSince } = move
  await sql`insert into inbox.person as known (person_id, time_zone, zone_since)
    values (${personId}, ${timeZone}, ${at})
    on conflict (person_id) do update set time_zone = ${timeZone}, zone_since = ${at}
    where known.zone_since is null or known.zone_since < ${unlessSince}`.execute(within<InboxTables>(handle))
}

export const setPostMuted = async (
  handle: Queryable,
  mute: { personId: PersonId; postId: PostId; at: Date; muted: boolean },
): Promise<void> => {
  const tables = within<InboxTables>(handle)
  const { personId, postId, at } = mute
  if (mute.muted)
    await tables
      .insertInto('inbox.muted_post')
      .values({ person_id: personId, post_id: postId, muted_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  else
    await tables
      .deleteFrom('inbox.muted_post')
      .where('person_id', '=', personId)
      .where('post_id', '=', postId)
      .execute()
}

export const isPostMuted = async (handle: Queryable, personId: PersonId, postId: PostId): Promise<boolean> =>
  (await within<InboxTables>(handle)
    .selectFrom('inbox.muted_post')
    .select('post_id')
    .where('person_id', '=', personId)
    .where('post_id', '=', postId)
    .executeTakeFirst()) !== undefined
