import type { CommentId, NoticeDetail, NotificationKind, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { InboxTables } from './tables.ts'

export interface GroupRow {
  readonly groupId: string
  readonly kind: NotificationKind
  readonly postId: PostId | null
  readonly version: number
  readonly at: Date
  readonly actors: number
  readonly isUnread: boolean
  readonly latest: readonly {
    actorId: PersonId | null
    commentId: CommentId | null
    detail: NoticeDetail | null
  }[]
}

/** A page with the three latest actors of each group; one statement. */
export const listGroups = async (
  handle: Queryable,
  asked: { personId: PersonId; kind: NotificationKind | null; before: number | null; limit: number },
): Promise<GroupRow[]> => {
  const query = sql<GroupRow>`
    select known.group_id as "groupId", known.kind, known.post_id as "postId", known.version::float8 as version,
      known.at, known.actors, known.version > greatest(known.read_version, owner.seen_version) as "isUnread",
      coalesce((
        select json_agg(json_build_object('actorId', one.actor_id, 'commentId', one.comment_id, 'detail', one.detail) order by one.at desc)
        from (
          select * from (
            select distinct on (actor_id) actor_id, comment_id, detail, at from (
              select actor_id, comment_id, detail, at from inbox.entry
              where group_id = known.group_id and present order by at desc limit 50) as newest
            order by actor_id, at desc) as each_once
          order by at desc limit 3) as one), '[]') as latest
    from inbox.notification_group as known join inbox.person as owner using (person_id)
    where person_id = ${asked.personId} and (${asked.before}::bigint is null or known.version < ${asked.before}::bigint)
      and (${asked.kind}::text is null or kind = ${asked.kind}::text)
    order by known.version desc limit ${asked.limit}`
  return (await query.execute(within<InboxTables>(handle))).rows
}

const mostCounted = 100

export const countUnread = async (handle: Queryable, personId: PersonId): Promise<number> => {
  const query = sql<{ unread: number }>`
    select count(*)::int as unread from (
      select 1 from inbox.notification_group as known join inbox.person as owner using (person_id)
      where person_id = ${personId} and known.version > owner.seen_version
        and known.version > known.read_version limit ${mostCounted}) as counted`
  return (await query.execute(within<InboxTables>(handle))).rows[0]?.unread ?? 0
}

/** False: the person has no such group. */
export const markRead = async (tx: Tx, personId: PersonId, groupId: string): Promise<boolean> => {
  const row = await within<InboxTables>(tx)
    .updateTable('inbox.notification_group')
    .set((group) => ({ read_version: group.ref('version') }))
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .returning('group_id')
    .executeTakeFirst()
  return row !== undefined
}
