import type { PersonId, PostId } from '@busker/contract'
import { within, type Tx } from '#platform/postgres'
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
