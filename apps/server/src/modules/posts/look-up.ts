import type { PersonId, PostId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { maySee } from './policy.ts'
import { findPosts, listByAuthor, type PostRow } from './store/posts.ts'
import { findPast } from './store/versions.ts'
import { yearsOf } from './years.ts'

export interface PostFacts {
  readonly authorId: PersonId
  readonly durationMs: number
  /** Of each version of its video, the first first; the last is the one of now. */
  readonly lengthsMs: readonly number[]
}

export interface LatestPosts {
  readonly authorId: PersonId
  readonly post: TimedPost
  readonly latest: readonly TimedPost[]
}
interface TimedPost {
  readonly postId: PostId
  readonly durationMs: number
}

const factsOf = async (
  deps: PostsDeps,
  handle: Queryable,
  rows: readonly PostRow[],
): Promise<Map<PostId, PostFacts>> => {
  const published = rows.filter(({ state }) => state === 'published')
  const replaced = published.filter(({ version }) => version > 1)
  const past =
    replaced.length === 0
      ? []
      : await findPast(
          handle,
          replaced.map(({ postId }) => postId),
        )
  const assets = await deps.media.getAssets(
    handle,
    published.map(({ assetId }) => assetId),
  )
  return new Map(
    published.flatMap((row): [PostId, PostFacts][] => {
      const asset = assets.get(row.assetId)
      if (asset?.state !== 'ready') return []
      const { durationMs } = asset.playback
      const pastMs = past.filter(({ postId }) => postId === row.postId).map((one) => one.durationMs)
      return [[row.postId, { authorId: row.authorId, durationMs, lengthsMs: [...pastMs, durationMs] }]]
    }),
  )
}

/** Author and media length of published posts: what facts about them are checked against. */
export const lookUp = async (
  deps: PostsDeps,
  handle: Queryable,
  ids: readonly PostId[],
): Promise<Map<PostId, PostFacts>> => {
  if (ids.length === 0) return new Map()
  return factsOf(deps, handle, await findPosts(handle, ids))
}

const everyAudience = ['public', 'followers', 'friends', 'private'] as const

/** So many of an author's newest videos are compared with each other. */
const mostLatest = 60

/** A published post and the newest ones of its author, newest first, with their lengths. Null: there is no such post. */
export const lookUpLatest = async (
  deps: PostsDeps,
  handle: Queryable,
  postId: PostId,
): Promise<LatestPosts | null> => {
  const [row] = await findPosts(handle, [postId])
  if (row?.state !== 'published') return null
  const page = { after: null, limit: mostLatest, shown: everyAudience }
  const latest = await listByAuthor(handle, row.authorId, page)
  const facts = await factsOf(deps, handle, [row, ...latest])
  const timed = (one: PostRow) => {
    const durationMs = facts.get(one.postId)?.durationMs
    return durationMs === undefined ? [] : [{ postId: one.postId, durationMs }]
  }
  const [post] = timed(row)
  return post === undefined ? null : { authorId: row.authorId, post, latest: latest.flatMap(timed) }
}

/** The author of a published post that this viewer may see; null: for this viewer there is none. Two reads. */
export const authorFor = async (
  deps: PostsDeps,
  postId: PostId,
  viewer: Viewer,
): Promise<PersonId | null> => {
  const { pool } = deps.db
  const [row] = await findPosts(pool, [postId])
  if (row?.state !== 'published' || row.removed) return null
  const tie = await deps.relations.tieTo(pool, row.authorId, viewer)
  if (tie === null) return null
  const years = row.minimumAge === null ? null : await yearsOf(deps, pool, viewer)
  return maySee(row, { ...tie, viewer, years }) ? row.authorId : null
}
