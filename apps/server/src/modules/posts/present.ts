import { refusalCatalog, type Asset, type Author, type CallToAction, type Post } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { PostsDeps, Reactions } from './deps.ts'
import { abilities } from './policy.ts'
import type { PostRow } from './store/posts.ts'

interface Hydrated {
  readonly author: Author | undefined
  readonly asset: Asset | undefined
  /** Undefined: hidden from the viewer. */
  readonly reactions: Reactions | undefined
  readonly call: CallToAction | undefined
}

const presentOne = (row: PostRow, found: Hydrated, viewer: Viewer): Post | null => {
  if (!found.author || !found.reactions) return null
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
    ...found.reactions,
    callToAction: found.call ?? null,
    can: abilities(viewer, row.authorId),
  }
}

/** Where the parts of a post come from. */
export interface Presenters extends Pick<PostsDeps, 'relations' | 'calls'> {
  readonly identity: Pick<PostsDeps['identity'], 'getAuthors'>
  readonly media: Pick<PostsDeps['media'], 'getAssets'>
}

/**
 * Rows to posts in five batched reads (authors, assets, two for reactions, calls to action), in the order given. What has no file and
 * what is hidden from the viewer is left out.
 */
export const presentPosts = async (
  deps: Presenters,
  handle: Queryable,
  given: { rows: readonly PostRow[]; viewer: Viewer },
): Promise<Post[]> => {
  const { rows, viewer } = given
  if (rows.length === 0) return []
  const [authors, assets, reactions, calls] = await Promise.all([
    deps.identity.getAuthors(
      handle,
      rows.map((row) => row.authorId),
    ),
    deps.media.getAssets(
      handle,
      rows.map((row) => row.assetId),
    ),
    deps.relations.reactionsTo(handle, rows, viewer),
    deps.calls.callsOf(
      handle,
      rows.map((row) => row.postId),
    ),
  ])
  return rows
    .map((row) =>
      presentOne(
        row,
        {
          author: authors.get(row.authorId),
          asset: assets.get(row.assetId),
          reactions: reactions.get(row.postId),
          call: calls.get(row.postId),
        },
        viewer,
      ),
    )
    .filter((post) => post !== null)
}
