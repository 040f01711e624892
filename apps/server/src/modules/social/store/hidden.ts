import type { PersonId, PostId } from '@busker/contract'
import { sql, type RawBuilder } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

/** Who looks, as far as blocks are concerned; `policy.ts` makes one of a viewer. */
export interface Watcher {
  /** Null: nobody whom somebody could have blocked. */
  readonly watcherId: PersonId | null
  readonly seesBlockers: boolean
}

/** Whether this person is hidden from the watcher: one of the two blocked the other. Two look-ups in an index. */
export const isHidden = (
  personId: RawBuilder<unknown>,
  watcher: Watcher,
): RawBuilder<boolean> => sql<boolean>`
  exists (
    select 1 from social.block
    where (blocker_id = ${watcher.watcherId}::uuid and blocked_id = ${personId})
       or (blocked_id = ${watcher.watcherId}::uuid and blocker_id = ${personId}
           and not ${watcher.seesBlockers}::boolean)
  )`

export interface Relation {
  readonly hidden: boolean
  readonly followed: boolean
  /** The other one follows the watcher. */
  readonly followsMe: boolean
  readonly muted: boolean
  /** The watcher wants to hear of each new video. */
  readonly bell: boolean
}

/** How one person stands to another. */
export const relationTo = async (
  handle: Queryable,
  watcher: Watcher,
  personId: PersonId,
): Promise<Relation> => {
  const other = sql`${personId}::uuid`
  const query = sql<Relation>`
    select ${isHidden(other, watcher)} as hidden,
      exists (select 1 from social.follow
        where follower_id = ${watcher.watcherId}::uuid and followee_id = ${other}) as followed,
      exists (select 1 from social.follow
        where followee_id = ${watcher.watcherId}::uuid and follower_id = ${other}) as "followsMe",
      exists (select 1 from social.mute
        where muter_id = ${watcher.watcherId}::uuid and muted_id = ${other}) as muted,
      exists (select 1 from social.follow where follower_id = ${watcher.watcherId}::uuid
        and followee_id = ${other} and bell_since is not null) as bell`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return rows[0] ?? { hidden: false, followed: false, followsMe: false, muted: false, bell: false }
}

/** Who of these people is hidden from the watcher. */
export const hiddenAmong = async (
  handle: Queryable,
  people: readonly PersonId[],
  watcher: Watcher,
): Promise<Set<PersonId>> => {
  if (people.length === 0) return new Set()
  const query = sql<{ personId: PersonId }>`
    select asked.person_id as "personId" from unnest(${[...people]}::uuid[]) as asked (person_id)
    where ${isHidden(sql`asked.person_id`, watcher)}`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return new Set(rows.map(({ personId }) => personId))
}

/** Most people who blocked the watcher that the feed leaves out beforehand; cards of the others fall out later. */
const mostBlockers = 1000

export interface Unwanted {
  readonly authors: PersonId[]
  readonly posts: PostId[]
}

/** What a person's feed leaves out. Every part is bounded by the limits of writing, or here. */
export const unwantedBy = async (handle: Queryable, personId: PersonId): Promise<Unwanted> => {
  const query = sql<{ authorId: PersonId | null; postId: PostId | null }>`
    select blocked_id as "authorId", null::uuid as "postId" from social.block where blocker_id = ${personId}
    union all
    select muted_id, null from social.mute where muter_id = ${personId}
    union all
    (select blocker_id, null from social.block where blocked_id = ${personId}
      order by blocked_at desc limit ${mostBlockers})
    union all
    select null, post_id from social.not_interested where person_id = ${personId}`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return {
    authors: rows.flatMap(({ authorId }) => (authorId === null ? [] : [authorId])),
    posts: rows.flatMap(({ postId }) => (postId === null ? [] : [postId])),
  }
}

/** How people stand to the watcher, without those who are hidden from them. */
export const peopleSeenBy = async (
  handle: Queryable,
  people: readonly PersonId[],
  watcher: Watcher,
): Promise<Map<PersonId, { followers: number; followedByMe: boolean }>> => {
  if (people.length === 0) return new Map()
  const query = sql<{ personId: PersonId; followers: number; followedByMe: boolean }>`
    select asked.person_id as "personId", coalesce(counted.followers, 0)::int as followers,
      exists (select 1 from social.follow
        where follower_id = ${watcher.watcherId}::uuid and followee_id = asked.person_id) as "followedByMe"
    from unnest(${[...people]}::uuid[]) as asked (person_id)
    left join social.person_count as counted using (person_id)
    where not ${isHidden(sql`asked.person_id`, watcher)}`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return new Map(rows.map(({ personId, ...tie }) => [personId, tie]))
}
