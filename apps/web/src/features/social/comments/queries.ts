import type {
  approveComment,
  Comment,
  CommentRules,
  deleteComment,
  editComment,
  getComment,
  getPostCommentRules,
  heartComment,
  likeComment,
  listComments,
  listHeldComments,
  listReplies,
  pinComment,
  PostCommentRules,
  ResponseOf,
  setCommentRules,
  setPostCommentRules,
  writeComment,
} from '@busker/contract'
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query'
import { call } from '#shared/api'
import { pageOf } from '../list-queries.ts'
import { keys } from '../queries.ts'
import { told, type Surface } from '../told.ts'

export type Sort = 'top' | 'newest'

const commentKeys = {
  all: (postId: string) => ['comments', postId] as const,
  list: (postId: string, sort: Sort) => ['comments', postId, 'list', sort] as const,
  replies: (postId: string, commentId: string) => ['comments', postId, 'replies', commentId] as const,
  held: (postId: string) => ['comments', postId, 'held'] as const,
  rules: (postId: string) => ['comment-rules', postId] as const,
}

const onePost = '/v1/posts/:postId/comments'
const oneComment = '/v1/posts/:postId/comments/:commentId'

interface CommentPage {
  readonly comments: Comment[]
  readonly nextCursor: string | null
}

/** A comment that was written in between moves the pages: the same one may come twice. */
const eachOnce = (pages: readonly CommentPage[] | undefined): Comment[] => {
  const all = pages?.flatMap(({ comments }) => comments) ?? []
  return [...new Map(all.map((one): [string, Comment] => [one.commentId, one])).values()]
}

