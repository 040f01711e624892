import type {
  Comment,
  deleteComment,
  listBlocked,
  listComments,
  listFollowers,
  listSaved,
  writeComment,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import { keys } from './queries.ts'
import { told, type Surface } from './told.ts'

const commentsKey = (postId: string) => ['comments', postId] as const

const pageOf = (cursor: string) => ({ limit: 30, ...(cursor !== '' && { cursor }) })

/** Comments of a post, newest first. */
export const useComments = (postId: string) => {
  const query = useInfiniteQuery({
    queryKey: commentsKey(postId),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listComments>('GET', '/v1/posts/:postId/comments', {
        params: { postId },
        query: pageOf(pageParam),
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  })
  const all = query.data?.pages.flatMap((page) => page.comments) ?? []
  // A comment that was written in between moves the pages: the same one may come twice.
  const comments = [...new Map(all.map((one): [string, Comment] => [one.commentId, one])).values()]
  return { ...query, comments }
}

const useCommentChange = (postId: string) => {
  const client = useQueryClient()
  return async (total: number): Promise<void> => {
    client.setQueryData(keys.commentCount(postId), total)
    await client.invalidateQueries({ queryKey: commentsKey(postId) })
  }
}

export interface Draft {
  readonly commentId: string
  readonly text: string
}

/** Writes a comment under an id that the page makes, so that sending it again is harmless. */
export const useWriteComment = (postId: string, surface: Surface) => {
  const changed = useCommentChange(postId)
  return useMutation({
    mutationFn: ({ commentId, text }: Draft) =>
      call<typeof writeComment>('PUT', '/v1/posts/:postId/comments/:commentId', {
        params: { postId, commentId },
        query: told(surface),
        body: { text },
      }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

export const useDeleteComment = (postId: string, surface: Surface) => {
  const changed = useCommentChange(postId)
  return useMutation({
    mutationFn: (commentId: string) =>
      call<typeof deleteComment>('DELETE', '/v1/posts/:postId/comments/:commentId', {
        params: { postId, commentId },
        query: told(surface),
      }),
    onSuccess: ({ comments }) => changed(comments),
  })
}

const listAddresses = { blocked: '/v1/me/blocked', muted: '/v1/me/muted' } as const
export type HiddenList = keyof typeof listAddresses
export const hiddenKey = (list: HiddenList) => ['hidden-people', list] as const

/** Whom the signed-in person blocked or muted: two lists of one shape. */
export const useHiddenPeople = (list: HiddenList) => {
  const query = useInfiniteQuery({
    queryKey: hiddenKey(list),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listBlocked>('GET', listAddresses[list], {
        query: pageOf(pageParam),
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  })
  return { ...query, people: query.data?.pages.flatMap((page) => page.people) ?? [] }
}

const relationAddresses = {
  followers: '/v1/people/:handle/followers',
  following: '/v1/people/:handle/following',
} as const
export type RelationList = keyof typeof relationAddresses

/** Who follows a person, or whom the person follows: two lists of one shape. */
export const useRelated = (handle: string, list: RelationList) => {
  const query = useInfiniteQuery({
    queryKey: ['related-people', handle, list],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listFollowers>('GET', relationAddresses[list], {
        params: { handle },
        query: pageOf(pageParam),
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  })
  return { ...query, people: query.data?.pages.flatMap((page) => page.people) ?? [] }
}

/** What the signed-in person saved, latest first. */
export const useSaved = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: ['saved'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listSaved>('GET', '/v1/me/saved', { query: pageOf(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
    enabled,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}
