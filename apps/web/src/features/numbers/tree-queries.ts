import type { MeasuredMetric, MetricDefinition, queryMetrics } from '@busker/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { call } from '#shared/api'
import { wallMs } from '#shared/clock'
import type { Period } from './period.ts'
import { lastCompleteWeek, requestsOf } from './tree-values.ts'

export interface TreeValues {
  readonly period: Period
  readonly values: ReadonlyMap<string, MeasuredMetric>
  /** Some are still on their way. */
  readonly isPending: boolean
}

/**
 * The numbers of the platform in the last complete week: for operators. They come in several answers, one after the
 * other: all the numbers there are at once would keep the engine from everybody else.
 */
export const useTreeValues = (
  definitions: ReadonlyMap<string, MetricDefinition> | undefined,
  isOperator: boolean,
): TreeValues => {
  const [openedMs] = useState(wallMs)
  const period = lastCompleteWeek(openedMs)
  const requests = useMemo(
    () => (definitions && isOperator ? requestsOf(definitions) : []),
    [definitions, isOperator],
  )
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery({
    queryKey: ['tree-values', period, requests.length],
    enabled: requests.length > 0,
    staleTime: Infinity,
    queryFn: ({ pageParam, signal }) =>
      call<typeof queryMetrics>('POST', '/v1/metrics/query', {
        body: {
          ...{ metrics: requests[pageParam] ?? [], scope: { kind: 'platform' }, ...period },
          compare: 'none',
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (_last, pages) => (pages.length < requests.length ? pages.length : undefined),
  })
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  const values = useMemo(
    () =>
      new Map(
        (data?.pages ?? [])
          .flatMap(({ metrics }) => metrics)
          .map((one): [string, MeasuredMetric] => [one.metricId, one]),
      ),
    [data],
  )
  return { period, values, isPending: isFetching || (hasNextPage && !isError) }
}
