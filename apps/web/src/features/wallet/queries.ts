import type {
  buyCoins,
  CallOf,
  getPurchase,
  getWallet,
  listCoinPacks,
  listPurchases,
  listWalletLines,
  PurchaseState,
  refundPurchase,
  ResponseOf,
  setSpendingLimits,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'

export type Wallet = ResponseOf<typeof getWallet>

const walletKey = ['wallet'] as const

/** Everything about the person's coins is read anew when the server says that they changed. */
export const useWalletNews = (enabled: boolean): void => {
  const client = useQueryClient()
  useEffect(() => {
    if (!enabled) return
    return listenRealtime(({ type }) => {
      if (type === 'wallet.changed' || type === 'purchase.changed' || type === 'reset')
        void client.invalidateQueries({ queryKey: walletKey })
    })
  }, [client, enabled])
}

export const useWallet = (enabled: boolean) =>
  useQuery({
    queryKey: [...walletKey, 'balance'],
    queryFn: ({ signal }) => call<typeof getWallet>('GET', '/v1/wallet', { signal }),
    staleTime: 0,
    enabled,
  })

export const usePacks = () =>
  useQuery({
    queryKey: [...walletKey, 'packs'],
    queryFn: ({ signal }) => call<typeof listCoinPacks>('GET', '/v1/wallet/packs', { signal }),
  })

export const useBuyCoins = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof buyCoins>['body']) =>
      call<typeof buyCoins>('POST', '/v1/wallet/purchases', { body }),
    onSettled: () => client.invalidateQueries({ queryKey: walletKey }),
  })
}

const undecided: ReadonlySet<PurchaseState> = new Set(['pending', 'unknown', 'refunding'])
/** The server tells by itself; this is for the case that its word was lost. */
const askAgainMs = 3000

export const usePurchase = (purchaseId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...walletKey, 'purchase', purchaseId],
    queryFn: ({ signal }) =>
      call<typeof getPurchase>('GET', '/v1/wallet/purchases/:purchaseId', { params: { purchaseId }, signal }),
    select: ({ receipt }) => receipt,
    staleTime: 0,
    enabled,
    refetchInterval: ({ state }) =>
      undecided.has(state.data?.receipt.state ?? 'settled') ? askAgainMs : false,
  })

export const usePurchases = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...walletKey, 'purchases'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listPurchases>('GET', '/v1/wallet/purchases', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
    enabled,
  })
  return { ...query, purchases: query.data?.pages.flatMap((page) => page.purchases) ?? [] }
}

export const useLines = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...walletKey, 'lines'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listWalletLines>('GET', '/v1/wallet/history', {
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
    lines: query.data?.pages.flatMap((page) => page.lines) ?? [],
    currency: query.data?.pages[0]?.currency ?? null,
  }
}

export const useRefund = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (purchaseId: string) =>
      call<typeof refundPurchase>('POST', '/v1/wallet/purchases/:purchaseId/refund', {
        params: { purchaseId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: walletKey }),
  })
}

export const useSetLimits = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof setSpendingLimits>['body']) =>
      call<typeof setSpendingLimits>('PUT', '/v1/wallet/limits', { body }),
    onSettled: () => client.invalidateQueries({ queryKey: walletKey }),
  })
}
