import type { CommentId, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Telling } from '../rules/tellings.ts'
import type { InboxTables } from './tables.ts'

export interface EntryKey {
  readonly entryId: string
  readonly groupId: string
}

/** What is known of an act: by which event it stands or not, and where and when it was first told. */
export interface KnownEntry {
  readonly eventId: string
  readonly present: boolean
  readonly groupId: string
  readonly at: Date
  /** Null: it was never told. */
  readonly version: number | null
}

export const readEntry = async (tx: Tx, entryId: string): Promise<KnownEntry | null> => {
  const row = await within<InboxTables>(tx)
    .selectFrom('inbox.entry')
    .select(['event_id as eventId', 'present', 'group_id as groupId', 'at', 'version'])
    .where('entry_id', '=', entryId)
    .executeTakeFirst()
  return row ? { ...row, version: row.version === null ? null : Number(row.version) } : null
}

/** The act keeps its first group and time: done, undone and done again it is no news. */
export const writeEntry = async (tx: Tx, telling: Telling, key: EntryKey): Promise<void> => {
  const { eventId, present } = telling
  await within<InboxTables>(tx)
    .insertInto('inbox.entry')
    .values({
      ...{ entry_id: key.entryId, group_id: key.groupId, person_id: telling.personId },
      ...{ actor_id: telling.actorId, comment_id: telling.commentId, at: new Date(telling.at) },
      ...{ event_id: eventId, present, version: null },
      detail: telling.detail === null ? null : JSON.stringify(telling.detail),
    })
    .onConflict((conflict) => conflict.column('entry_id').doUpdateSet({ event_id: eventId, present }))
    .execute()
}

const keepVersion = async (tx: Tx, entryId: string, version: number): Promise<void> => {
  await within<InboxTables>(tx)
    .updateTable('inbox.entry')
    .set({ version: BigInt(version) })
    .where('entry_id', '=', entryId)
    .execute()
}

/** Marks as gone what stands between two people, or of one comment. Returns the groups it stood in. */
export const withdraw = async (
  tx: Tx,
  personId: PersonId,
  which: { actorId: PersonId } | { commentId: CommentId },
): Promise<string[]> => {
  const rows = await within<InboxTables>(tx)
    .updateTable('inbox.entry')
    .set({ present: false })
    .where('person_id', '=', personId)
    .where((row) =>
      'actorId' in which ? row('actor_id', '=', which.actorId) : row('comment_id', '=', which.commentId),
    )
    .where('present', '=', true)
    .returning('group_id')
    .execute()
  return [...new Set(rows.map((row) => row.group_id))]
}

/** Counts groups of an inbox that is held anew from their acts; those without any are gone. */
export const recount = async (tx: Tx, groupIds: readonly string[]): Promise<void> => {
  const tables = within<InboxTables>(tx)
  await sql`
    with counted as (
      select asked.group_id, count(entry.entry_id)::int as entries, count(distinct entry.actor_id)::int as actors,
        max(entry.at) as at
      from unnest(${[...groupIds]}::text[]) as asked (group_id)
      left join inbox.entry as entry on entry.group_id = asked.group_id and entry.present
      group by asked.group_id
    )
    update inbox.notification_group as known
    set entries = counted.entries, actors = counted.actors, at = coalesce(counted.at, known.at)
    from counted where counted.group_id = known.group_id`.execute(tables)
  await sql`delete from inbox.notification_group
    where group_id = any(${[...groupIds]}::text[]) and entries = 0`.execute(tables)
}

/** Adds one act, already written, to its group; exact, as the inbox is held. */
export const addToGroup = async (
  tx: Tx,
  telling: Telling,
  group: EntryKey & { version: number; at: Date },
): Promise<void> => {
  const { groupId, entryId, version, at } = group
  await keepVersion(tx, entryId, version)
  await sql`
    with new_actor as (
      select case when exists (select 1 from inbox.entry
        where person_id = ${telling.personId} and actor_id = ${telling.actorId}::uuid
          and group_id = ${groupId} and present and entry_id <> ${entryId}) then 0 else 1 end as by
    )
    insert into inbox.notification_group as known
      (group_id, person_id, kind, post_id, version, at, actors, entries)
    values (${groupId}, ${telling.personId}, ${telling.kind}, ${telling.postId}, ${version}::bigint,
      ${at}::timestamptz, ${telling.actorId === null ? 0 : 1}, 1)
    on conflict (group_id) do update set version = greatest(known.version, excluded.version), at = greatest(known.at, excluded.at),
      actors = known.actors + (select by from new_actor), entries = known.entries + 1`.execute(
    within<InboxTables>(tx),
  )
}

/** Who was told of a comment: its writer's mentions are bounded, and so is this. */
export const toldOfComment = async (handle: Queryable, commentId: CommentId): Promise<PersonId[]> =>
  (
    await within<InboxTables>(handle)
      .selectFrom('inbox.entry')
      .select('person_id')
      .distinct()
      .where('comment_id', '=', commentId)
      .where('present', '=', true)
      .limit(1000)
      .execute()
  ).map((row) => row.person_id)

export const toldOfPost = async (handle: Queryable, postId: PostId): Promise<PersonId[]> =>
  (
    await within<InboxTables>(handle)
      .selectFrom('inbox.notification_group')
      .select('person_id')
      .distinct()
      .where('post_id', '=', postId)
      .limit(1000)
      .execute()
  ).map((row) => row.person_id)

export const deleteGroupsOfPost = async (tx: Tx, personId: PersonId, postId: PostId): Promise<void> => {
  await within<InboxTables>(tx)
    .deleteFrom('inbox.notification_group')
    .where('person_id', '=', personId)
    .where('post_id', '=', postId)
    .execute()
}

export const forgetBefore = async (handle: Queryable, before: Date): Promise<void> => {
  const tables = within<InboxTables>(handle)
  await tables.deleteFrom('inbox.notification_group').where('at', '<', before).execute()
  await tables.deleteFrom('inbox.entry').where('at', '<', before).execute()
}
