import type { getFeed, Slot } from '@busker/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useUnwanted } from '#features/social'
import { call } from '#shared/api'

/** `round` starts another feed of the same kind: the old one stays as it was. */
export interface FeedKind {
  readonly rewatch: boolean
  readonly round: number
}

const pageSize = 6
const keys = {
  feed: (kind: FeedKind) => ['feed', kind] as const,
  kind: ['feed-kind'] as const,
  position: (kind: FeedKind) => ['feed-position', kind] as const,
  anything: ['feed-anything'] as const,
}

/** The feed, page by page. It is never read again by itself: what was served stays, but for what was hidden since. */
export const useFeed = (kind: FeedKind) => {
  const query = useInfiniteQuery({
    queryKey: keys.feed(kind),
    queryFn: ({ pageParam, signal }) =>
      call<typeof getFeed>('GET', '/v1/feed', {
        query: {
          limit: pageSize,
          ...(kind.rewatch && { rewatch: 'true' }),
          ...(pageParam && { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const isUnwanted = useUnwanted()
  const slots = useMemo(() => {
    const all = query.data?.pages.flatMap((page) => page.slots) ?? []
    const once = [...new Map(all.map((slot): [string, Slot] => [slot.slotId, slot])).values()]
    return once.filter(({ post }) => !isUnwanted(post))
  }, [query.data, isUnwanted])
  return { ...query, slots }
}

/** Whether this instance has any published video, asked only when the feed came back empty. */
export const useHasAnyVideo = (ask: boolean) =>
  useQuery({
    queryKey: keys.anything,
    queryFn: ({ signal }) =>
      call<typeof getFeed>('GET', '/v1/feed', { query: { limit: 1, rewatch: 'true' }, signal }),
    select: ({ slots }) => slots.length > 0,
    enabled: ask,
    staleTime: 0,
  }).data

/** Which feed is on and where in it the viewer is, kept while they look at other pages. */
export const useFeedPlace = () => {
  const client = useQueryClient()
  const { data: kind } = useQuery<FeedKind>({
    queryKey: keys.kind,
    queryFn: () => ({ rewatch: false, round: 0 }),
    initialData: { rewatch: false, round: 0 },
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const restart = useCallback(
    (rewatch: boolean) => client.setQueryData<FeedKind>(keys.kind, { rewatch, round: kind.round + 1 }),
    [client, kind],
  )
  const savedIndex = useCallback(() => client.getQueryData<number>(keys.position(kind)) ?? 0, [client, kind])
  const saveIndex = useCallback(
    (index: number) => void client.setQueryData(keys.position(kind), index),
    [client, kind],
  )
  return { kind, restart, savedIndex, saveIndex }
}
