import type { listBlocked, listFollowers, listLiked, listSaved } from '@busker/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

export const pageOf = (cursor: string) => ({ limit: 30, ...(cursor !== '' && { cursor }) })

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
/** What only its owner sees: the videos that they saved, or like. */
export type Kept = 'saved' | 'liked'

export const useKept = (list: Kept, enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [list],
    queryFn: ({ pageParam, signal }) =>
      list === 'saved'
        ? call<typeof listSaved>('GET', '/v1/me/saved', { query: pageOf(pageParam), signal })
        : call<typeof listLiked>('GET', '/v1/me/liked', { query: pageOf(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
    enabled,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}
