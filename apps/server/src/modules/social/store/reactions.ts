import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import { isHidden, type Watcher } from './hidden.ts'
import type { SocialTables } from './tables.ts'

export interface AskedPost {
  readonly postId: PostId
  readonly authorId: PersonId
}

export interface OwnReactions {
  readonly liked: boolean
  readonly saved: boolean
  readonly followed: boolean
  /** The author follows the watcher. */
  readonly followsMe: boolean
  readonly hidden: boolean
}

/** What the watcher did with posts and their authors, and which are hidden from them: look-ups by primary key. */
export const reactionsOf = async (
  handle: Queryable,
  posts: readonly AskedPost[],
  watcher: Watcher,
): Promise<Map<PostId, OwnReactions>> => {
  const { watcherId } = watcher
  const query = sql<OwnReactions & { postId: PostId }>`
    select asked.post_id as "postId",
      exists (select 1 from social.post_like as mine
        where mine.post_id = asked.post_id and mine.person_id = ${watcherId}) as liked,
      exists (select 1 from social.post_save as mine
        where mine.post_id = asked.post_id and mine.person_id = ${watcherId}) as saved,
      exists (select 1 from social.follow as mine
        where mine.followee_id = asked.author_id and mine.follower_id = ${watcherId}) as followed,
      exists (select 1 from social.follow as theirs
        where theirs.followee_id = ${watcherId} and theirs.follower_id = asked.author_id) as "followsMe",
      ${isHidden(sql`asked.author_id`, watcher)} as hidden
    from unnest(${posts.map(({ postId }) => postId)}::uuid[], ${posts.map(({ authorId }) => authorId)}::uuid[])
      as asked (post_id, author_id)`
  const { rows } = await query.execute(within<SocialTables>(handle))
  return new Map(rows.map(({ postId, ...own }) => [postId, own]))
}

/** Whom of these people somebody follows. */
export const followedAmong = async (
  handle: Queryable,
  people: readonly PersonId[],
  followerId: PersonId | null,
): Promise<Set<PersonId>> => {
  if (people.length === 0 || followerId === null) return new Set()
  const rows = await within<SocialTables>(handle)
    .selectFrom('social.follow')
    .select('followee_id')
    .where('follower_id', '=', followerId)
    .where('followee_id', 'in', people)
    .execute()
  return new Set(rows.map((row) => row.followee_id))
}

/** Counters come last, as in every change that is counted: so the two never wait for each other. */
const tablesOfPosts = [
  'social.post_like',
  'social.like_count',
  'social.post_save',
  'social.share',
  'social.comment',
  'social.post_comment_rules',
  'social.not_interested',
  'social.post_count',
] as const

/** A deleted post takes along what people did with it. */
export const forgetPost = async (tx: Tx, postId: PostId): Promise<void> => {
  const tables = within<SocialTables>(tx)
  for (const table of tablesOfPosts)
    await sql`delete from ${sql.table(table)} where post_id = ${postId}`.execute(tables)
}
