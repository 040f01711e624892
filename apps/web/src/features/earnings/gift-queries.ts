import type { getGiftEarnings, ReceivedGift } from '@busker/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, listenRealtime } from '#shared/api'

const giftsKey = ['earnings', 'gifts'] as const
const mostShown = 20

/** Gifts of the caller's videos, latest first, and what of them can be paid out when. */
export const useGiftEarnings = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: giftsKey,
    queryFn: ({ pageParam, signal }) =>
      call<typeof getGiftEarnings>('GET', '/v1/wallet/earnings', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
    enabled,
  })
  return {
    ...query,
    first: query.data?.pages[0],
    gifts: query.data?.pages.flatMap((page) => page.gifts) ?? [],
  }
}

/** Gifts that arrive while the page is open, the latest first. The list below is read anew with each. */
export const useArrivingGifts = (enabled: boolean): readonly ReceivedGift[] => {
  const client = useQueryClient()
  const [arrived, setArrived] = useState<readonly ReceivedGift[]>([])
  useEffect(() => {
    if (!enabled) return
    return listenRealtime((message) => {
      if (message.type !== 'gift.received') return
      const { gift } = message
      setArrived((before) =>
        before.some(({ sendId }) => sendId === gift.sendId) ? before : [gift, ...before].slice(0, mostShown),
      )
      void client.invalidateQueries({ queryKey: giftsKey })
    })
  }, [client, enabled])
  return arrived
}
