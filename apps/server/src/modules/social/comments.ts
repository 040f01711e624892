import type { Author, Comment, CommentId, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import { pageOf, type Page, type PageRequest } from '#platform/list-page'
import { mayDeleteComment, watcherOf } from './policy.ts'
import { authorOf } from './reach.ts'
import { cleanComment } from './rules/comment-text.ts'
import {
  countSince,
  findComments,
  insertComment,
  listComments as readComments,
  removeComment,
  type CommentRow,
} from './store/comments.ts'
import { addToPost, countsOfPosts } from './store/counts.ts'
import { lockLists } from './store/pairs.ts'
import { tell, type Told } from './tell.ts'

/** More than anybody means to say, and less than a machine says. */
const mostInWindow = 30
const windowMs = 600_000

const presentComment = (
  row: CommentRow,
  found: { author: Author; viewer: Viewer; postAuthorId: PersonId },
): Comment => ({
  commentId: row.commentId,
  author: found.author,
  text: row.text,
  createdAt: row.createdAt.toISOString(),
  can: { delete: mayDeleteComment(found.viewer, { ...row, postAuthorId: found.postAuthorId }) },
})

const totalOf = async (tx: Tx, postId: PostId): Promise<number> =>
  (await countsOfPosts(tx, [postId])).get(postId)?.comments ?? 0

/** The row of this id, written now or before. An id of somebody else's comment is refused. */
const writeOnce = async (
  deps: SocialDeps,
  tx: Tx,
  wanted: CommentRow,
): Promise<{ row: CommentRow; isNew: boolean }> => {
  await lockLists(tx, wanted.authorId)
  const [known] = await findComments(tx, [wanted.commentId])
  if (known) {
    if (known.authorId !== wanted.authorId || known.postId !== wanted.postId) throw new AppError('forbidden')
    return { row: known, isNew: false }
  }
  const since = new Date(deps.clock.nowMs() - windowMs)
  if ((await countSince(tx, wanted.authorId, { since, upTo: mostInWindow })) >= mostInWindow)
    throw new AppError('too_many_attempts')
  if (!(await insertComment(tx, wanted))) throw new AppError('forbidden')
  return { row: wanted, isNew: true }
}

export interface NewComment {
  readonly viewer: PersonViewer
  readonly postId: PostId
  readonly commentId: CommentId
  readonly text: string
  readonly told: Told
}

/** Writes a comment. Sending it again changes nothing, also not its text. */
export const writeComment = async (
  deps: SocialDeps,
  given: NewComment,
): Promise<{ comment: Comment; comments: number }> => {
  const { viewer, postId, commentId, told } = given
  const text = cleanComment(given.text)
  if (text === '')
    throw new AppError('invalid_request', { fields: [{ path: 'text', message: 'holds nothing to read' }] })
  const postAuthorId = await authorOf(deps, postId, viewer)
  const { personId } = viewer
  const wanted = { commentId, postId, authorId: personId, text, createdAt: deps.clock.now() }
  return deps.db.transaction(async (tx) => {
    const { row, isNew } = await writeOnce(deps, tx, wanted)
    if (isNew) {
      await addToPost(tx, postId, { column: 'comments', by: 1 })
      await tell(deps, tx, { kind: 'comment', personId, postId, authorId: postAuthorId, told })
    }
    const author = (await deps.identity.getAuthors(tx, [personId])).get(personId)
    if (!author) throw new AppError('not_found')
    const comment = presentComment(row, { author, viewer, postAuthorId })
    return { comment, comments: await totalOf(tx, postId) }
  })
}

/**
 * Removes a comment. The fact is told about whoever wrote it, so that what they did and what was undone stand against
 * each other, whoever removed it.
 */
export const deleteComment = async (
  deps: SocialDeps,
  given: { viewer: PersonViewer; postId: PostId; commentId: CommentId; told: Told },
): Promise<{ comments: number }> => {
  const { viewer, postId, commentId, told } = given
  const postAuthorId = await authorOf(deps, postId, viewer)
  const [row] = await findComments(deps.db.pool, [commentId])
  if (!row || row.postId !== postId) throw new AppError('not_found')
  if (!mayDeleteComment(viewer, { ...row, postAuthorId })) throw new AppError('forbidden')
  return deps.db.transaction(async (tx) => {
    if (!(await removeComment(tx, commentId))) throw new AppError('not_found')
    await addToPost(tx, postId, { column: 'comments', by: -1 })
    const personId = row.authorId
    await tell(deps, tx, { kind: 'comment_removed', personId, postId, authorId: postAuthorId, told })
    return { comments: await totalOf(tx, postId) }
  })
}

/** A page of comments with their authors, in three reads. */
export const listComments = async (
  deps: SocialDeps,
  postId: PostId,
  given: { viewer: Viewer; request: PageRequest },
): Promise<Page<Comment> & { total: number }> => {
  const { viewer, request } = given
  const postAuthorId = await authorOf(deps, postId, viewer)
  const { pool } = deps.db
  const rows = await readComments(pool, postId, {
    ...{ after: request.after, seenBy: watcherOf(viewer) },
    limit: request.limit + 1,
  })
  const listed = rows.map((row) => ({ id: row.commentId, at: row.createdAt, row }))
  const { items, next } = pageOf(listed, request)
  const [authors, counts] = await Promise.all([
    deps.identity.getAuthors(
      pool,
      items.map(({ row }) => row.authorId),
    ),
    countsOfPosts(pool, [postId]),
  ])
  const comments = items.flatMap(({ row }) => {
    const author = authors.get(row.authorId)
    return author ? [presentComment(row, { author, viewer, postAuthorId })] : []
  })
  return { items: comments, next, total: counts.get(postId)?.comments ?? 0 }
}
