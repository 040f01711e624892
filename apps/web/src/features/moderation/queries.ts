import type {
  appealDecision,
  CallOf,
  claimCase,
  claimNextCase,
  decideCase,
  getCase,
  getModerationNumbers,
  getNotice,
  getPost,
  getTransparency,
  listAppeals,
  listCases,
  listNotices,
  listOwnReports,
  readNotice,
  releaseCase,
  ruleOnAppeal,
  withdrawDecision,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const keys = {
  cases: ['moderation', 'cases'] as const,
  appeals: ['moderation', 'appeals'] as const,
  numbers: ['moderation', 'numbers'] as const,
  notices: ['notices'] as const,
  ownReports: ['own-reports'] as const,
}

export type QueueFilter = Pick<NonNullable<CallOf<typeof listCases>['query']>, 'show' | 'kind' | 'reason'>

export const useCases = (filter: QueueFilter, enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...keys.cases, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listCases>('GET', '/v1/operator/cases', {
        query: { ...filter, limit: 30, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.cases.at(-1)?.caseId : undefined),
    staleTime: 0,
    enabled,
  })
  return { ...query, cases: query.data?.pages.flatMap((page) => page.cases) ?? [] }
}

export const useCase = (caseId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.cases, caseId],
    queryFn: ({ signal }) =>
      call<typeof getCase>('GET', '/v1/operator/cases/:caseId', { params: { caseId }, signal }),
    staleTime: 0,
    enabled,
  })

/** The post that a case is about, as it is now, also when it was removed. */
export const useReportedPost = (postId: string | null) =>
  useQuery({
    queryKey: ['post', postId],
    queryFn: ({ signal }) =>
      call<typeof getPost>('GET', '/v1/posts/:postId', { params: { postId: postId ?? '' }, signal }),
    select: ({ post }) => post,
    enabled: postId !== null,
    retry: false,
  })

const useCasesChange = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: ['moderation'] }),
  })
}

export const useClaim = () =>
  useCasesChange((caseId: string) =>
    call<typeof claimCase>('PUT', '/v1/operator/cases/:caseId/claim', { params: { caseId } }),
  )
export const useRelease = () =>
  useCasesChange((caseId: string) =>
    call<typeof releaseCase>('DELETE', '/v1/operator/cases/:caseId/claim', { params: { caseId } }),
  )
export const useClaimNext = () =>
  useCasesChange<void, { caseId: string | null }>(() =>
    call<typeof claimNextCase>('POST', '/v1/operator/cases/next', {}),
  )

export type Decision = CallOf<typeof decideCase>['body']
export const useDecide = (caseId: string) => {
  const client = useQueryClient()
  return useCasesChange(async (given: { decisionId: string; body: Decision }) => {
    const answer = await call<typeof decideCase>('PUT', '/v1/operator/cases/:caseId/decisions/:decisionId', {
      params: { caseId, decisionId: given.decisionId },
      body: given.body,
    })
    await client.invalidateQueries({ queryKey: ['post'] })
    return answer
  })
}
export const useWithdraw = () =>
  useCasesChange((given: { decisionId: string; text: string }) =>
    call<typeof withdrawDecision>('PUT', '/v1/operator/decisions/:decisionId/withdrawal', {
      params: { decisionId: given.decisionId },
      body: { text: given.text },
    }),
  )

export const useAppeals = (state: 'open' | 'closed', enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...keys.appeals, state],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listAppeals>('GET', '/v1/operator/appeals', {
        query: { state, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.appeals.at(-1)?.appealId : undefined),
    staleTime: 0,
    enabled,
  })
  return { ...query, appeals: query.data?.pages.flatMap((page) => page.appeals) ?? [] }
}
export const useRule = () =>
  useCasesChange((given: { appealId: string; outcome: 'upheld' | 'overturned'; text: string }) =>
    call<typeof ruleOnAppeal>('PUT', '/v1/operator/appeals/:appealId/ruling', {
      params: { appealId: given.appealId },
      body: { outcome: given.outcome, text: given.text },
    }),
  )

export const useStaffNumbers = (days: number, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.numbers, 'staff', days],
    queryFn: ({ signal }) =>
      call<typeof getModerationNumbers>('GET', '/v1/operator/moderation/numbers', {
        query: { days },
        signal,
      }),
    enabled,
  })
export const useTransparency = (days: number) =>
  useQuery({
    queryKey: [...keys.numbers, 'public', days],
    queryFn: ({ signal }) =>
      call<typeof getTransparency>('GET', '/v1/transparency', { query: { days }, signal }),
  })

export const useNotices = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: [...keys.notices, 'list'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listNotices>('GET', '/v1/me/notices', {
        query: { ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
    enabled,
  })
  const [first] = query.data?.pages ?? []
  return { ...query, first, notices: query.data?.pages.flatMap((page) => page.notices) ?? [] }
}
export const useNotice = (decisionId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.notices, decisionId],
    queryFn: ({ signal }) =>
      call<typeof getNotice>('GET', '/v1/me/notices/:decisionId', { params: { decisionId }, signal }),
    select: ({ notice }) => notice,
    staleTime: 0,
    enabled,
  })
export const useReadNotice = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decisionId: string) =>
      call<typeof readNotice>('PUT', '/v1/me/notices/:decisionId/read', { params: { decisionId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...keys.notices, 'list'] }),
  })
}
export const useAppeal = (decisionId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) =>
      call<typeof appealDecision>('PUT', '/v1/me/notices/:decisionId/appeal', {
        params: { decisionId },
        body: { text },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notices }),
  })
}

export const useOwnReports = (enabled: boolean) => {
  const query = useInfiniteQuery({
    queryKey: keys.ownReports,
    queryFn: ({ pageParam, signal }) =>
      call<typeof listOwnReports>('GET', '/v1/me/reports', {
        query: { ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
    enabled,
  })
  return { ...query, reports: query.data?.pages.flatMap((page) => page.reports) ?? [] }
}
