import type {
  CallOf,
  cancelPayout,
  decideGiftFlag,
  decideJournal,
  getOperatorMoney,
  getProfile,
  getWalletSettings,
  holdPayout,
  listAllPayouts,
  listGiftFlags,
  listGiftVersions,
  listJournals,
  listMoneyAudit,
  listPackVersions,
  listRewardPeriods,
  listRewardTerms,
  PayoutState,
  previewRewardPeriod,
  proposeJournal,
  releasePayout,
  ResponseOf,
  setGift,
  setPack,
  setRewardTerms,
  setWalletSettings,
  voidRewardViews,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import type { Period } from '#shared/period'

export type CurrencyBooks = ResponseOf<typeof getOperatorMoney>['currencies'][number]
export type QueuedPayout = ResponseOf<typeof listAllPayouts>['payouts'][number]

const key = ['treasury'] as const

/** Whatever an operator changes, everything that is shown of money is read anew. */
const useChange = <Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: key }) })
}

export const useBooks = (period: Period) =>
  useQuery({
    queryKey: [...key, 'books', period],
    queryFn: ({ signal }) =>
      call<typeof getOperatorMoney>('GET', '/v1/rewards/operator/money', { query: { ...period }, signal }),
    placeholderData: (before) => before,
    staleTime: 0,
  })

