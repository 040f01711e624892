import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Watcher } from './hidden.ts'
import { isHidden } from './hidden.ts'
import type { SocialTables } from './tables.ts'

/** The lists that people keep: each a table of an owner, an item and a time. */
const lists = {
  liked: { table: 'social.post_like', owner: 'person_id', item: 'post_id', at: 'liked_at' },
  saved: { table: 'social.post_save', owner: 'person_id', item: 'post_id', at: 'saved_at' },
  following: { table: 'social.follow', owner: 'follower_id', item: 'followee_id', at: 'followed_at' },
  followers: { table: 'social.follow', owner: 'followee_id', item: 'follower_id', at: 'followed_at' },
  blocked: { table: 'social.block', owner: 'blocker_id', item: 'blocked_id', at: 'blocked_at' },
  muted: { table: 'social.mute', owner: 'muter_id', item: 'muted_id', at: 'muted_at' },
  notInterested: { table: 'social.not_interested', owner: 'person_id', item: 'post_id', at: 'said_at' },
} as const
export type ListName = keyof typeof lists

export interface Pair {
  readonly list: ListName
  readonly ownerId: PersonId
  readonly itemId: string
}

const partsOf = (list: ListName) => {
  const { table, owner, item, at } = lists[list]
  return { table: sql.table(table), owner: sql.ref(owner), item: sql.ref(item), at: sql.ref(at) }
}

/** True when it was not on the list. */
export const addToList = async (tx: Tx, pair: Pair & { at: Date }): Promise<boolean> => {
  const { table, owner, item, at } = partsOf(pair.list)
  const query = sql`
    insert into ${table} (${owner}, ${item}, ${at}) values (${pair.ownerId}, ${pair.itemId}, ${pair.at})
    on conflict (${owner}, ${item}) do nothing`
  return (await query.execute(within<SocialTables>(tx))).numAffectedRows === 1n
}

/** True when it was on the list. */
export const takeOffList = async (tx: Tx, pair: Pair): Promise<boolean> => {
  const { table, owner, item } = partsOf(pair.list)
  const query = sql`delete from ${table} where ${owner} = ${pair.ownerId} and ${item} = ${pair.itemId}`
  return (await query.execute(within<SocialTables>(tx))).numAffectedRows === 1n
}

/** Keeps only the latest rows of a list. */
export const trimList = async (tx: Tx, list: ListName, given: { ownerId: PersonId; keep: number }) => {
  const { table, owner, item, at } = partsOf(list)
  const query = sql`
    delete from ${table} where ${owner} = ${given.ownerId} and ${item} in (
      select ${item} from ${table} where ${owner} = ${given.ownerId}
      order by ${at} desc, ${item} desc offset ${given.keep}
    )`
  await query.execute(within<SocialTables>(tx))
}

/** How long a list is, but never more than `upTo`: counting stops there. */
export const lengthOfList = async (
  handle: Queryable,
  list: ListName,
  given: { ownerId: PersonId; upTo: number },
): Promise<number> => {
  const { table, owner } = partsOf(list)
  const query = sql<{ length: bigint }>`
    select count(*) as length
    from (select 1 from ${table} where ${owner} = ${given.ownerId} limit ${given.upTo}) as first_rows`
  return Number((await query.execute(within<SocialTables>(handle))).rows[0]?.length ?? 0n)
}

export interface ListedItem {
  readonly id: string
  readonly at: Date
}

/** A page of a list, latest first. People who are hidden from the watcher are left out. */
export const readList = async (
  handle: Queryable,
  list: ListName,
  page: { ownerId: PersonId; after: ListedItem | null; limit: number; peopleSeenBy: Watcher | null },
): Promise<ListedItem[]> => {
  const { table, owner, item, at } = partsOf(list)
  const after = page.after ? sql`and (${at}, ${item}) < (${page.after.at}, ${page.after.id}::uuid)` : sql``
  const seen = page.peopleSeenBy ? sql`and not ${isHidden(item, page.peopleSeenBy)}` : sql``
  const query = sql<ListedItem>`
    select ${item} as id, ${at} as at from ${table}
    where ${owner} = ${page.ownerId} ${after} ${seen}
    order by ${at} desc, ${item} desc limit ${page.limit}`
  return (await query.execute(within<SocialTables>(handle))).rows
}

/** Makes changes of one person's lists wait for one another, so that a list never grows over its limit. */
export const lockLists = async (tx: Tx, ownerId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`social.lists:${ownerId}`}, 0))`.execute(
    within<SocialTables>(tx),
  )
}

/** Makes changes between two people wait for one another: nobody follows while being blocked. */
export const lockPair = async (tx: Tx, one: PersonId, other: PersonId): Promise<void> => {
  const [first, second] = [one, other].toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(${`social.pair:${first}:${second}`}, 0))`.execute(
    within<SocialTables>(tx),
  )
}

/** Whom somebody follows, the latest first. */
export const followedBy = async (handle: Queryable, personId: PersonId): Promise<PersonId[]> => {
  const rows = await within<SocialTables>(handle)
    .selectFrom('social.follow')
    .select('followee_id as personId')
    .where('follower_id', '=', personId)
    .orderBy('followed_at', 'desc')
    .execute()
  return rows.map((row) => row.personId)
}
