import type { listPostsOfPerson, Post, PublishedPost } from '@busker/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '#shared/api'

const pageSize = 60

const isPublished = (post: Post): post is PublishedPost => post.state === 'published'

/** One's own published videos, page by page, the newest first. */
export const useOwnVideos = (handle: string) => {
  const query = useInfiniteQuery({
    queryKey: ['own-videos', handle],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listPostsOfPerson>('GET', '/v1/people/:handle/posts', {
        params: { handle },
        query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const { data } = query
  const posts = useMemo(() => data?.pages.flatMap((page) => page.posts).filter(isPublished) ?? [], [data])
  return { ...query, posts }
}
