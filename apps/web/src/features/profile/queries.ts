import type { getProfile, listPostsOfPerson } from '@busker/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { postKeys } from '#features/post'
import { call } from '#shared/api'

const pageSize = 30

export const useProfile = (handle: string) =>
  useQuery({
    queryKey: ['profile', handle],
    queryFn: ({ signal }) =>
      call<typeof getProfile>('GET', '/v1/people/:handle', { params: { handle }, signal }),
    select: ({ profile }) => profile,
  })

export const usePostsOf = (handle: string) => {
  const query = useInfiniteQuery({
    queryKey: postKeys.ofPerson(handle),
    queryFn: ({ pageParam, signal }) =>
      call<typeof listPostsOfPerson>('GET', '/v1/people/:handle/posts', {
        params: { handle },
        query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}
