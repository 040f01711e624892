import type { OwnMetric, Target } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useCallback, useState } from 'react'
import { LoadFailed } from '#features/numbers'
import { Button, toast } from '#shared/ui'
import type { SalesPlace } from '../board/place.ts'
import { SalesSkeleton } from '../board/sales-slot.tsx'
import { MetricForm } from './metric-form.tsx'
import { OwnMetricCard } from './own-metric-card.tsx'
import { useOwnMetrics, useTargetNews } from './queries.ts'

const most = 50

const Nothing = (props: { mayChange: boolean; onCompose: () => void }): ReactNode => (
  <div className="card grid justify-items-start gap-3 p-5">
    <p className="max-w-prose">
      {props.mayChange ? (
        <Trans>
          Make the one number that you are asked about: what each ad dollar leaves, what one creator earns,
          how much of a product comes back. Give it a target, and hear when it is surely missed.
        </Trans>
      ) : (
        <Trans>Your agency has not composed a metric yet.</Trans>
      )}
    </p>
    {props.mayChange && (
      <Button look="secondary" icon="plus" onClick={props.onCompose}>
        <Trans>Compose a metric</Trans>
      </Button>
    )}
  </div>
)

/** Says what happened to a target while one looks at the board. */
const useNews = (clientId: string, metrics: readonly OwnMetric[] | undefined): void => {
  const { t } = useLingui()
  const tell = useCallback(
    ({ ownMetricId, state }: Target): void => {
      const name = metrics?.find((one) => one.ownMetricId === ownMetricId)?.name
      if (name === undefined) return
      toast(state === 'off' ? t`“${name}” is off its target` : t`“${name}” keeps its target again`)
    },
    [metrics, t],
  )
  useTargetNews(clientId, tell)
}

/** What the members of a client composed, and how its targets stand: what is off comes first. */
export const OwnMetrics = ({ place }: { place: SalesPlace }): ReactNode => {
  const { client } = place
  const { data, error, refetch, isFetching } = useOwnMetrics(client.clientId)
  const [isComposing, setIsComposing] = useState(false)
  useNews(client.clientId, data)
  const mayChange = client.may.import && client.archivedAt === null
  if (error && !data) return <LoadFailed error={error} busy={isFetching} onRetry={() => void refetch()} />
  if (!data) return <SalesSkeleton className="h-64" />
  const isOff = ({ targets }: OwnMetric): boolean => targets.some(({ outlook }) => outlook === 'missed')
  const sorted = [...data.filter(isOff), ...data.filter((one) => !isOff(one))]
  return (
    <div className="grid gap-4">
      {data.length === 0 ? (
        <Nothing mayChange={mayChange} onCompose={() => setIsComposing(true)} />
      ) : (
        <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          {sorted.map((metric) => (
            <OwnMetricCard key={metric.ownMetricId} {...{ metric, place, mayChange }} />
          ))}
        </ul>
      )}
      {data.length > 0 && data.length < most && mayChange && (
        <Button
          look="secondary"
          icon="plus"
          className="justify-self-start"
          onClick={() => setIsComposing(true)}
        >
          <Trans>Compose a metric</Trans>
        </Button>
      )}
      {data.length >= most && (
        <p className="text-sm text-ink-soft">
          <Trans>A client has at most {most} metrics. Remove one to compose another.</Trans>
        </p>
      )}
      {isComposing && <MetricForm place={place} metric={null} onClose={() => setIsComposing(false)} />}
    </div>
  )
}