export const useAllPayouts = (state: PayoutState | null) => {
  const query = useInfiniteQuery({
    queryKey: [...key, 'payouts', state],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listAllPayouts>('GET', '/v1/rewards/operator/payouts', {
        query: { ...(state && { state }), ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  })
  return { ...query, payouts: query.data?.pages.flatMap((page) => page.payouts) ?? [] }
}

export type Decision = 'hold' | 'release' | 'cancel'

export const useDecidePayout = () =>
  useChange(({ payoutId, decision, reason }: { payoutId: string; decision: Decision; reason: string }) => {
    const input = { params: { payoutId }, body: { reason } }
    switch (decision) {
      case 'hold':
        return call<typeof holdPayout>('POST', '/v1/rewards/operator/payouts/:payoutId/hold', input)
      case 'release':
        return call<typeof releasePayout>('POST', '/v1/rewards/operator/payouts/:payoutId/release', input)
      case 'cancel':
        return call<typeof cancelPayout>('POST', '/v1/rewards/operator/payouts/:payoutId/cancel', input)
    }
  })

export const useJournals = () =>
  useQuery({
    queryKey: [...key, 'journals'],
    queryFn: ({ signal }) => call<typeof listJournals>('GET', '/v1/rewards/operator/journals', { signal }),
    select: ({ journals }) => journals,
    staleTime: 0,
  })

export const useProposeJournal = () =>
  useChange((body: CallOf<typeof proposeJournal>['body']) =>
    call<typeof proposeJournal>('POST', '/v1/rewards/operator/journals', { body }),
  )

export const useDecideJournal = () =>
  useChange((input: { journalId: string } & CallOf<typeof decideJournal>['body']) => {
    const { journalId, ...body } = input
    return call<typeof decideJournal>('POST', '/v1/rewards/operator/journals/:journalId/decision', {
      params: { journalId },
      body,
    })
  })

export const useMoneyAudit = () => {
  const query = useInfiniteQuery({
    queryKey: [...key, 'audit'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listMoneyAudit>('GET', '/v1/rewards/operator/audit', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  })
  return { ...query, entries: query.data?.pages.flatMap((page) => page.entries) ?? [] }
}

export const useFundPeriods = () =>
  useQuery({
    queryKey: [...key, 'periods'],
    queryFn: ({ signal }) => call<typeof listRewardPeriods>('GET', '/v1/rewards/periods', { signal }),
    select: ({ periods }) => periods,
    staleTime: 0,
  })

/** What a period would pay if it closed now; `proRataBasisPoints` null: as its terms say. */
export const usePreview = (periodId: string | null, proRataBasisPoints: number | null) =>
  useQuery({
    queryKey: [...key, 'preview', periodId, proRataBasisPoints],
    queryFn: ({ signal }) =>
      call<typeof previewRewardPeriod>('GET', '/v1/rewards/periods/:periodId/preview', {
        params: { periodId: periodId ?? '' },
        query: proRataBasisPoints === null ? {} : { proRataBasisPoints },
        signal,
      }),
    placeholderData: (before) => before,
    enabled: periodId !== null,
    staleTime: 0,
  })

export const useTerms = () =>
  useQuery({
    queryKey: [...key, 'terms'],
    queryFn: ({ signal }) => call<typeof listRewardTerms>('GET', '/v1/rewards/terms', { signal }),
    select: ({ terms }) => terms,
    staleTime: 0,
  })

export const useSetTerms = () =>
  useChange((body: CallOf<typeof setRewardTerms>['body']) =>
    call<typeof setRewardTerms>('POST', '/v1/rewards/terms', { body }),
  )

export const usePackVersions = () =>
  useQuery({
    queryKey: [...key, 'packs'],
    queryFn: ({ signal }) => call<typeof listPackVersions>('GET', '/v1/operator/wallet/packs', { signal }),
    staleTime: 0,
  })

export const useSetPack = () =>
  useChange((input: { packId: string } & CallOf<typeof setPack>['body']) => {
    const { packId, ...body } = input
    return call<typeof setPack>('PUT', '/v1/operator/wallet/packs/:packId', { params: { packId }, body })
  })

export const useGiftVersions = () =>
  useQuery({
    queryKey: [...key, 'gifts'],
    queryFn: ({ signal }) => call<typeof listGiftVersions>('GET', '/v1/operator/wallet/gifts', { signal }),
    staleTime: 0,
  })

export const useSetGift = () =>
  useChange((input: { giftId: string } & CallOf<typeof setGift>['body']) => {
    const { giftId, ...body } = input
    return call<typeof setGift>('PUT', '/v1/operator/wallet/gifts/:giftId', { params: { giftId }, body })
  })

export const useWalletSettings = () =>
  useQuery({
    queryKey: [...key, 'settings'],
    queryFn: ({ signal }) =>
      call<typeof getWalletSettings>('GET', '/v1/operator/wallet/settings', { signal }),
    staleTime: 0,
  })

export const useSetWalletSettings = () =>
  useChange((body: CallOf<typeof setWalletSettings>['body']) =>
    call<typeof setWalletSettings>('PUT', '/v1/operator/wallet/settings', { body }),
  )

/** Whose views an operator takes out, as they can name it: a creator by their handle. */
export type Voided =
  | Exclude<CallOf<typeof voidRewardViews>['body']['of'], { kind: 'creator' }>
  | { readonly kind: 'handle'; readonly handle: string }

const namedBy = async (of: Voided): Promise<CallOf<typeof voidRewardViews>['body']['of']> => {
  if (of.kind !== 'handle') return of
  const { profile } = await call<typeof getProfile>('GET', '/v1/people/:handle', {
    params: { handle: of.handle },
  })
  return { kind: 'creator', personId: profile.personId }
}

export const useVoidViews = () =>
  useChange(async ({ periodId, of, reason }: { periodId: string; of: Voided; reason: string }) =>
    call<typeof voidRewardViews>('POST', '/v1/rewards/periods/:periodId/voids', {
      params: { periodId },
      body: { of: await namedBy(of), reason },
    }),
  )

export const useGiftFlags = () => {
  const query = useInfiniteQuery({
    queryKey: [...key, 'flags'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listGiftFlags>('GET', '/v1/operator/wallet/flags', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  })
  return { ...query, flags: query.data?.pages.flatMap((page) => page.flags) ?? [] }
}

export const useDecideFlag = () =>
  useChange((input: { flagId: string } & CallOf<typeof decideGiftFlag>['body']) => {
    const { flagId, ...body } = input
    return call<typeof decideGiftFlag>('PUT', '/v1/operator/wallet/flags/:flagId', {
      params: { flagId },
      body,
    })
  })
