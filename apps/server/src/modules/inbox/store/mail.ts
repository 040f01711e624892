import type { MailChoice, NoticeDetail, NotificationKind, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { InboxTables } from './tables.ts'

/** What a notice that still stands is about; undefined: there is nothing to tell any more. */
export const findNotice = async (handle: Queryable, entryId: string): Promise<NoticeDetail | undefined> => {
  const row = await within<InboxTables>(handle)
    .selectFrom('inbox.entry')
    .select('detail')
    .where('entry_id', '=', entryId)
    .where('present', '=', true)
    .executeTakeFirst()
  return row?.detail ?? undefined
}

export const holdNotice = async (tx: Tx, entryId: string, dueAt: Date): Promise<void> => {
  await within<InboxTables>(tx)
    .updateTable('inbox.entry')
    .set({ mail_due_at: dueAt })
    .where('entry_id', '=', entryId)
    .execute()
}

/** Takes out what was held back until now, the longest waiting first; whoever else asks in this moment gets others. */
export const takeHeldNotices = async (
  tx: Tx,
  now: Date,
  limit: number,
): Promise<{ personId: PersonId; entryId: string }[]> => {
  const query = sql<{ personId: PersonId; entryId: string }>`
    update inbox.entry set mail_due_at = null where entry_id in (
      select entry_id from inbox.entry where mail_due_at <= ${now}
      order by mail_due_at limit ${limit} for update skip locked)
    returning person_id as "personId", entry_id as "entryId"`
  return (await query.execute(within<InboxTables>(tx))).rows
}

/** What stands in all mails to a person; made when it is first needed, and then for ever the same. */
export const unsubscribeTokenOf = async (
  handle: Queryable,
  personId: PersonId,
  made: string,
): Promise<string> => {
  const row = await within<InboxTables>(handle)
    .insertInto('inbox.person')
    .values({ person_id: personId, unsubscribe_token: made })
    .onConflict((conflict) =>
      conflict
        .column('person_id')
        .doUpdateSet({ unsubscribe_token: sql`coalesce(inbox.person.unsubscribe_token, ${made})` }),
    )
    .returning('unsubscribe_token')
    .executeTakeFirstOrThrow()
  return row.unsubscribe_token ?? made
}

/** Ends all mail to whoever got this. False: nobody did. */
export const unsubscribe = async (handle: Queryable, token: string): Promise<boolean> => {
  const row = await within<InboxTables>(handle)
    .updateTable('inbox.person')
    .set({ mail: 'off', next_digest_at: null })
    .where('unsubscribe_token', '=', token)
    .returning('person_id')
    .executeTakeFirst()
  return row !== undefined
}

export interface DueDigest {
  readonly personId: PersonId
  readonly dueAt: Date
}

/** Whose digest is due, the one that waits longest first. */
export const findDueDigests = (handle: Queryable, now: Date, limit: number): Promise<DueDigest[]> =>
  within<InboxTables>(handle)
    .selectFrom('inbox.person')
    .select(['person_id as personId', 'next_digest_at as dueAt'])
    .where('next_digest_at', '<=', now)
    .where('next_digest_at', 'is not', null)
    .orderBy('next_digest_at')
    .limit(limit)
    .$narrowType<{ dueAt: Date }>()
    .execute()

export interface DigestState {
  readonly mail: MailChoice
  readonly version: number
  readonly toldVersion: number
  readonly dueAt: Date | null
}

/** Of an inbox that is held. */
export const readDigestState = async (tx: Tx, personId: PersonId): Promise<DigestState> => {
  const row = await within<InboxTables>(tx)
    .selectFrom('inbox.person')
    .select(['mail', 'version', 'digest_version as toldVersion', 'next_digest_at as dueAt'])
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return { ...row, version: Number(row.version), toldVersion: Number(row.toldVersion) }
}

export const saveDigest = async (
  tx: Tx,
  personId: PersonId,
  { toldVersion, dueAt }: { toldVersion: number; dueAt: Date },
): Promise<void> => {
  await within<InboxTables>(tx)
    .updateTable('inbox.person')
    .set({ digest_version: BigInt(toldVersion), next_digest_at: dueAt })
    .where('person_id', '=', personId)
    .execute()
}

export interface DigestRow {
  readonly kind: NotificationKind
  readonly actors: number
  readonly actorId: PersonId | null
  readonly detail: NoticeDetail | null
}

/** What is unread of what happened after one version and up to another, the latest first; one more than is shown. */
export const listForDigest = async (
  handle: Queryable,
  asked: { personId: PersonId; after: number; upTo: number; limit: number },
): Promise<{ rows: DigestRow[]; total: number }> => {
  const query = sql<DigestRow & { total: number }>`
    select known.kind, known.actors, latest.actor_id as "actorId", latest.detail,
      count(*) over ()::int as total
    from inbox.notification_group as known join inbox.person as owner using (person_id)
    left join lateral (
      select actor_id, detail from inbox.entry
      where group_id = known.group_id and present order by at desc limit 1) as latest on true
    where person_id = ${asked.personId} and known.version > ${asked.after}::bigint
      and known.version <= ${asked.upTo}::bigint
      and known.version > greatest(known.read_version, owner.seen_version)
    order by known.version desc limit ${asked.limit}`
  const { rows } = await query.execute(within<InboxTables>(handle))
  return { rows, total: rows[0]?.total ?? 0 }
}
