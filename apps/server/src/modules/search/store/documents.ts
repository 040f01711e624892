import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { DocumentKind, SearchTables } from './tables.ts'

export interface Document {
  readonly kind: DocumentKind
  readonly item: string
  /** A tsvector in the notation of PostgreSQL. */
  readonly vector: string
  /** The words of it, for correcting what is typed. */
  readonly words: readonly string[]
  readonly tags: readonly string[]
  readonly ownerId: string | null
  readonly bornAt: Date
}

/** Writes documents anew; their popularity stays. */
export const putDocuments = async (tx: Tx, documents: readonly Document[]): Promise<void> => {
  if (documents.length === 0) return
  const tables = within<SearchTables>(tx)
  await tables
    .insertInto('search.document')
    .values(
      documents.map(({ kind, item, vector, tags, ownerId, bornAt }) => ({
        ...{ kind, item, tags: [...tags], owner_id: ownerId, popularity: 0, born_at: bornAt },
        words: sql<string>`${vector}::tsvector`,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['kind', 'item']).doUpdateSet((row) => ({
        words: row.ref('excluded.words'),
        tags: row.ref('excluded.tags'),
      })),
    )
    .execute()
  // In one order, so that two writers of the same words never wait for each other in a circle.
  const words = [...new Set(documents.flatMap((document) => document.words))].toSorted()
  await sql`insert into search.word (word) select unnest(${words}::text[]) on conflict do nothing`.execute(
    tables,
  )
}

export const removeDocuments = async (
  handle: Queryable,
  kind: DocumentKind,
  items: readonly string[],
): Promise<void> => {
  if (items.length === 0) return
  await within<SearchTables>(handle)
    .deleteFrom('search.document')
    .where('kind', '=', kind)
    .where('item', 'in', [...items])
    .execute()
}

/** Posts of the index after this one, in their order; of one person if one is named. */
export const listPostDocuments = async (
  handle: Queryable,
  page: { readonly after: PostId | null; readonly limit: number; readonly ownerId?: PersonId },
): Promise<PostId[]> => {
  let query = within<SearchTables>(handle)
    .selectFrom('search.document')
    .select('item')
    .where('kind', '=', 'post')
    .orderBy('item')
    .limit(page.limit)
  if (page.ownerId !== undefined) query = query.where('owner_id', '=', page.ownerId)
  if (page.after !== null) query = query.where('item', '>', page.after)
  // Checked boundary: documents of posts are named by their ids.
  return (await query.execute()).map(({ item }) => item as PostId)
}

/** Hashtags that no post has any more are not found any more. */
export const removeUnusedTags = async (handle: Queryable): Promise<void> => {
  await sql`delete from search.document as gone where kind = 'tag' and not exists (
    select 1 from search.document as post where post.kind = 'post' and post.tags @> array[gone.item])`.execute(
    within<SearchTables>(handle),
  )
}

export interface Found {
  readonly item: string
}

/** Days in which a video counts half as much for being older. */
const halfLifeDays = 60

/**
 * Documents of a kind with these words, the best first: how well the words fit, times how many people liked it, times
 * its age for videos. The order is total.
 */
export const findDocuments = async (
  handle: Queryable,
  wanted: { kind: DocumentKind; query: string; asOf: Date; offset: number; limit: number },
): Promise<string[]> => {
  const { kind, query, asOf, offset, limit } = wanted
  const age = sql`greatest(0, extract(epoch from ${asOf}::timestamptz - born_at)) / 86400`
  const freshness = kind === 'post' ? sql`* (0.4 + 0.6 * exp(-${age} * ln(2) / ${halfLifeDays}))` : sql``
  const found = sql<Found>`
    select item from search.document
    where kind = ${kind} and words @@ ${query}::tsquery
    order by ts_rank('{0.05, 0.2, 0.5, 1}', words, ${query}::tsquery) * ln(3 + popularity) ${freshness} desc, item
    offset ${offset} limit ${limit}`
  return (await found.execute(within<SearchTables>(handle))).rows.map(({ item }) => item)
}

/** Whether any document of these kinds has these words. */
export const anyDocument = async (
  handle: Queryable,
  kinds: readonly DocumentKind[],
  query: string,
): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from search.document where kind = any (${[...kinds]}::text[]) and words @@ ${query}::tsquery
    limit 1`.execute(within<SearchTables>(handle))
  return rows.length > 0
}

/** Those of these words that some document has. */
export const knownAmong = async (handle: Queryable, words: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql<{ word: string }>`
    select word from search.word where word = any (${[...words]}::text[])`.execute(
    within<SearchTables>(handle),
  )
  return new Set(rows.map(({ word }) => word))
}

export const hasPrefix = async (handle: Queryable, prefix: string): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from search.word where word like ${`${prefix.replaceAll('_', '\\_')}%`} limit 1`.execute(
    within<SearchTables>(handle),
  )
  return rows.length > 0
}

const mostAlike = 60

/** Words that look like this one, roughly; the rule decides which of them are near enough. */
export const wordsLike = async (tx: Tx, word: string): Promise<string[]> => {
  const tables = within<SearchTables>(tx)
  await sql`select set_config('pg_trgm.similarity_threshold', '0.22', true)`.execute(tables)
  const { rows } = await sql<{ word: string }>`
    select word from search.word where word % ${word}
    order by similarity(word, ${word}) desc, word limit ${mostAlike}`.execute(tables)
  return rows.map((row) => row.word)
}

/** How many public posts have each hashtag. */
export const postsOfTags = async (
  handle: Queryable,
  tags: readonly string[],
): Promise<Map<string, number>> => {
  if (tags.length === 0) return new Map()
  const { rows } = await sql<{ tag: string; posts: number }>`
    select tag, (select count(*) from search.document
      where kind = 'post' and tags @> array[tag])::int as posts
    from unnest(${[...tags]}::text[]) as asked (tag)`.execute(within<SearchTables>(handle))
  return new Map(rows.map(({ tag, posts }) => [tag, posts]))
}

/** The hashtags of public posts; others are absent. */
export const tagsOfPosts = async (
  handle: Queryable,
  postIds: readonly string[],
): Promise<Map<string, string[]>> => {
  if (postIds.length === 0) return new Map()
  const rows = await within<SearchTables>(handle)
    .selectFrom('search.document')
    .select(['item', 'tags'])
    .where('kind', '=', 'post')
    .where('item', 'in', postIds)
    .execute()
  return new Map(rows.map(({ item, tags }) => [item, tags]))
}

/** The latest of a kind. */
export const newest = async (handle: Queryable, kind: DocumentKind, limit: number): Promise<string[]> => {
  const rows = await within<SearchTables>(handle)
    .selectFrom('search.document')
    .select('item')
    .where('kind', '=', kind)
    .orderBy('born_at', 'desc')
    .orderBy('item')
    .limit(limit)
    .execute()
  return rows.map(({ item }) => item)
}

/** Those with most people around them. */
export const mostPopular = async (
  handle: Queryable,
  kind: DocumentKind,
  limit: number,
): Promise<string[]> => {
  const rows = await within<SearchTables>(handle)
    .selectFrom('search.document')
    .select('item')
    .where('kind', '=', kind)
    .orderBy('popularity', 'desc')
    .orderBy('item')
    .limit(limit)
    .execute()
  return rows.map(({ item }) => item)
}

export const formOfIndex = async (handle: Queryable): Promise<number | null> =>
  (
    await within<SearchTables>(handle)
      .selectFrom('search.built')
      .select('form')
      .orderBy('form', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.form ?? null

export const noteForm = async (tx: Tx, form: number, at: Date): Promise<void> => {
  await within<SearchTables>(tx)
    .insertInto('search.built')
    .values({ form, built_at: at })
    .onConflict((conflict) => conflict.column('form').doUpdateSet({ built_at: at }))
    .execute()
}
