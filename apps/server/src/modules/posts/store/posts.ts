import type { AssetId, Audience, CommentId, PersonId, PostId, RefusalCode, SoundId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import { reachOf, type PostState } from '../rules/life.ts'
import type { PostsTables } from './tables.ts'

export interface PostRow {
  readonly postId: PostId
  readonly authorId: PersonId
  readonly assetId: AssetId
  readonly caption: string
  readonly tags: string[]
  readonly mentions: string[]
  readonly state: PostState
  readonly refusalCode: RefusalCode | null
  /** Its place among its author's posts: of a draft or a scheduled one the moment it came out. */
  readonly createdAt: Date
  readonly publishedAt: Date | null
  readonly audience: Audience
  readonly altText: string
  readonly allowDownload: boolean
  readonly editedAt: Date | null
  readonly draft: boolean
  readonly publishAt: Date | null
  readonly removed: boolean
  readonly limited: boolean
  readonly minimumAge: number | null
  readonly labels: string[]
  /** Counts the videos that this post had. */
  readonly version: number
  readonly replacedAt: Date | null
  /** The video that is to take the place of this one. */
  readonly nextAssetId: AssetId | null
  readonly nextRefusal: RefusalCode | null
  /** What is heard in it, and whose that is; null: nothing, or it was never out. */
  readonly soundId: SoundId | null
  readonly soundOwnerId: PersonId | null
  /** The comment that it answers, and the post under which that stands. */
  readonly answersId: CommentId | null
  readonly answersPostId: PostId | null
}

const columns = [
  'post_id as postId',
  'author_id as authorId',
  'asset_id as assetId',
  'caption',
  'tags',
  'mentions',
  'state',
  'refusal_code as refusalCode',
  'created_at as createdAt',
  'published_at as publishedAt',
  'audience',
  'alt_text as altText',
  'allow_download as allowDownload',
  'edited_at as editedAt',
  'draft',
  'publish_at as publishAt',
  'removed',
  'limited',
  'minimum_age as minimumAge',
  'labels',
  'version',
  'replaced_at as replacedAt',
  'next_asset_id as nextAssetId',
  'next_refusal as nextRefusal',
  'sound_id as soundId',
  'sound_owner_id as soundOwnerId',
  'answers_id as answersId',
  'answers_post_id as answersPostId',
] as const

const changeable = (post: PostRow) => ({
  caption: post.caption,
  tags: post.tags,
  mentions: post.mentions,
  state: post.state,
  refusal_code: post.refusalCode,
  created_at: post.createdAt,
  published_at: post.publishedAt,
  audience: post.audience,
  alt_text: post.altText,
  allow_download: post.allowDownload,
  edited_at: post.editedAt,
  draft: post.draft,
  publish_at: post.publishAt,
  removed: post.removed,
  limited: post.limited,
  minimum_age: post.minimumAge,
  labels: post.labels,
  asset_id: post.assetId,
  version: post.version,
  replaced_at: post.replacedAt,
  next_asset_id: post.nextAssetId,
  next_refusal: post.nextRefusal,
  sound_id: post.soundId,
  sound_owner_id: post.soundOwnerId,
})

export const insertPost = async (tx: Tx, post: PostRow): Promise<void> => {
  const { postId: post_id, authorId: author_id, answersId: answers_id } = post
  const answers = { answers_id, answers_post_id: post.answersPostId }
  await within<PostsTables>(tx)
    .insertInto('posts.post')
    .values({ post_id, author_id, ...answers, ...changeable(post) })
    .execute()
}

/** Writes what may change of a post whose row the caller holds. */
export const updatePost = async (tx: Tx, post: PostRow): Promise<void> => {
  await within<PostsTables>(tx)
    .updateTable('posts.post')
    .set(changeable(post))
    .where('post_id', '=', post.postId)
    .execute()
}

/** At most `ids.length` rows, in no order. */
export const findPosts = (handle: Queryable, ids: readonly PostId[]): Promise<PostRow[]> =>
  within<PostsTables>(handle).selectFrom('posts.post').select(columns).where('post_id', 'in', ids).execute()

/** Scheduled posts whose time has come, the earliest first. */
export const findDue = async (handle: Queryable, due: { now: Date; limit: number }): Promise<PostId[]> => {
  const rows = await within<PostsTables>(handle)
    .selectFrom('posts.post')
    .select('post_id as postId')
    .where('state', '=', 'scheduled')
    .where('publish_at', '<=', due.now)
    .orderBy('publish_at')
    .limit(due.limit)
    .execute()
  return rows.map(({ postId }) => postId)
}

export const lockPost = (tx: Tx, postId: PostId): Promise<PostRow | undefined> =>
  within<PostsTables>(tx)
    .selectFrom('posts.post')
    .select(columns)
    .where('post_id', '=', postId)
    .forUpdate()
    .executeTakeFirst()

export const lockByAsset = (tx: Tx, assetId: AssetId): Promise<PostRow | undefined> =>
  within<PostsTables>(tx)
    .selectFrom('posts.post')
    .select(columns)
    .where('asset_id', '=', assetId)
    .forUpdate()
    .executeTakeFirst()

/** The post whose next video this is. */
export const lockByNext = (tx: Tx, assetId: AssetId): Promise<PostRow | undefined> =>
  within<PostsTables>(tx)
    .selectFrom('posts.post')
    .select(columns)
    .where('next_asset_id', '=', assetId)
    .forUpdate()
    .executeTakeFirst()

export const deletePostRow = async (tx: Tx, postId: PostId): Promise<void> => {
  await within<PostsTables>(tx).deleteFrom('posts.post').where('post_id', '=', postId).execute()
}

/** Where a page of a person's posts continues: after this row. */
export interface GridPosition {
  readonly createdAt: Date
  readonly postId: PostId
}

/** Which posts of an author: those of these audiences that are out, all, or those that are not. */
export type Shown = readonly Audience[] | 'all' | 'unfinished'

export const listByAuthor = (
  handle: Queryable,
  authorId: PersonId,
  page: { after: GridPosition | null; limit: number; shown: Shown },
): Promise<PostRow[]> => {
  let query = within<PostsTables>(handle)
    .selectFrom('posts.post')
    .select(columns)
    .where('author_id', '=', authorId)
    .orderBy('created_at', 'desc')
    .orderBy('post_id', 'desc')
    .limit(page.limit)
  const { after, shown } = page
  if (shown === 'unfinished') query = query.where('state', '<>', 'published')
  else if (shown !== 'all')
    query = query.where('state', '=', 'published').where('removed', '=', false).where('audience', 'in', shown)
  if (after) {
    query = query.where((where) =>
      where.or([
        where('created_at', '<', after.createdAt),
        where.and([where('created_at', '=', after.createdAt), where('post_id', '<', after.postId)]),
      ]),
    )
  }
  return query.execute()
}

/** Those of these posts that are offered to everybody, in the sense of `reachOf` (rules/life.ts). */
export const listOffered = async (handle: Queryable, ids: readonly PostId[]): Promise<Set<PostId>> => {
  if (ids.length === 0) return new Set()
  const rows = await within<PostsTables>(handle)
    .selectFrom('posts.post')
    .select(['post_id as postId', 'state', 'audience', 'removed', 'limited', 'minimum_age as minimumAge'])
    .where('post_id', 'in', [...ids])
    .execute()
  return new Set(rows.flatMap((row) => (reachOf(row) === 'everybody' ? [row.postId] : [])))
}

/** Ids of published posts after this one, in their order. */
export const listPublished = async (
  handle: Queryable,
  page: { readonly after: PostId | null; readonly limit: number },
): Promise<PostId[]> => {
  let query = within<PostsTables>(handle)
    .selectFrom('posts.post')
    .select('post_id as postId')
    .where('state', '=', 'published')
    .orderBy('post_id')
    .limit(page.limit)
  if (page.after !== null) query = query.where('post_id', '>', page.after)
  return (await query.execute()).map(({ postId }) => postId)
}
