import type { AssetId, Post, PersonId, PostId, PublishedPost, RefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { abilities, maySee } from './policy.ts'
import { presentPosts } from './present.ts'
import type { SharedReads } from './shared-reads.ts'
import { cleanCaption, mentionsIn, tagsIn } from './rules/caption.ts'
import {
  deletePostRow,
  findPosts,
  insertPost,
  listByAuthor,
  lockByAsset,
  lockPost,
  publishWaiting,
  refuseUnfinished,
  type GridPosition,
  type PostRow,
} from './store/posts.ts'

/** Tells the facts what became of a post. */
const tellFacts = (
  deps: PostsDeps,
  tx: Tx,
  act: { kind: 'upload' | 'publish' | 'unpublish'; row: PostRow; value?: number; tags?: string[] },
): Promise<void> =>
  deps.bus.emit(tx, 'posts.acted', {
    eventId: deps.ids.uuid(),
    kind: act.kind,
    personId: act.row.authorId,
    postId: act.row.postId,
    authorId: act.row.authorId,
    surface: 'other',
    value: act.value ?? 1,
    shareToken: null,
    tags: act.tags ?? [],
    at: deps.clock.now().toISOString(),
    timeZone: null,
  })

const announce = async (deps: PostsDeps, tx: Tx, row: PostRow): Promise<void> => {
  if (row.state !== 'published' || !row.publishedAt) return
  const { postId, authorId } = row
  await deps.bus.emit(tx, 'posts.published', { postId, authorId, publishedAt: row.publishedAt.toISOString() })
  // The followers of this moment: rates by followers must not be divided by those who came later.
  const value = await deps.relations.followersOf(tx, authorId)
  await tellFacts(deps, tx, { kind: 'publish', row, value, tags: row.tags })
  onCommit(tx, () => deps.log.event('post.published', { postId, authorId }))
}

/** The author's own page learns of the change without asking. */
const tellAuthor = async (deps: PostsDeps, tx: Tx, row: PostRow): Promise<void> => {
  const viewer: Viewer = { kind: 'person', personId: row.authorId, role: 'person', sessionId: '' }
  const [post] = await presentPosts(deps, tx, { rows: [row], viewer })
  if (post) onCommit(tx, () => deps.publish(row.authorId, { type: 'post.changed', post }))
}

/** A new row in the state that its file is in: published at once when the video is ready already. */
const newRow = (deps: PostsDeps, input: NewPost, asset: { state: string; code?: RefusalCode }): PostRow => {
  const now = deps.clock.now()
  const caption = cleanCaption(input.caption)
  const state = asset.state === 'ready' ? 'published' : asset.state === 'refused' ? 'refused' : 'waiting'
  return {
    postId: deps.ids.uuid() as PostId,
    authorId: input.authorId,
    assetId: input.assetId,
    caption,
    tags: tagsIn(caption),
    mentions: mentionsIn(caption),
    state,
    refusalCode: state === 'refused' ? (asset.code ?? 'conversion_failed') : null,
    createdAt: now,
    publishedAt: state === 'published' ? now : null,
  }
}

export interface NewPost {
  readonly authorId: PersonId
  readonly assetId: AssetId
  readonly caption: string
}

/** The post that an earlier request of the same words made: whoever lost its answer asks again. */
const madeBefore = async (tx: Tx, { assetId, authorId, caption }: NewPost): Promise<PostRow> => {
  const row = await lockByAsset(tx, assetId)
  if (row?.authorId !== authorId || row.caption !== cleanCaption(caption)) throw new AppError('asset_in_use')
  return row
}

/**
 * Posts an upload in one transaction with the claim on its file. It publishes itself once the video is ready. Asked
 * again, it answers the same post.
 */
export const createPost = (deps: PostsDeps, input: NewPost): Promise<PostRow> =>
  deps.db.transaction(async (tx) => {
    const asset = await deps.media.claim(tx, input.assetId, input.authorId)
    if (asset === null) throw new AppError('not_found')
    if (asset === 'in_use') return madeBefore(tx, input)
    const row = newRow(deps, input, asset)
    const known = await deps.identity.knownHandles(tx, row.mentions)
    const post = { ...row, mentions: row.mentions.filter((name) => known.has(name)) }
    await insertPost(tx, post)
    await tellFacts(deps, tx, { kind: 'upload', row: post })
    await announce(deps, tx, post)
    return post
  })

/** The video of a waiting post became ready. Safe to run twice. */
export const publishReady = (deps: PostsDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    // The event may come late: after the same video was refused.
    const asset = (await deps.media.getAssets(tx, [assetId])).get(assetId)
    if (asset?.state !== 'ready') return
    const row = await publishWaiting(tx, assetId, deps.clock.now())
    if (!row) return
    await announce(deps, tx, row)
    await tellAuthor(deps, tx, row)
  })

