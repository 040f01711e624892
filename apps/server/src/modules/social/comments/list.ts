import type { Comment, CommentId, Commenters, PersonId, PostId } from '@busker/contract'
import { mostPinned } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import { pageOf, pageRequest, type Page, type PageRequest } from '#platform/list-page'
import type { SocialDeps } from '../deps.ts'
import { watcherOf } from '../policy.ts'
import { authorOf } from '../reach.ts'
import { refusalOf } from '../rules/comment-life.ts'
import { decodeTopCursor, encodeTopCursor } from '../rules/top-cursor.ts'
import {
  countHeld,
  heldComments,
  newestComments,
  pinnedComments,
  repliesTo,
  topComments,
  visibleComments,
  type FoundComment,
} from '../store/comment-lists.ts'
import type { CommentRow } from '../store/comments.ts'
import { countsOfPosts } from '../store/counts.ts'
import { relationTo } from '../store/hidden.ts'
import { presentComments } from './present.ts'
import { effectiveRules } from './rules.ts'

interface Query {
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Asked {
  readonly postId: PostId
  readonly viewer: Viewer
}

const byTime = <Row extends CommentRow>(rows: readonly Row[], request: PageRequest): Page<Row> => {
  const listed = rows.map((row) => ({ id: row.commentId, at: row.createdAt, row }))
  const { items, next } = pageOf(listed, request)
  return { items: items.map(({ row }) => row), next }
}

const newestPage = async (deps: SocialDeps, asked: Asked, query: Query): Promise<Page<FoundComment>> => {
  const request = pageRequest(query)
  const rows = await newestComments(deps.db.pool, asked.postId, {
    ...{ after: request.after, seenBy: watcherOf(asked.viewer) },
    limit: request.limit + 1,
  })
  return byTime(rows, request)
}

const topPage = async (deps: SocialDeps, asked: Asked, query: Query): Promise<Page<FoundComment>> => {
  const after = query.cursor === undefined ? null : decodeTopCursor(query.cursor)
  if (query.cursor !== undefined && after === null) throw new AppError('invalid_cursor')
  const seenBy = watcherOf(asked.viewer)
  const rows = await topComments(deps.db.pool, asked.postId, { after, seenBy, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const isMore = rows.length > query.limit && last !== undefined
  return { items, next: isMore ? encodeTopCursor({ standing: last.standing, id: last.commentId }) : null }
}

/** Whether a viewer may write here, by the rules of its author. */
const standingHere = async (
  deps: SocialDeps,
  { postId, viewer }: Asked,
  postAuthorId: PersonId,
): Promise<{ who: Commenters; mayWrite: boolean; held: number | null }> => {
  const { pool } = deps.db
  const isCreator = viewer.kind === 'person' && viewer.personId === postAuthorId
  const [{ who }, { followed }, held] = await Promise.all([
    effectiveRules(pool, { postId, postAuthorId }),
    relationTo(pool, watcherOf(viewer), postAuthorId),
    isCreator ? countHeld(pool, postAuthorId, postId) : null,
  ])
  return { who, held, mayWrite: refusalOf(who, { isCreator, followsCreator: followed }) === null }
}

export interface CommentPage extends Page<Comment> {
  readonly total: number
  readonly who: Commenters
  readonly mayWrite: boolean
  readonly held: number | null
}

/** A page of comments that begin threads, those that are pinned before the first. */
export const listComments = async (
  deps: SocialDeps,
  asked: Asked,
  query: Query & { sort: 'top' | 'newest' },
): Promise<CommentPage> => {
  const { postId, viewer } = asked
  const postAuthorId = await authorOf(deps, postId, viewer)
  const { pool } = deps.db
  const [page, pinned, counts, here] = await Promise.all([
    query.sort === 'top' ? topPage(deps, asked, query) : newestPage(deps, asked, query),
    query.cursor === undefined
      ? pinnedComments(pool, postId, { seenBy: watcherOf(viewer), limit: mostPinned })
      : [],
    countsOfPosts(pool, [postId]),
    standingHere(deps, asked, postAuthorId),
  ])
  const shown = { viewer, postAuthorId, nowMs: deps.clock.nowMs() }
  const items = await presentComments(deps, [...pinned, ...page.items], shown)
  return { ...here, items, next: page.next, total: counts.get(postId)?.comments ?? 0 }
}

const found = async (deps: SocialDeps, asked: Asked & { commentId: CommentId }): Promise<FoundComment> => {
  const [row] = await visibleComments(deps.db.pool, [asked.commentId], watcherOf(asked.viewer))
  if (!row || row.postId !== asked.postId) throw new AppError('not_found')
  return row
}

/** A page of the replies in a thread, oldest first. */
export const listReplies = async (
  deps: SocialDeps,
  asked: Asked & { commentId: CommentId },
  query: Query,
): Promise<Page<Comment>> => {
  const { viewer } = asked
  const postAuthorId = await authorOf(deps, asked.postId, viewer)
  const { commentId } = await found(deps, asked)
  const request = pageRequest(query)
  const rows = await repliesTo(deps.db.pool, commentId, {
    ...{ after: request.after, seenBy: watcherOf(viewer) },
    limit: request.limit + 1,
  })
  const { items, next } = byTime(rows, request)
  const shown = { viewer, postAuthorId, nowMs: deps.clock.nowMs() }
  return { items: await presentComments(deps, items, shown), next }
}

/** One comment, and of a reply the one that begins its thread. */
export const getComment = async (
  deps: SocialDeps,
  asked: Asked & { commentId: CommentId },
): Promise<{ comment: Comment; parent: Comment | null }> => {
  const { viewer } = asked
  const postAuthorId = await authorOf(deps, asked.postId, viewer)
  const row = await found(deps, asked)
  const parents = row.parentId === null ? [] : [row.parentId]
  const above = parents.length === 0 ? [] : await visibleComments(deps.db.pool, parents, watcherOf(viewer))
  // The thread of somebody whom the viewer does not see is unseen altogether.
  if (above.length < parents.length) throw new AppError('not_found')
  const shown = { viewer, postAuthorId, nowMs: deps.clock.nowMs() }
  const [comment, parent = null] = await presentComments(deps, [row, ...above], shown)
  if (!comment) throw new AppError('not_found')
  return { comment, parent }
}

/** A page of the comments that wait for the caller. */
export const listHeld = async (
  deps: SocialDeps,
  viewer: PersonViewer,
  query: Query & { postId?: PostId | undefined },
): Promise<Page<Comment>> => {
  const request = pageRequest(query)
  const rows = await heldComments(deps.db.pool, viewer.personId, {
    ...{ after: request.after, postId: query.postId ?? null },
    limit: request.limit + 1,
  })
  const { items, next } = byTime(rows, request)
  const shown = { viewer, postAuthorId: viewer.personId, nowMs: deps.clock.nowMs() }
  return { items: await presentComments(deps, items, shown), next }
}
