import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { moment } from '#shared/format'
import type { ChartRequest } from '../queries.ts'
import { SqlFold } from './sql-fold.tsx'

const Window = ({ window }: { window: MetricDefinition['window'] }): ReactNode => {
  switch (window.kind) {
    case 'period':
      return <Trans>The dates asked for</Trans>
    case 'trailing':
      return <Trans>{window.days} days up to each date</Trans>
    case 'cohort':
      return <Trans>{window.days} days from the first</Trans>
  }
}

/** What stands behind a number, in words, with what proves it. */
export const DefinitionCard = (props: {
  definition: MetricDefinition
  measured?: MeasuredMetric | undefined
  /** Given: the query is shown, too. */
  sql?: Omit<ChartRequest, 'metrics'> | undefined
}): ReactNode => {
  const { i18n } = useLingui()
  const { definition, measured } = props
  const whole = measured?.rows.find(({ slice }) => slice === '')
  return (
    <div className="grid gap-3">
      <h3 className="text-base">{definition.label}</h3>
      <p>{definition.formula}</p>
      {definition.missing !== null && <p className="font-semibold">{definition.missing}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t border-line pt-3 text-xs *:odd:text-ink-soft *:even:text-end">
        <dt>
          <Trans>Counted</Trans>
        </dt>
        <dd>{definition.numerator}</dd>
        {definition.denominator !== null && (
          <>
            <dt>
              <Trans>Divided by</Trans>
            </dt>
            <dd>{definition.denominator}</dd>
          </>
        )}
        <dt>
          <Trans>Window</Trans>
        </dt>
        <dd>
          <Window window={definition.window} />
        </dd>
        {whole && measured && (
          <>
            <dt>
              <Trans>Rests on</Trans>
            </dt>
            <dd className="tabular-nums">{new Intl.NumberFormat(i18n.locale).format(whole.sampleSize)}</dd>
            <dt>
              <Trans>As of</Trans>
            </dt>
            <dd>{moment(measured.asOf, i18n.locale)}</dd>
            <dt>
              <Trans>State</Trans>
            </dt>
            <dd>{whole.final ? <Trans>Final</Trans> : <Trans>Not final yet</Trans>}</dd>
          </>
        )}
        <dt>
          <Trans>Definition</Trans>
        </dt>
        <dd>
          {definition.code} · v{definition.version} · {definition.hash.slice(0, 8)}
        </dd>
      </dl>
      {props.sql && definition.missing === null && (
        <SqlFold metricId={definition.metricId} request={props.sql} />
      )}
    </div>
  )
}