/** The video of a post was refused. Safe to run twice. */
export const refusePost = (deps: PostsDeps, assetId: AssetId, code: RefusalCode): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const before = await lockByAsset(tx, assetId)
    const row = await refuseUnfinished(tx, assetId, code)
    if (!row) return
    const { postId, authorId } = row
    await deps.bus.emit(tx, 'posts.unpublished', { postId, authorId })
    if (before?.state === 'published') await tellFacts(deps, tx, { kind: 'unpublish', row })
    await tellAuthor(deps, tx, row)
  })

export const getPost = async (deps: PostsDeps, postId: PostId, viewer: Viewer): Promise<Post> => {
  const [row] = await findPosts(deps.db.pool, [postId])
  if (!row || !maySee(viewer, row)) throw new AppError('not_found')
  const [post] = await presentPosts(deps, deps.db.pool, { rows: [row], viewer })
  if (!post) throw new AppError('not_found')
  return post
}

/** Published posts by id, as this viewer sees them; missing and unpublished ones are absent. */
export const getCards = async (
  deps: PostsDeps,
  shared: SharedReads,
  { ids, viewer }: { readonly ids: readonly PostId[]; readonly viewer: Viewer },
): Promise<Map<PostId, PublishedPost>> => {
  const rows = [...(await shared.posts(ids)).values()]
  const published = rows.filter((row) => row.state === 'published')
  const posts = await presentPosts({ relations: deps.relations, ...shared }, deps.db.pool, {
    rows: published,
    viewer,
  })
  return new Map(posts.flatMap((post) => (post.state === 'published' ? [[post.postId, post]] : [])))
}

export const deletePost = (deps: PostsDeps, postId: PostId, viewer: PersonViewer): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const row = await lockPost(tx, postId)
    if (!row || !maySee(viewer, row)) throw new AppError('not_found')
    if (!abilities(viewer, row.authorId).delete) throw new AppError('forbidden')
    await deletePostRow(tx, postId)
    await deps.media.removeAsset(tx, row.assetId)
    await deps.bus.emit(tx, 'posts.deleted', { postId, authorId: row.authorId })
    if (row.state === 'published') await tellFacts(deps, tx, { kind: 'unpublish', row })
    onCommit(tx, () => deps.log.event('post.deleted', { postId, by: viewer.personId }))
  })

export interface GridPage {
  readonly posts: Post[]
  readonly next: GridPosition | null
}

/** A person's posts, newest first. One row more than asked tells whether there is a next page. */
export const listPosts = async (
  deps: PostsDeps,
  handle: string,
  page: { after: GridPosition | null; limit: number; viewer: Viewer },
): Promise<GridPage> => {
  const author = await deps.identity.findByHandle(deps.db.pool, handle)
  if (!author) throw new AppError('not_found')
  const standing = await deps.relations.standingOf(deps.db.pool, author.personId, page.viewer)
  if (standing === null) throw new AppError('not_found')
  const own = page.viewer.kind === 'person' && page.viewer.personId === author.personId
  const rows = await listByAuthor(deps.db.pool, author.personId, {
    after: page.after,
    limit: page.limit + 1,
    publishedOnly: !own,
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  assert(
    shown.every((row) => maySee(page.viewer, row)),
    'a page of posts holds only what its viewer may see',
  )
  return {
    posts: await presentPosts(deps, deps.db.pool, { rows: shown, viewer: page.viewer }),
    next: rows.length > page.limit && last ? { createdAt: last.createdAt, postId: last.postId } : null,
  }
}

export interface PostFacts {
  readonly authorId: PersonId
  readonly durationMs: number
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
  const assets = await deps.media.getAssets(
    handle,
    published.map(({ assetId }) => assetId),
  )
  return new Map(
    published.flatMap((row): [PostId, PostFacts][] => {
      const asset = assets.get(row.assetId)
      if (asset?.state !== 'ready') return []
      return [[row.postId, { authorId: row.authorId, durationMs: asset.playback.durationMs }]]
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
  const page = { after: null, limit: mostLatest, publishedOnly: true }
  const latest = await listByAuthor(handle, row.authorId, page)
  const facts = await factsOf(deps, handle, [row, ...latest])
  const timed = (one: PostRow) => {
    const durationMs = facts.get(one.postId)?.durationMs
    return durationMs === undefined ? [] : [{ postId: one.postId, durationMs }]
  }
  const [post] = timed(row)
  return post === undefined ? null : { authorId: row.authorId, post, latest: latest.flatMap(timed) }
}
