import type {
  Asset,
  AssetId,
  Audience,
  CommentId,
  PersonId,
  Post,
  PostId,
  PublishedPost,
  PublishWish,
  SoundId,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import { onCommit, type Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { takeAnswered } from './answers.ts'
import { acceptIntent, readCaption } from './edit.ts'
import { footageOf } from './footage.ts'
import { giveSound } from './give-sound.ts'
import { takeSound } from './known-sound.ts'
import { authorFor } from './look-up.ts'
import { abilities, type Tie } from './policy.ts'
import { presentPosts } from './present.ts'
import { cleanCaption } from './rules/caption.ts'
import { reachOf } from './rules/life.ts'
import { inState, tellChange, tellFacts } from './settle.ts'
import type { SharedReads } from './shared-reads.ts'
import {
  deletePostRow,
  findPosts,
  insertPost,
  listByAuthor,
  lockByAsset,
  lockPost,
  type GridPosition,
  type PostRow,
  type Shown,
} from './store/posts.ts'
import { forgetSource } from './store/sounds.ts'
import { keptAssets } from './store/versions.ts'

/** Given when it comes out. */
const ownSound = { soundId: null, soundOwnerId: null }

/** A new row; published at once when the video is ready already and its author does not keep it back. */
const newRow = async (
  deps: PostsDeps,
  tx: Tx,
  given: { readonly input: NewPost; readonly asset: Asset },
): Promise<PostRow> => {
  const { input, asset } = given
  const now = deps.clock.now()
  const { authorId, assetId, audience = 'public', allowDownload = true, soundId = null } = input
  const footage = footageOf(asset)
  const row: PostRow = {
    ...{ postId: deps.ids.uuid() as PostId, authorId, assetId, audience, allowDownload },
    ...(await readCaption(deps, tx, input.caption)),
    ...acceptIntent(input.publish ?? 'now', now),
    altText: (input.altText ?? '').trim(),
    ...{ state: 'waiting', createdAt: now, publishedAt: null, editedAt: null },
    refusalCode: asset.state === 'refused' ? asset.code : null,
    ...{ removed: false, limited: false, minimumAge: null, labels: [] },
    ...{ version: 1, replacedAt: null, nextAssetId: null, nextRefusal: null },
    ...(soundId === null ? ownSound : await takeSound(deps, tx, { soundId, authorId })),
    ...(await takeAnswered(deps, tx, { commentId: input.answers ?? null, authorId })),
  }
  return giveSound(deps, tx, inState(row, footage, now))
}

export interface NewPost {
  readonly authorId: PersonId
  readonly assetId: AssetId
  readonly caption: string
  readonly altText?: string
  readonly audience?: Audience
  readonly allowDownload?: boolean
  readonly publish?: PublishWish
  /** The sound that it uses; null or left out: its own. */
  readonly soundId?: SoundId | null
  /** The comment that it answers. */
  readonly answers?: CommentId | null
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
    const row = await newRow(deps, tx, { input, asset })
    await insertPost(tx, row)
    await tellFacts(deps, tx, { kind: 'upload', row })
    await tellChange(deps, tx, { before: null, after: row })
    return row
  })

export const getPost = async (deps: PostsDeps, postId: PostId, viewer: Viewer): Promise<Post> => {
  const [row] = await findPosts(deps.db.pool, [postId])
  if (!row) throw new AppError('not_found')
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
  const published = rows.filter((row) => row.state === 'published' && !row.removed)
  const posts = await presentPosts({ relations: deps.relations, ...shared }, deps.db.pool, {
    rows: published,
    viewer,
  })
  return new Map(posts.flatMap((post) => (post.state === 'published' ? [[post.postId, post]] : [])))
}

export const deletePost = (deps: PostsDeps, postId: PostId, viewer: PersonViewer): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const row = await lockPost(tx, postId)
    if (!row) throw new AppError('not_found')
    if (!abilities(viewer, row).delete || (row.state !== 'published' && row.authorId !== viewer.personId)) {
      const known = (await authorFor(deps, postId, viewer)) !== null
      throw new AppError(known ? 'forbidden' : 'not_found')
    }
    const next = row.nextAssetId === null ? [] : [row.nextAssetId]
    const assets = [row.assetId, ...next, ...(await keptAssets(tx, postId))]
    await forgetSource(tx, postId)
    await deletePostRow(tx, postId)
    for (const assetId of assets) await deps.media.removeAsset(tx, assetId)
    await deps.bus.emit(tx, 'posts.deleted', { postId, authorId: row.authorId })
    if (reachOf(row) !== 'nobody') await tellFacts(deps, tx, { kind: 'unpublish', row })
    onCommit(tx, () => deps.log.event('post.deleted', { postId, by: viewer.personId }))
  })

export interface GridPage {
  readonly posts: Post[]
  readonly next: GridPosition | null
}

/** The audiences that somebody belongs to. */
const audiencesOf = (tie: Tie): readonly Audience[] => [
  'public',
  ...(tie.followed ? (['followers'] as const) : []),
  ...(tie.friends ? (['friends'] as const) : []),
]
const allOut: readonly Audience[] = ['public', 'followers', 'friends', 'private']

const shownTo = (viewer: Viewer, authorId: PersonId, given: { tie: Tie; show: GridAsked['show'] }): Shown => {
  if (viewer.kind === 'person' && viewer.personId === authorId)
    return given.show === 'published' ? allOut : given.show
  if (viewer.kind === 'person' && viewer.role !== 'person') return ['public', 'followers', 'friends']
  return audiencesOf(given.tie)
}

export interface GridAsked {
  readonly after: GridPosition | null
  readonly limit: number
  readonly show: 'all' | 'published' | 'unfinished'
  readonly viewer: Viewer
}

/** A person's posts, newest first. One row more than asked tells whether there is a next page. */
export const listPosts = async (deps: PostsDeps, handle: string, page: GridAsked): Promise<GridPage> => {
  const { viewer, show } = page
  const author = await deps.identity.findByHandle(deps.db.pool, handle)
  if (!author) throw new AppError('not_found')
  const tie = await deps.relations.tieTo(deps.db.pool, author.personId, viewer)
  if (tie === null) throw new AppError('not_found')
  const rows = await listByAuthor(deps.db.pool, author.personId, {
    ...{ after: page.after, limit: page.limit + 1 },
    shown: shownTo(viewer, author.personId, { tie, show }),
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    posts: await presentPosts(deps, deps.db.pool, { rows: shown, viewer }),
    next: rows.length > page.limit && last ? { createdAt: last.createdAt, postId: last.postId } : null,
  }
}
