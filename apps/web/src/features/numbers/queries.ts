import type {
  listMetrics,
  MeasuredMetric,
  MetricDefinition,
  MetricScope,
  MetricSlice,
  queryMetrics,
} from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'
import type { Period } from './period.ts'

/** Every definition, by id. They change with releases only. */
export const useDefinitions = () =>
  useQuery({
    queryKey: ['metric-definitions'],
    staleTime: Infinity,
    queryFn: ({ signal }) => call<typeof listMetrics>('GET', '/v1/metrics', { signal }),
    select: ({ metrics }) => new Map(metrics.map((one): [string, MetricDefinition] => [one.metricId, one])),
  })

export interface BoardRequest {
  readonly scope: MetricScope | null
  readonly period: Period
  readonly metrics: readonly string[]
}

const refreshMs = 30_000

const byId = (metrics: readonly MeasuredMetric[]) =>
  new Map(metrics.map((one): [string, MeasuredMetric] => [one.metricId, one]))

interface More {
  readonly by?: MetricSlice | undefined
  readonly compare?: 'previous'
}

const ask = (request: BoardRequest, more: More, signal: AbortSignal) =>
  call<typeof queryMetrics>('POST', '/v1/metrics/query', {
    body: {
      metrics: [...request.metrics],
      scope: request.scope ?? { kind: 'platform' },
      ...request.period,
      compare: 'none',
      ...more,
    },
    signal,
  })

/** The numbers of a period beside those of the period before. */
export const useBoard = (request: BoardRequest) =>
  useQuery({
    queryKey: ['board', request],
    enabled: request.scope !== null,
    refetchInterval: refreshMs,
    queryFn: ({ signal }) => ask(request, { compare: 'previous' }, signal),
    select: ({ metrics }) => byId(metrics),
  })

/** The same numbers day by day: only those that a day can have. */
export const useDays = (
  request: BoardRequest,
  definitions: ReadonlyMap<string, MetricDefinition> | undefined,
) => {
  const metrics = request.metrics.filter((id) => definitions?.get(id)?.slices.includes('day'))
  const byDay = { ...request, metrics }
  return useQuery({
    queryKey: ['board-days', byDay],
    enabled: request.scope !== null && metrics.length > 0,
    staleTime: refreshMs,
    queryFn: ({ signal }) => ask(byDay, { by: 'day' }, signal),
    select: ({ metrics: days }) => byId(days),
  })
}

/** What a chart asks for: numbers taken apart by one thing. */
export interface ChartRequest extends BoardRequest {
  readonly by?: MetricSlice | undefined
}

/** The numbers of a chart, by metric. */
export const useMeasured = ({ by, ...request }: ChartRequest) =>
  useQuery({
    queryKey: ['measured', request, by],
    enabled: request.scope !== null,
    queryFn: ({ signal }) => ask(request, { by }, signal),
    select: ({ metrics }) => byId(metrics),
  })
