import type { getMediaStatus, ResponseOf, retryAsset } from '@busker/contract'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { call, isApiError } from '#shared/api'

export type MediaStatus = ResponseOf<typeof getMediaStatus>
export type Failure = MediaStatus['failures'][number]
export type QueuedJob = MediaStatus['queue'][number]

const statusKey = ['operator', 'media'] as const
const refreshMs = 5000

const isNotForMe = (error: unknown): boolean =>
  isApiError(error, 'forbidden') || isApiError(error, 'not_signed_in')

/**
 * The state of video on this instance and the pages of failures, read anew while the page is visible. Every page of
 * failures is one request, so with more of them it waits longer: one request every five seconds in all.
 */
export const useMediaStatus = (isOperator: boolean) => {
  const query = useInfiniteQuery({
    queryKey: statusKey,
    queryFn: ({ pageParam, signal }) =>
      call<typeof getMediaStatus>('GET', '/v1/operator/media', {
        query: pageParam === '' ? {} : { before: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.failures.at(-1)?.failedAt : undefined),
    enabled: isOperator,
    staleTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) =>
      isNotForMe(state.error) ? false : refreshMs * Math.max(1, state.data?.pages.length ?? 1),
  })
  return {
    ...query,
    status: query.data?.pages[0],
    failures: query.data?.pages.flatMap((page) => page.failures) ?? [],
    isNotForMe: isNotForMe(query.error),
  }
}

/** Sends one refused upload through everything again. */
export const useRetryAsset = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (assetId: string) =>
      call<typeof retryAsset>('POST', '/v1/operator/media/assets/:assetId/retry', { params: { assetId } }),
    // Also after an error: the original may be gone, and then the button goes too.
    onSettled: () => client.invalidateQueries({ queryKey: statusKey }),
  })
}
