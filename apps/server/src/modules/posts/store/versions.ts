import type { AssetId, PostId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { PostsTables } from './tables.ts'

export interface PastVersion {
  readonly postId: PostId
  readonly version: number
  readonly assetId: AssetId
  readonly durationMs: number
  readonly untilAt: Date
}

const columns = [
  'post_id as postId',
  'version',
  'asset_id as assetId',
  'duration_ms as durationMs',
  'until_at as untilAt',
] as const

export const insertPast = async (tx: Tx, past: PastVersion): Promise<void> => {
  await within<PostsTables>(tx)
    .insertInto('posts.past_version')
    .values({
      ...{ post_id: past.postId, version: past.version, asset_id: past.assetId },
      ...{ duration_ms: past.durationMs, until_at: past.untilAt, kept: true },
    })
    .execute()
}

/** The earlier versions of these posts, in the order of their numbers. */
export const findPast = (handle: Queryable, ids: readonly PostId[]): Promise<PastVersion[]> =>
  within<PostsTables>(handle)
    .selectFrom('posts.past_version')
    .select(columns)
    .where('post_id', 'in', ids)
    .orderBy('post_id')
    .orderBy('version')
    .execute()

/** Earlier versions whose files are still there and ended before this moment. */
export const findExpired = (handle: Queryable, before: Date, limit: number): Promise<PastVersion[]> =>
  within<PostsTables>(handle)
    .selectFrom('posts.past_version')
    .select(columns)
    .where('kept', '=', true)
    .where('until_at', '<', before)
    .orderBy('until_at')
    .limit(limit)
    .execute()

/** Marks the files of a version as gone. False: somebody else did it, or the post is gone. */
export const dropFiles = async (tx: Tx, past: Pick<PastVersion, 'postId' | 'version'>): Promise<boolean> => {
  const result = await within<PostsTables>(tx)
    .updateTable('posts.past_version')
    .set({ kept: false })
    .where('post_id', '=', past.postId)
    .where('version', '=', past.version)
    .where('kept', '=', true)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The files of earlier versions that are still there. */
export const keptAssets = async (tx: Tx, postId: PostId): Promise<AssetId[]> => {
  const rows = await within<PostsTables>(tx)
    .selectFrom('posts.past_version')
    .select('asset_id as assetId')
    .where('post_id', '=', postId)
    .where('kept', '=', true)
    .execute()
  return rows.map(({ assetId }) => assetId)
}
