import type { MeasuredMetric, MetricSlice, queryMetrics } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import type { Period } from '#shared/period'
import { call } from '#shared/api'

export interface SalesRequest {
  readonly clientId: string
  readonly period: Period
  readonly metrics: readonly string[]
  readonly by?: MetricSlice
  readonly compare?: 'previous'
}

/** A client settles shortly after an import is done, and colleagues import, too. */
const refreshMs = 30_000

/** Numbers of a client, by metric. Each group of the board asks for its own, a vanity number with its pairs. */
export const useSales = ({ clientId, ...rest }: SalesRequest) =>
  useQuery({
    queryKey: ['client-board', clientId, rest],
    refetchInterval: refreshMs,
    queryFn: ({ signal }) =>
      call<typeof queryMetrics>('POST', '/v1/metrics/query', {
        body: {
          scope: { kind: 'client', clientId },
          metrics: [...rest.metrics],
          ...rest.period,
          ...(rest.by === undefined ? {} : { by: rest.by }),
          compare: rest.compare ?? 'none',
        },
        signal,
      }),
    select: ({ metrics }) => new Map(metrics.map((one): [string, MeasuredMetric] => [one.metricId, one])),
  })
