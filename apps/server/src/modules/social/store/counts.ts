import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

/** Changes a counter of a post in the transaction of what it counts, so that the two never differ. */
export const addToPost = async (
  tx: Tx,
  postId: PostId,
  change: { column: 'saves' | 'comments' | 'shares'; by: 1 | -1 },
): Promise<void> => {
  const column = sql.ref(change.column)
  const query =
    change.by === 1
      ? sql`insert into social.post_count (post_id, ${column}) values (${postId}, 1)
          on conflict (post_id) do update set ${column} = post_count.${column} + 1`
      : sql`update social.post_count set ${column} = ${column} - 1 where post_id = ${postId}`
  await query.execute(within<SocialTables>(tx))
}

export interface PersonChange {
  readonly personId: PersonId
  readonly followers: number
  readonly following: number
}

/** Rows are taken in the order of their ids, always: two changes at once cannot wait for each other. */
export const addToPeople = async (tx: Tx, changes: readonly PersonChange[]): Promise<void> => {
  const ordered = changes.toSorted((one, other) => (one.personId < other.personId ? -1 : 1))
  for (const { personId, followers, following } of ordered) {
    const create = sql`insert into social.person_count (person_id) values (${personId}) on conflict do nothing`
    await create.execute(within<SocialTables>(tx))
    const change = sql`update social.person_count
      set followers = followers + ${followers}, following = following + ${following}
      where person_id = ${personId}`
    await change.execute(within<SocialTables>(tx))
  }
}

export interface PersonCounts {
  readonly followers: number
  readonly following: number
}

export const countsOfPerson = async (handle: Queryable, personId: PersonId): Promise<PersonCounts> => {
  const row = await within<SocialTables>(handle)
    .selectFrom('social.person_count')
    .select(['followers', 'following'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return { followers: Number(row?.followers ?? 0n), following: Number(row?.following ?? 0n) }
}

export interface PostCounts {
  readonly likes: number
  readonly saves: number
  readonly comments: number
  readonly shares: number
}

/** Counters of posts, a row for each that was asked about. */
export const countsOfPosts = async (
  handle: Queryable,
  postIds: readonly PostId[],
): Promise<Map<PostId, PostCounts>> => {
  const query = sql<Record<keyof PostCounts, bigint> & { postId: PostId }>`
    select asked.post_id as "postId", coalesce(liked.likes, 0) as likes, coalesce(other.saves, 0) as saves,
      coalesce(other.comments, 0) as comments, coalesce(other.shares, 0) as shares
    from unnest(${[...postIds]}::uuid[]) as asked (post_id)
    left join social.like_count as liked using (post_id)
    left join social.post_count as other using (post_id)`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return new Map(
    rows.map(({ postId, likes, saves, comments, shares }) => [
      postId,
      { likes: Number(likes), saves: Number(saves), comments: Number(comments), shares: Number(shares) },
    ]),
  )
}
