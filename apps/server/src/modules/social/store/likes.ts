import type { PersonId, PostId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

interface Like {
  readonly postId: PostId
  readonly personId: PersonId
}

/** True when the like is new. */
export const insertLike = async (tx: Tx, like: Like & { likedAt: Date }): Promise<boolean> => {
  const row = await within<SocialTables>(tx)
    .insertInto('social.post_like')
    .values({ post_id: like.postId, person_id: like.personId, liked_at: like.likedAt })
    .onConflict((conflict) => conflict.columns(['post_id', 'person_id']).doNothing())
    .returning('post_id')
    .executeTakeFirst()
  return row !== undefined
}

/** True when there was a like to take back. */
export const deleteLike = async (tx: Tx, like: Like): Promise<boolean> => {
  const result = await within<SocialTables>(tx)
    .deleteFrom('social.post_like')
    .where('post_id', '=', like.postId)
    .where('person_id', '=', like.personId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Adds to the counter in the transaction of the like itself, so that the two never differ. */
export const addToCount = async (tx: Tx, postId: PostId, change: 1n | -1n): Promise<void> => {
  const tables = within<SocialTables>(tx)
  if (change === -1n) {
    await tables
      .updateTable('social.like_count')
      .set((update) => ({ likes: update('likes', '-', 1n) }))
      .where('post_id', '=', postId)
      .execute()
    return
  }
  await tables
    .insertInto('social.like_count')
    .values({ post_id: postId, likes: 1n })
    .onConflict((conflict) =>
      conflict
        .column('post_id')
        .doUpdateSet((update) => ({ likes: update('social.like_count.likes', '+', 1n) })),
    )
    .execute()
}

export const countsOf = (
  handle: Queryable,
  postIds: readonly PostId[],
): Promise<{ postId: PostId; likes: bigint }[]> =>
  within<SocialTables>(handle)
    .selectFrom('social.like_count')
    .select(['post_id as postId', 'likes'])
    .where('post_id', 'in', postIds)
    .execute()

export const likedAmong = async (
  handle: Queryable,
  postIds: readonly PostId[],
  personId: PersonId,
): Promise<PostId[]> => {
  const rows = await within<SocialTables>(handle)
    .selectFrom('social.post_like')
    .select('post_id')
    .where('post_id', 'in', postIds)
    .where('person_id', '=', personId)
    .execute()
  return rows.map((row) => row.post_id)
}

export const forgetPost = async (tx: Tx, postId: PostId): Promise<void> => {
  const tables = within<SocialTables>(tx)
  await tables.deleteFrom('social.post_like').where('post_id', '=', postId).execute()
  await tables.deleteFrom('social.like_count').where('post_id', '=', postId).execute()
}
