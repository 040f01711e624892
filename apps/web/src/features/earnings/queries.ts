import type {
  CallOf,
  Earnings,
  getEarnings,
  getPayoutBalance,
  getPayoutIdentity,
  getStatement,
  listPayouts,
  listStatements,
  listStatementViews,
  PayoutIdentity,
  requestPayout,
  ResponseOf,
  startPayoutIdentity,
  submitTaxForm,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'
import type { Period } from '#shared/period'

export type Board = Earnings['boards'][number]
export type Source = Board['sources'][number]
export type Statement = ResponseOf<typeof getStatement>['statement']

const earningsKey = ['earnings'] as const

/** Whatever is shown of the person's money is read anew when the server says that it changed. */
export const useEarningsNews = (enabled: boolean): void => {
  const client = useQueryClient()
  useEffect(() => {
    if (!enabled) return
    return listenRealtime(({ type }) => {
      if (type === 'earnings.changed' || type === 'payout.changed' || type === 'reset')
        void client.invalidateQueries({ queryKey: earningsKey })
    })
  }, [client, enabled])
}

export const useEarnings = (period: Period, enabled: boolean) =>
  useQuery({
    queryKey: [...earningsKey, 'board', period],
    queryFn: ({ signal }) =>
      call<typeof getEarnings>('GET', '/v1/rewards/earnings', { query: { ...period }, signal }),
    placeholderData: (before) => before,
    staleTime: 0,
    enabled,
  })

export const useBalances = (enabled: boolean) =>
  useQuery({
    queryKey: [...earningsKey, 'balance'],
    queryFn: ({ signal }) => call<typeof getPayoutBalance>('GET', '/v1/rewards/balance', { signal }),
    select: ({ balances }) => balances,
    staleTime: 0,
    enabled,
  })

const askAgainMs = 2000
const isBeingChecked = (identity: PayoutIdentity | undefined): boolean =>
  identity?.gates.some(({ state }) => state === 'pending') ?? false

export const useIdentity = (enabled: boolean) =>
  useQuery({
    queryKey: [...earningsKey, 'identity'],
    queryFn: ({ signal }) => call<typeof getPayoutIdentity>('GET', '/v1/rewards/identity', { signal }),
    select: ({ identity }) => identity,
    staleTime: 0,
    enabled,
    // Whoever comes back from the provider is often here before its word is.
    refetchInterval: ({ state }) => (isBeingChecked(state.data?.identity) ? askAgainMs : false),
  })

export const useStartIdentity = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (country: string) =>
      call<typeof startPayoutIdentity>('POST', '/v1/rewards/identity', { body: { country } }),
    onSuccess: (answer) => client.setQueryData([...earningsKey, 'identity'], answer),
  })
}

export const useSubmitTaxForm = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof submitTaxForm>['body']) =>
      call<typeof submitTaxForm>('POST', '/v1/rewards/identity/tax-form', { body }),
    onSuccess: (answer) => client.setQueryData([...earningsKey, 'identity'], answer),
  })
}

/** The caller makes the key: sent again after a lost answer, it is the same payout. */
export const useRequestPayout = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof requestPayout>['body']) =>
      call<typeof requestPayout>('POST', '/v1/rewards/payouts', { body }),
    onSettled: () => client.invalidateQueries({ queryKey: earningsKey }),
  })
}

export const usePayouts = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...earningsKey, 'payouts'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listPayouts>('GET', '/v1/rewards/payouts', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
    enabled,
  })
  return { ...query, payouts: query.data?.pages.flatMap((page) => page.payouts) ?? [] }
}

export const useStatements = (enabled: boolean) =>
  useQuery({
    queryKey: [...earningsKey, 'statements'],
    queryFn: ({ signal }) => call<typeof listStatements>('GET', '/v1/rewards/statements', { signal }),
    select: ({ statements }) => statements,
    staleTime: 0,
    enabled,
  })

export const useStatement = (periodId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...earningsKey, 'statement', periodId],
    queryFn: ({ signal }) =>
      call<typeof getStatement>('GET', '/v1/rewards/statements/:periodId', { params: { periodId }, signal }),
    select: ({ statement }) => statement,
    enabled,
  })

/** Each view of a video in a statement, asked for when the line is opened. */
export const useStatementViews = (at: { periodId: string; postId: string; day: string }) => {
  const { periodId, postId, day } = at
  const query = useInfiniteQuery({
    queryKey: [...earningsKey, 'views', periodId, postId, day],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listStatementViews>('GET', '/v1/rewards/statements/:periodId/views', {
        params: { periodId },
        query: { postId, day, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  return { ...query, views: query.data?.pages.flatMap((page) => page.views) ?? [] }
}
