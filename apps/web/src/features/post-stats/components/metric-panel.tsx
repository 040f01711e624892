import type { MetricValue } from '@busker/contract'
import type { Metric, Panel } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { moment, percent } from '#shared/format'
import { classes, Icon, InfoPopover } from '#shared/ui'
import { wordsOf } from '../metric-words.ts'

const textOf = (metric: Metric, value: number, locale: string): string => {
  switch (metric.unit) {
    case 'count':
    case 'number':
    case 'hours':
    case 'money':
      return new Intl.NumberFormat(locale).format(value)
    case 'share':
    case 'share_per_second':
      return percent(value, locale)
    case 'milliseconds':
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: 'second',
        maximumFractionDigits: 1,
      }).format(value / 1000)
  }
}

const StatusWords = ({ value }: { value: MetricValue | undefined }): ReactNode => {
  switch (value?.status) {
    case 'suppressed':
      return <Trans>too few people to show</Trans>
    case 'immature':
      return <Trans>still being measured</Trans>
    case 'known':
    case 'missing':
    case undefined:
      return <Trans>no data yet</Trans>
  }
}

/** What stands behind a number: its formula, what it rests on, and whether it may still change. */
export const Definition = (props: { metric: Metric; value: MetricValue | undefined }): ReactNode => {
  const { i18n } = useLingui()
  const { metric, value } = props
  const { label, formula } = wordsOf(metric, i18n)
  return (
    <div className="grid gap-3">
      <h3 className="text-base">{label}</h3>
      <p>{formula}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t border-line pt-3 text-xs *:odd:text-ink-soft *:even:text-end *:even:font-semibold">
        <dt>
          <Trans>Kind</Trans>
        </dt>
        <dd>
          {metric.kind === 'vanity' ? <Trans>Vanity: only with its pair</Trans> : <Trans>Actionable</Trans>}
        </dd>
        {value && (
          <>
            <dt>
              <Trans>Rests on</Trans>
            </dt>
            <dd className="tabular-nums">{new Intl.NumberFormat(i18n.locale).format(value.sampleSize)}</dd>
            <dt>
              <Trans>As of</Trans>
            </dt>
            <dd>{moment(value.asOf, i18n.locale)}</dd>
            <dt>
              <Trans>State</Trans>
            </dt>
            <dd>{value.final ? <Trans>Final</Trans> : <Trans>Not final yet</Trans>}</dd>
          </>
        )}
        <dt>
          <Trans>Definition</Trans>
        </dt>
        <dd>
          {metric.code} · v{value?.definitionVersion ?? metric.version}
        </dd>
      </dl>
    </div>
  )
}

export const DefinitionButton = (props: { metric: Metric; value: MetricValue | undefined }): ReactNode => {
  const { t, i18n } = useLingui()
  const { label } = wordsOf(props.metric, i18n)
  return (
    <Suspense fallback={<span className="size-11" />}>
      <InfoPopover label={t`How “${label}” is defined`}>
        <Definition {...props} />
      </InfoPopover>
    </Suspense>
  )
}

const MetricNumber = (props: {
  metric: Metric
  value: MetricValue | undefined
  lead: boolean
}): ReactNode => {
  const { i18n } = useLingui()
  const { metric, value } = props
  const { label } = wordsOf(metric, i18n)
  const known = value?.shape === 'number' && value.status === 'known' ? value.value : null
  return (
    <div
      role="group"
      aria-label={label}
      className={classes(
        'flex min-w-0 flex-col justify-between p-4 sm:p-6',
        props.lead ? 'col-span-2 bg-raised sm:col-span-1' : 'bg-surface',
      )}
    >
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-body text-sm font-semibold tracking-normal text-ink-soft">{label}</h2>
        <div className="-my-2 -me-3">
          <DefinitionButton metric={metric} value={value} />
        </div>
      </div>
      {known === null ? (
        <p className="mt-2 min-h-12 content-center text-lg text-ink-soft italic">
          <StatusWords value={value} />
        </p>
      ) : (
        <p className="mt-2 font-display text-3xl sm:mt-3 font-bold tabular-nums">
          {textOf(metric, known, i18n.locale)}
        </p>
      )}
      <p className="mt-2 flex min-h-5 items-center gap-1.5 text-xs text-ink-soft">
        {value && known !== null && !value.final && (
          <>
            <Icon name="clock" className="size-4" />
            <Trans>not final yet</Trans>
          </>
        )}
      </p>
    </div>
  )
}

/**
 * Numbers side by side. It takes a `Panel`, and only `panel()` makes one: a vanity number without its actionable pair
 * cannot be rendered, because that program does not compile.
 */
export const MetricPanel = (props: { panel: Panel; values: ReadonlyMap<string, MetricValue> }): ReactNode => (
  <div className="card grid gap-px overflow-hidden grid-cols-2 bg-line sm:grid-cols-3">
    {props.panel.metrics.map((metric) => (
      <MetricNumber
        key={metric.id}
        metric={metric}
        value={props.values.get(metric.id)}
        lead={metric.kind === 'vanity'}
      />
    ))}
  </div>
)
