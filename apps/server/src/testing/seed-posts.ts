import { sql } from 'kysely'
import { type Database, within } from '#platform/postgres'

/** A town without files: enough rows for the feed and for facts, made in the database itself. */
export interface SeededPosts {
  readonly authorId: string
  /** Newest first. */
  readonly postIds: readonly string[]
}

const run = (database: Database, statement: string): Promise<unknown> =>
  sql.raw(statement).execute(within(database.pool))

/** A UUID made of a number, so that rows can refer to each other without being read back. */
const uuid = (kind: string, number: string): string =>
  `('${kind}0000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

const startMs = 1_790_000_000

/**
 * Makes authors and so many published posts, each a second younger than the one before. For measurements: the videos
 * themselves do not exist. Topics are tags of their own, each as frequent as the others.
 *
 * @example const { postIds } = await seedPosts(app.engines.db, 20_000)
 */
export const seedPosts = async (
  database: Database,
  count: number,
  { authors = 1, topics = 1 }: { readonly authors?: number; readonly topics?: number } = {},
): Promise<SeededPosts> => {
  const authorId = 'aaaa0000-0000-7000-8000-000000000001'
  const author = uuid('aaaa', `(1 + number % ${authors})`)
  const topic = topics === 1 ? `'town'` : `'town' || (number * 7919 % ${topics})`
  const at = `to_timestamp(${startMs} + number)`
  const numbers = `generate_series(1, ${count}) as number`
  await run(
    database,
    `insert into identity.person (person_id, handle, display_name, birth_date, role, created_at)
     select ${uuid('aaaa', 'number')}, 'painter' || case number when 1 then '' else number::text end, 'Painter',
       '1990-01-01', 'person', to_timestamp(${startMs}) from generate_series(1, ${authors}) as number
     on conflict do nothing`,
  )
  await run(
    database,
    `insert into media.asset (asset_id, owner_id, filename, total_bytes, state, claimed, width, height, duration_ms,
       has_audio, complete, poster, created_at)
     select ${uuid('bbbb', 'number')}, ${author}, 'clip.mp4', 1000000, 'ready', true, 720, 1280, 10000, true,
       true, 1, ${at} from ${numbers} on conflict do nothing`,
  )
  await run(
    database,
    `insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
     select ${uuid('bbbb', 'number')}, '720', 720, 1280, 1000000, 800000, ${at} from ${numbers}
     on conflict do nothing`,
  )
  await run(
    database,
    `insert into posts.post (post_id, author_id, asset_id, caption, tags, mentions, state, created_at, published_at)
     select ${uuid('cccc', 'number')}, ${author}, ${uuid('bbbb', 'number')},
       'Number ' || number || ' #' || ${topic}, array[${topic}], array[]::text[], 'published', ${at}, ${at} from ${numbers} on conflict do nothing`,
  )
  await run(
    database,
    `insert into feed.inventory (post_id, author_id, published_at)
     select ${uuid('cccc', 'number')}, ${author}, ${at} from ${numbers} on conflict do nothing`,
  )
  for (const table of ['media.asset', 'media.rendition', 'posts.post', 'feed.inventory'])
    await run(database, `analyze ${table}`)
  const idOf = (number: number) => `cccc0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
  return { authorId, postIds: Array.from({ length: count }, (_, index) => idOf(count - index)) }
}

/** Marks posts as seen by a viewer. */
export const seedSeen = async (
  database: Database,
  viewerId: string,
  postIds: readonly string[],
): Promise<void> => {
  const ids = postIds.map((id) => `'${id}'`).join(',')
  if (ids === '') return
  await run(
    database,
    `insert into feed.seen (viewer_id, post_id, first_seen_at, last_seen_at)
     select '${viewerId}', id, to_timestamp(${startMs}), to_timestamp(${startMs})
     from unnest(array[${ids}]::uuid[]) as id on conflict do nothing`,
  )
  await run(database, 'analyze feed.seen')
}

/** A file that is ready and belongs to nobody's post yet. */
export const seedReadyAsset = async (
  database: Database,
  assetId: string,
  ownerId: string,
): Promise<string> => {
  await run(
    database,
    `insert into media.asset (asset_id, owner_id, filename, total_bytes, state, progress, width, height, duration_ms,
       has_audio, complete, poster, created_at)
     values ('${assetId}', '${ownerId}', 'clip.mp4', 1000, 'ready', 1, 720, 1280, 10000, true, true, 1,
       to_timestamp(${startMs}))`,
  )
  await run(
    database,
    `insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
     values ('${assetId}', '720', 720, 1280, 900, 720, to_timestamp(${startMs}))`,
  )
  return assetId
}

/** Gives posts of `seedPosts` these captions before their hashtag; the first is that of the post with the number `from`. */
export const seedCaptions = async (
  database: Database,
  from: number,
  captions: readonly string[],
): Promise<void> => {
  const numbers = captions.map((_, index) => from + index)
  await sql`update posts.post set caption = told.caption || ' #' || tags[1]
    from unnest(${numbers}::int[], ${[...captions]}::text[]) as told (number, caption)
    where post_id = ('cccc0000-0000-7000-8000-' || lpad(to_hex(told.number), 12, '0'))::uuid`.execute(
    within(database.pool),
  )
}

/** Lets what can be found be made anew at the next start of the search. */
export const forgetSearchIndex = (database: Database): Promise<unknown> =>
  run(database, 'delete from search.built')

/** Whether everything can be found; the planner knows of it then, too. */
export const isSearchIndexBuilt = async (database: Database): Promise<boolean> => {
  const { rows } = await sql`select 1 from search.built`.execute(within(database.pool))
  if (rows.length === 0) return false
  for (const table of ['search.document', 'search.word']) await run(database, `analyze ${table}`)
  return true
}
