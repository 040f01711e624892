import type { getPostMetrics, MetricValue } from '@busker/contract'
import { completionRate, hookRate, panel, retentionCurve, views } from '@busker/metrics'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

/** The numbers of the page. A vanity number without its pairs in this list would not compile. */
export const makePanel = () => panel([views, hookRate, completionRate])

const refreshMs = 5000
const metricIds = [views.id, hookRate.id, completionRate.id, retentionCurve.id].join()

/** The numbers of one post, read anew every five seconds while the page is open. */
export const usePostMetrics = (postId: string) =>
  useQuery({
    queryKey: ['post-metrics', postId],
    queryFn: ({ signal }) =>
      call<typeof getPostMetrics>('GET', '/v1/posts/:postId/metrics', {
        params: { postId },
        query: { metrics: metricIds },
        signal,
      }),
    select: ({ values }) => new Map(values.map((value): [string, MetricValue] => [value.metricId, value])),
    refetchInterval: refreshMs,
  })
