import type { getComment, getLineage, listVideoReplies } from '@busker/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'
import type { AnsweredComment } from '#shared/posting'

const pageSize = 30

export const useAnsweredComment = ({ postId, commentId }: AnsweredComment) =>
  useQuery({
    queryKey: ['answered-comment', postId, commentId],
    queryFn: ({ signal }) =>
      call<typeof getComment>('GET', '/v1/posts/:postId/comments/:commentId', {
        params: { postId, commentId },
        signal,
      }),
    select: ({ comment }) => comment,
  })

export const useLineage = (postId: string) =>
  useQuery({
    queryKey: ['lineage', postId],
    queryFn: ({ signal }) =>
      call<typeof getLineage>('GET', '/v1/posts/:postId/lineage', { params: { postId }, signal }),
  })

/** The videos that answer comments under a post; those of one comment where it is given. */
export const useVideoReplies = (postId: string, commentId: string | null) => {
  const query = useInfiniteQuery({
    queryKey: ['video-replies', postId, commentId],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listVideoReplies>('GET', '/v1/posts/:postId/video-replies', {
        params: { postId },
        query: { limit: pageSize, ...(pageParam && { cursor: pageParam }), ...(commentId && { commentId }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}
