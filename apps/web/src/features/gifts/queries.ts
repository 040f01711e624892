import type { GiftQuote, listGifters, listGifts, quoteGift, sendGift } from '@busker/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { call, isApiError } from '#shared/api'
import { monotonicMs, uuidv7 } from '#shared/clock'
import { createCombo, type Combo, type ComboState } from './combo.ts'

export type GiftChoice = Pick<GiftQuote, 'giftId' | 'version' | 'animation'>

const giftKey = ['gifts'] as const
const walletKey = ['wallet'] as const

export const useGifts = () =>
  useQuery({
    queryKey: [...giftKey, 'catalogue'],
    queryFn: ({ signal }) => call<typeof listGifts>('GET', '/v1/gifts', { signal }),
  })

/** What a gift would cost now; asked anew whenever coins were bought or given. */
export const useQuote = (postId: string, giftId: string | null, count: number) =>
  useQuery({
    queryKey: [...walletKey, 'quote', postId, giftId, count],
    queryFn: ({ signal }) =>
      call<typeof quoteGift>('GET', '/v1/posts/:postId/gifts/quote', {
        params: { postId },
        query: { giftId: giftId ?? '', count },
        signal,
      }),
    select: ({ quote }) => quote,
    enabled: giftId !== null,
    staleTime: 0,
  })

export const useGifters = (postId: string, order: 'top' | 'latest') => {
  const query = useInfiniteQuery({
    queryKey: [...giftKey, 'gifters', postId, order],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listGifters>('GET', '/v1/posts/:postId/gifters', {
        params: { postId },
        query: { order, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  })
  return {
    ...query,
    gifters: query.data?.pages.flatMap((page) => page.gifters) ?? [],
    first: query.data?.pages[0],
  }
}

const mayRetry = (error: unknown): boolean =>
  isApiError(error) && (error.code === 'network' || error.status >= 500)

/** A timer that can be forgotten. */
const after = (ms: number, work: () => void): (() => void) => {
  const timer = window.setTimeout(work, ms)
  return () => window.clearTimeout(timer)
}

const still: ComboState = { tapped: 0, taken: 0, phase: 'still', error: null }

/** Taps on one gift of a post, as ticks that are sent one after the other. Another gift is another combo. */
export const useCombo = (postId: string, gift: GiftChoice | null) => {
  const client = useQueryClient()
  const [state, setState] = useState(still)
  const combo = useRef<Combo | null>(null)
  const giftId = gift?.giftId
  const version = gift?.version
  useEffect(() => {
    setState(still)
    if (giftId === undefined || version === undefined) return
    const one = createCombo({
      send: async (tick) => {
        await call<typeof sendGift>('POST', '/v1/posts/:postId/gifts', {
          params: { postId },
          body: { giftId, version, ...tick },
        })
        void client.invalidateQueries({ queryKey: walletKey })
        void client.invalidateQueries({ queryKey: [...giftKey, 'gifters', postId] })
      },
      mayRetry,
      changed: (changed) => {
        setState(changed)
        // The gift or the balance is another one than was shown.
        if (changed.error !== null) {
          void client.invalidateQueries({ queryKey: walletKey })
          void client.invalidateQueries({ queryKey: [...giftKey, 'catalogue'] })
        }
      },
      nowMs: monotonicMs,
      uuid: uuidv7,
      after,
    })
    combo.current = one
    return () => {
      one.dispose()
      combo.current = null
    }
  }, [client, postId, giftId, version])
  const tap = useMemo(() => (count: number) => combo.current?.tap(count), [])
  return { state, tap }
}
