import type { AssetId, PersonId, PostId, RefusalCode } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { PostsTables } from './tables.ts'

export interface PostRow {
  readonly postId: PostId
  readonly authorId: PersonId
  readonly assetId: AssetId
  readonly caption: string
  readonly tags: string[]
  readonly mentions: string[]
  readonly state: 'waiting' | 'refused' | 'published'
  readonly refusalCode: RefusalCode | null
  readonly createdAt: Date
  readonly publishedAt: Date | null
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
] as const

export const insertPost = async (tx: Tx, post: PostRow): Promise<void> => {
  await within<PostsTables>(tx)
    .insertInto('posts.post')
    .values({
      post_id: post.postId,
      author_id: post.authorId,
      asset_id: post.assetId,
      caption: post.caption,
      tags: post.tags,
      mentions: post.mentions,
      state: post.state,
      refusal_code: post.refusalCode,
      created_at: post.createdAt,
      published_at: post.publishedAt,
    })
    .execute()
}

/** At most `ids.length` rows, in no order. */
export const findPosts = (handle: Queryable, ids: readonly PostId[]): Promise<PostRow[]> =>
  within<PostsTables>(handle).selectFrom('posts.post').select(columns).where('post_id', 'in', ids).execute()

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

/**
 * Publishes the post of this asset, also one whose video was refused and then tried again. Undefined when none waits:
 * the event came twice, or too early.
 */
export const publishWaiting = (tx: Tx, assetId: AssetId, publishedAt: Date): Promise<PostRow | undefined> =>
  within<PostsTables>(tx)
    .updateTable('posts.post')
    .set({ state: 'published', published_at: publishedAt, refusal_code: null })
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['waiting', 'refused'])
    .returning(columns)
    .executeTakeFirst()

/** Also a published post: a video may play from its first second on and turn out to be faulty at its end. */
export const refuseUnfinished = (tx: Tx, assetId: AssetId, code: RefusalCode): Promise<PostRow | undefined> =>
  within<PostsTables>(tx)
    .updateTable('posts.post')
    .set({ state: 'refused', refusal_code: code, published_at: null })
    .where('asset_id', '=', assetId)
    .where('state', 'in', ['waiting', 'published'])
    .returning(columns)
    .executeTakeFirst()

export const deletePostRow = async (tx: Tx, postId: PostId): Promise<void> => {
  await within<PostsTables>(tx).deleteFrom('posts.post').where('post_id', '=', postId).execute()
}

/** Where a page of a person's posts continues: after this row. */
export interface GridPosition {
  readonly createdAt: Date
  readonly postId: PostId
}

export const listByAuthor = (
  handle: Queryable,
  authorId: PersonId,
  page: { after: GridPosition | null; limit: number; publishedOnly: boolean },
): Promise<PostRow[]> => {
  let query = within<PostsTables>(handle)
    .selectFrom('posts.post')
    .select(columns)
    .where('author_id', '=', authorId)
    .orderBy('created_at', 'desc')
    .orderBy('post_id', 'desc')
    .limit(page.limit)
  if (page.publishedOnly) query = query.where('state', '=', 'published')
  const { after } = page
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
