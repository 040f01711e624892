import type { Answered, CommentId, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { reachOf } from './rules/life.ts'
import { authorAsViewer } from './viewers.ts'
import { findPosts, type PostRow } from './store/posts.ts'

type Answers = Pick<PostRow, 'answersId' | 'answersPostId'>

/** The parts that tell what a video answers. */
export interface Quoting extends Pick<PostsDeps, 'comments' | 'relations'> {
  readonly identity: Pick<PostsDeps['identity'], 'getAuthors'>
}

type Asked = { readonly ids: readonly CommentId[]; readonly viewer: Viewer }

/** Of these comments those that may be quoted: the viewer finds them, under videos that everybody may see. */
const quotable = async (deps: Quoting, handle: Queryable, { ids, viewer }: Asked) => {
  const comments = await deps.comments.readableFor(handle, ids, viewer)
  const postIds = [...new Set(Array.from(comments.values(), ({ postId }) => postId))]
  if (postIds.length === 0) return new Map<CommentId, never>()
  const open = (await findPosts(handle, postIds)).filter((row) => reachOf(row) === 'everybody')
  const authorOf = new Map(open.map(({ postId, authorId }) => [postId, authorId]))
  const seen = await deps.relations.peopleFor(handle, [...new Set(authorOf.values())], viewer)
  const isQuoted = ({ postId }: { postId: PostId }): boolean => {
    const authorId = authorOf.get(postId)
    return authorId !== undefined && seen.has(authorId)
  }
  return new Map([...comments].filter(([, comment]) => isQuoted(comment)))
}

/** What a new post answers. Throws when its author cannot read that, or not everybody can. */
export const takeAnswered = async (
  deps: PostsDeps,
  tx: Tx,
  { commentId, authorId }: { readonly commentId: CommentId | null; readonly authorId: PersonId },
): Promise<Answers> => {
  if (commentId === null) return { answersId: null, answersPostId: null }
  const viewer = authorAsViewer(authorId)
  const comment = (await quotable(deps, tx, { ids: [commentId], viewer })).get(commentId)
  if (!comment) throw new AppError('comment_unavailable')
  return { answersId: commentId, answersPostId: comment.postId }
}

/**
 * What these posts answer, in four reads if one of them does, in none if not. What cannot be read any more is not
 * quoted: the words are kept in the comment alone.
 */
export const quotesFor = async (
  deps: Quoting,
  handle: Queryable,
  { rows, viewer }: { readonly rows: readonly Answers[]; readonly viewer: Viewer },
): Promise<Map<CommentId, Answered>> => {
  const ids = [...new Set(rows.flatMap(({ answersId }) => answersId ?? []))]
  if (ids.length === 0) return new Map()
  const found = await quotable(deps, handle, { ids, viewer })
  const authors = await deps.identity.getAuthors(
    handle,
    Array.from(found.values(), ({ authorId }) => authorId),
  )
  const quotes = [...found].flatMap(([commentId, { postId, authorId, text }]) => {
    const author = authors.get(authorId)
    return author === undefined ? [] : ([[commentId, { postId, commentId, author, text }]] as const)
  })
  return new Map(quotes)
}
