import { refusalCatalog, type Asset, type Author, type Post, type PostId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { LikeState, PostsDeps } from './deps.ts'
import { abilities } from './policy.ts'
import type { PostRow } from './store/posts.ts'

interface Hydrated {
  readonly author: Author | undefined
  readonly asset: Asset | undefined
  readonly likes: LikeState | undefined
}

const presentOne = (row: PostRow, found: Hydrated, viewer: Viewer): Post | null => {
  if (!found.author) return null
  const common = {
    postId: row.postId,
    author: found.author,
    caption: row.caption,
    tags: row.tags,
    mentions: row.mentions,
    createdAt: row.createdAt.toISOString(),
  }
  if (row.state === 'refused') {
    const code = row.refusalCode ?? 'conversion_failed'
    return { ...common, state: 'refused', assetId: row.assetId, code, message: refusalCatalog[code] }
  }
  if (row.state === 'waiting' || !row.publishedAt)
    return { ...common, state: 'waiting', assetId: row.assetId }
  if (found.asset?.state !== 'ready') return null
  return {
    ...common,
    state: 'published',
    assetId: row.assetId,
    publishedAt: row.publishedAt.toISOString(),
    playback: found.asset.playback,
    likes: found.likes?.likes ?? 0,
    likedByMe: found.likes?.likedByMe ?? false,
    can: abilities(viewer, row.authorId),
  }
}

/** Rows to posts in three batched reads (authors, assets, likes), in the order given; what has no file is left out. */
export const presentPosts = async (
  deps: PostsDeps,
  handle: Queryable,
  given: { rows: readonly PostRow[]; viewer: Viewer },
): Promise<Post[]> => {
  const { rows, viewer } = given
  if (rows.length === 0) return []
  const viewerId = viewer.kind === 'person' ? viewer.personId : null
  const postIds: PostId[] = rows.map((row) => row.postId)
  const [authors, assets, likes] = await Promise.all([
    deps.identity.getAuthors(
      handle,
      rows.map((row) => row.authorId),
    ),
    deps.media.getAssets(
      handle,
      rows.map((row) => row.assetId),
    ),
    deps.likes.likesOf(handle, postIds, viewerId),
  ])
  return rows
    .map((row) =>
      presentOne(
        row,
        { author: authors.get(row.authorId), asset: assets.get(row.assetId), likes: likes.get(row.postId) },
        viewer,
      ),
    )
    .filter((post) => post !== null)
}
