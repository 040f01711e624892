import type { getProfile, listPostsOfPerson } from '@busker/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { postKeys } from '#features/post'
import { call } from '#shared/api'

const pageSize = 30

/** Null: there is nobody to ask for yet. */
export const useProfile = (handle: string | null) =>
  useQuery({
    queryKey: ['profile', handle],
    enabled: handle !== null,
    queryFn: ({ signal }) =>
      call<typeof getProfile>('GET', '/v1/people/:handle', { params: { handle: handle ?? '' }, signal }),
    select: ({ profile }) => profile,
  })

export const usePostsOf = (handle: string, show: 'all' | 'unfinished') => {
  const query = useInfiniteQuery({
    queryKey: [...postKeys.ofPerson(handle), show],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listPostsOfPerson>('GET', '/v1/people/:handle/posts', {
        params: { handle },
        query: { limit: pageSize, show, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}
