import type {
  getExploration,
  getHookAnalysis,
  getPostMetrics,
  getTypicalRetention,
  MetricValue,
} from '@busker/contract'
import { completionRate, hookRate, panel, retentionCurve, views } from '@busker/metrics'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

/** The numbers of the page. A vanity number without its pairs in this list would not compile. */
export const makePanel = () => panel([views, hookRate, completionRate])

const refreshMs = 5000
const metricIds = [views.id, hookRate.id, completionRate.id, retentionCurve.id].join()

/** The numbers of one post, read anew every five seconds while the page is open. */
export const usePostMetrics = (postId: string, version: number | null) =>
  useQuery({
    queryKey: ['post-metrics', postId, version],
    queryFn: ({ signal }) =>
      call<typeof getPostMetrics>('GET', '/v1/posts/:postId/metrics', {
        params: { postId },
        query: { metrics: metricIds, ...(version === null ? {} : { version }) },
        signal,
      }),
    select: ({ values }) => new Map(values.map((value): [string, MetricValue] => [value.metricId, value])),
    refetchInterval: refreshMs,
  })

/** A video that nobody looked at in two minutes will not be looked at while this page is open. */
const mostHookReads = 24

/** What the first seconds show and sound like. Null: not looked at yet. */
export const useHook = (assetId: string | undefined) =>
  useQuery({
    queryKey: ['hook', assetId],
    enabled: assetId !== undefined,
    queryFn: ({ signal }) =>
      call<typeof getHookAnalysis>('GET', '/v1/assets/:assetId/hook', {
        params: { assetId: assetId ?? '' },
        signal,
      }),
    select: ({ hook }) => hook,
    refetchInterval: ({ state }) =>
      state.data?.hook === null && state.dataUpdateCount < mostHookReads ? refreshMs : false,
  })

const typicalStaleMs = 300_000

/** What is usual with the author's other videos of like length. */
export const useTypical = (postId: string) =>
  useQuery({
    queryKey: ['typical', postId],
    staleTime: typicalStaleMs,
    queryFn: ({ signal }) =>
      call<typeof getTypicalRetention>('GET', '/v1/posts/:postId/typical', { params: { postId }, signal }),
  })

/** How the video fares with its first viewers, read anew while it still has some to come. */
export const useExploration = (postId: string) =>
  useQuery({
    queryKey: ['exploration', postId],
    queryFn: ({ signal }) =>
      call<typeof getExploration>('GET', '/v1/posts/:postId/exploration', { params: { postId }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'waiting' || state.data?.state === 'testing' ? refreshMs : false,
  })
