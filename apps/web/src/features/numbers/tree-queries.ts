import type { MeasuredMetric, MetricDefinition, queryMetrics } from '@busker/contract'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
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

/** The numbers of the platform in the last complete week: for operators. They come in several answers. */
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
  return useQueries({
    queries: requests.map((metrics) => ({
      queryKey: ['tree-values', period, metrics],
      staleTime: Infinity,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call<typeof queryMetrics>('POST', '/v1/metrics/query', {
          body: { metrics, scope: { kind: 'platform' }, ...period, compare: 'none' },
          signal,
        }),
    })),
    combine: (answers) => ({
      period,
      values: new Map(
        answers
          .flatMap(({ data }) => data?.metrics ?? [])
          .map((one): [string, MeasuredMetric] => [one.metricId, one]),
      ),
      isPending: answers.some((answer) => answer.isPending),
    }),
  })
}