/** Comments that begin threads, those that are pinned first. */
export const useComments = (postId: string, sort: Sort) => {
  const query = useInfiniteQuery({
    queryKey: commentKeys.list(postId, sort),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listComments>('GET', onePost, {
        params: { postId },
        query: { ...pageOf(pageParam), sort },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  })
  return { ...query, comments: eachOnce(query.data?.pages) }
}

/** The comment that a notification leads to, with the one that begins its thread. */
export const useLedTo = (postId: string, commentId: string | null) =>
  useQuery({
    queryKey: ['comment', postId, commentId],
    queryFn: ({ signal }) =>
      call<typeof getComment>('GET', oneComment, {
        params: { postId, commentId: commentId ?? '' },
        signal,
      }),
    enabled: commentId !== null,
    // One that is gone leads to the others.
    retry: false,
  }).data

/** The replies of a thread, oldest first. */
export const useReplies = (postId: string, commentId: string, enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: commentKeys.replies(postId, commentId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listReplies>('GET', `${oneComment}/replies`, {
        params: { postId, commentId },
        query: { ...pageOf(pageParam), limit: 20 },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
    enabled,
  })
  return { ...query, comments: eachOnce(query.data?.pages) }
}

/** Comments under a post that wait for its author. */
export const useHeld = (postId: string) => {
  const query = useInfiniteQuery({
    queryKey: commentKeys.held(postId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listHeldComments>('GET', '/v1/me/held-comments', {
        query: { ...pageOf(pageParam), postId },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  })
  return { ...query, comments: eachOnce(query.data?.pages) }
}

/** Changes a comment wherever this page has it. */
const change = (
  client: QueryClient,
  { postId, commentId }: Comment,
  changed: (before: Comment) => Comment,
): void => {
  client.setQueriesData<InfiniteData<CommentPage>>({ queryKey: commentKeys.all(postId) }, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            comments: page.comments.map((one) => (one.commentId === commentId ? changed(one) : one)),
          })),
        },
  )
}

const useTotal = (postId: string) => {
  const client = useQueryClient()
  return async (total: number): Promise<void> => {
    client.setQueryData(keys.commentCount(postId), total)
    await client.invalidateQueries({ queryKey: commentKeys.all(postId) })
  }
}

export interface Draft {
  readonly commentId: string
  readonly text: string
  readonly answersId?: string
}

type Written = ResponseOf<typeof writeComment>

/** Writes a comment under an id that the page makes, so that sending it again is harmless. */
export const useWriteComment = (post: { postId: string; personId: string }, surface: Surface) => {
  const changed = useTotal(post.postId)
  return useMutation({
    mutationFn: ({ commentId, ...body }: Draft): Promise<Written> =>
      call<typeof writeComment>('PUT', oneComment, {
        params: { postId: post.postId, commentId },
        query: told(surface, post),
        body,
      }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

export const useEditComment = (postId: string, surface: Surface) => {
  const changed = useTotal(postId)
  return useMutation({
    mutationFn: ({ commentId, text }: Draft) =>
      call<typeof editComment>('PATCH', oneComment, {
        params: { postId, commentId },
        query: told(surface),
        body: { text },
      }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

export const useDeleteComment = (postId: string, surface: Surface) => {
  const changed = useTotal(postId)
  return useMutation({
    mutationFn: (commentId: string) =>
      call<typeof deleteComment>('DELETE', oneComment, {
        params: { postId, commentId },
        query: told(surface),
      }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

export const useApproveComment = (postId: string) => {
  const changed = useTotal(postId)
  return useMutation({
    mutationFn: (commentId: string) =>
      call<typeof approveComment>('PUT', `${oneComment}/approved`, { params: { postId, commentId } }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

interface Marked {
  readonly comment: Comment
  readonly on: boolean
}

/** A mark that shows at once and is taken back when the server refuses. */
const useMark = (
  send: (marked: Marked) => Promise<Partial<Comment>>,
  next: (marked: Marked) => Partial<Comment>,
) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onMutate: (marked) => change(client, marked.comment, (one) => ({ ...one, ...next(marked) })),
    onSuccess: (after, { comment }) => change(client, comment, (one) => ({ ...one, ...after })),
    onError: (_error, { comment }) => change(client, comment, () => comment),
  })
}

const addressed = ({ comment }: Marked) => ({
  params: { postId: comment.postId, commentId: comment.commentId },
})
const method = ({ on }: Marked) => (on ? 'PUT' : 'DELETE')

export const useLikeComment = (surface: Surface) =>
  useMark(
    (marked) =>
      call<typeof likeComment>(method(marked), `${oneComment}/like`, {
        ...addressed(marked),
        query: told(surface),
      }),
    ({ comment, on }) => ({
      likes: comment.likes + Number(on) - Number(comment.likedByMe),
      likedByMe: on,
    }),
  )

export const useHeartComment = () =>
  useMark(
    (marked) => call<typeof heartComment>(method(marked), `${oneComment}/heart`, addressed(marked)),
    ({ on }) => ({ likedByCreator: on }),
  )

/** A pinned comment moves to the top, so the lists are asked for again. */
export const usePinComment = (postId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (marked: Marked) =>
      call<typeof pinComment>(method(marked), `${oneComment}/pin`, addressed(marked)),
    onSuccess: () => client.invalidateQueries({ queryKey: commentKeys.all(postId) }),
  })
}

export const usePostRules = (postId: string) =>
  useQuery({
    queryKey: commentKeys.rules(postId),
    queryFn: ({ signal }) =>
      call<typeof getPostCommentRules>('GET', '/v1/posts/:postId/comment-rules', {
        params: { postId },
        signal,
      }),
    staleTime: 0,
  })

/** Sets the rules of one post and those for all, together as they stand in the form. */
export const useSaveRules = (postId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (given: { rules: PostCommentRules; mine: CommentRules }) => {
      await call<typeof setCommentRules>('PUT', '/v1/me/comment-rules', { body: given.mine })
      await call<typeof setPostCommentRules>('PUT', '/v1/posts/:postId/comment-rules', {
        params: { postId },
        body: given.rules,
      })
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: commentKeys.rules(postId) })
      await client.invalidateQueries({ queryKey: commentKeys.all(postId) })
    },
  })
}
