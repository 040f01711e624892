import type { discover, listTopics } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

/** Topics that many hold on to now. */
export const useTopics = () =>
  useQuery({
    queryKey: ['welcome-topics'],
    queryFn: ({ signal }) => call<typeof listTopics>('GET', '/v1/feed/topics', { signal }),
    select: ({ topics }) => topics.map(({ topic }) => topic),
    staleTime: Infinity,
  })

/** People whom many follow, without those who are followed already when the page opens. */
export const usePeople = () =>
  useQuery({
    queryKey: ['welcome-people'],
    queryFn: ({ signal }) => call<typeof discover>('GET', '/v1/discover', { signal }),
    select: ({ people }) => people.filter(({ followedByMe }) => !followedByMe),
    staleTime: Infinity,
  })
