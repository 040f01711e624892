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

/** Colleagues import, too. */
const refreshMs = 30_000
/** A client settles some seconds after an import is done, and who has just imported looks at once. */
const settling = { looks: 6, everyMs: 4_000 }

const nextLook = ({ state }: { readonly state: { readonly dataUpdateCount: number } }): number =>
  state.dataUpdateCount <= settling.looks ? settling.everyMs : refreshMs

/** Numbers of a client, by metric. Each group of the board asks for its own, a vanity number with its pairs. */
export const useSales = ({ clientId, ...rest }: SalesRequest) =>
  useQuery({
    queryKey: ['client-board', clientId, rest],
    refetchInterval: nextLook,
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
