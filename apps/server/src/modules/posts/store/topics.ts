import type { PersonId, PostId, TopicKind } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Place, Topic } from '../rules/topics.ts'
import type { PostsTables } from './tables.ts'

/** Lists a post in these places and nowhere else. */
export const listIn = async (
  tx: Tx,
  post: { readonly postId: PostId; readonly authorId: PersonId; readonly publishedAt: Date },
  places: readonly Place[],
): Promise<void> => {
  const tables = within<PostsTables>(tx)
  await tables.deleteFrom('posts.topic_post').where('post_id', '=', post.postId).execute()
  if (places.length === 0) return
  const common = { post_id: post.postId, author_id: post.authorId, published_at: post.publishedAt }
  await tables
    .insertInto('posts.topic_post')
    .values(places.map((place) => ({ ...place, ...common })))
    .execute()
}

export interface TopicCounts {
  readonly posts: number
  readonly creators: number
}

/** Counted, not kept: a counter of a popular hashtag would make everybody who publishes wait for one row. */
export const countTopic = async (handle: Queryable, { kind, name }: Place): Promise<TopicCounts> => {
  const query = sql<TopicCounts>`
    select coalesce(sum(posts), 0)::int as posts, count(*)::int as creators
    from (
      select count(*) as posts from posts.topic_post
      where kind = ${kind} and name = ${name} group by author_id
    ) as by_author`
  const [row] = (await query.execute(within<PostsTables>(handle))).rows
  return row ?? { posts: 0, creators: 0 }
}

/** How many posts that everybody may see stand under each of these names; those without any are absent. */
export const countTopics = async (
  handle: Queryable,
  kind: TopicKind,
  names: readonly string[],
): Promise<Map<string, number>> => {
  if (names.length === 0) return new Map()
  const query = sql<{ name: string; posts: number }>`
    select name, count(*)::int as posts from posts.topic_post
    where kind = ${kind} and name = any(${[...names]}::text[]) group by name`
  const { rows } = await query.execute(within<PostsTables>(handle))
  return new Map(rows.map(({ name, posts }) => [name, posts]))
}

export interface TopicPost {
  readonly postId: PostId
  readonly authorId: PersonId
  readonly publishedAt: Date
}

/** Newest first. */
export const listTopic = async (
  handle: Queryable,
  { kind, name }: Place,
  page: { readonly after: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<TopicPost[]> => {
  const { after, limit } = page
  const from = after ? sql`and (published_at, post_id) < (${after.at}, ${after.id}::uuid)` : sql``
  const query = sql<TopicPost>`
    select post_id as "postId", author_id as "authorId", published_at as "publishedAt" from posts.topic_post
    where kind = ${kind} and name = ${name} ${from}
    order by published_at desc, post_id desc limit ${limit}`
  return (await query.execute(within<PostsTables>(handle))).rows
}

interface Following extends Topic {
  readonly personId: PersonId
}

/** Makes changes of one person's list wait for one another, so that it never grows over its limit. */
export const lockFollows = async (tx: Tx, personId: PersonId): Promise<void> => {
  const query = sql`select pg_advisory_xact_lock(hashtextextended(${`posts.follows:${personId}`}, 0))`
  await query.execute(within<PostsTables>(tx))
}

/** True when it was not followed. */
export const addFollow = async (tx: Tx, { personId, ...topic }: Following, at: Date): Promise<boolean> => {
  const result = await within<PostsTables>(tx)
    .insertInto('posts.topic_follow')
    .values({ person_id: personId, ...topic, followed_at: at })
    .onConflict((conflict) => conflict.columns(['person_id', 'kind', 'name']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

const ofFollow = (handle: Queryable, { personId, kind, name }: Following) =>
  within<PostsTables>(handle)
    .selectFrom('posts.topic_follow')
    .select('followed_at')
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('name', '=', name)

/** True when it was followed. */
export const removeFollow = async (tx: Tx, { personId, kind, name }: Following): Promise<boolean> => {
  const result = await within<PostsTables>(tx)
    .deleteFrom('posts.topic_follow')
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export const isFollowed = async (handle: Queryable, follow: Following): Promise<boolean> =>
  (await ofFollow(handle, follow).executeTakeFirst()) !== undefined

/** What a person follows of one kind, the latest first; bounded by the limit of writing. */
export const listFollowed = (
  handle: Queryable,
  personId: PersonId,
  kind: TopicKind,
): Promise<{ name: string; followedAt: Date }[]> =>
  within<PostsTables>(handle)
    .selectFrom('posts.topic_follow')
    .select(['name', 'followed_at as followedAt'])
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .orderBy('followed_at', 'desc')
    .orderBy('name')
    .execute()
