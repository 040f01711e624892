import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { DefinitionCard } from '../components/definition-card.tsx'
import { LoadFailed } from '../components/load-failed.tsx'
import { useMeasured, type ChartRequest } from '../queries.ts'

export type Measured = ReadonlyMap<string, MeasuredMetric>

/** Asks for the numbers of a chart and shows it when they are there. */
export const ChartSlot = (props: {
  /** What it shows, for whoever is told that it did not load. */
  name: string
  request: ChartRequest
  children: (measured: Measured) => ReactNode
}): ReactNode => {
  const { data, error, refetch, isFetching } = useMeasured(props.request)
  if (data) return props.children(data)
  if (error)
    return <LoadFailed what={props.name} error={error} busy={isFetching} onRetry={() => void refetch()} />
  return (
    <div role="status">
      <span className="sr-only">
        <Trans>Loading</Trans>
      </span>
      <div className="skeleton h-96 rounded-lg" />
    </div>
  )
}

/** Definition, trust and query of each number of a chart. */
export const Behind = (props: {
  request: ChartRequest
  measured: Measured
  definitions: ReadonlyMap<string, MetricDefinition>
}): ReactNode => {
  const { request, measured, definitions } = props
  return request.metrics
    .flatMap((id) => definitions.get(id) ?? [])
    .map((definition) => (
      <DefinitionCard
        key={definition.metricId}
        definition={definition}
        measured={measured.get(definition.metricId)}
        // The query may be read by operators, who alone see the platform.
        sql={request.scope?.kind === 'platform' ? request : undefined}
      />
    ))
}

/** What stands in the place of a chart without numbers. */
export const NothingYet = ({ children }: { children: ReactNode }): ReactNode => (
  <p className="grid min-h-40 place-items-center rounded-md bg-raised px-6 text-center text-sm text-ink-soft">
    {children}
  </p>
)
