import type { MetricScope } from '@busker/contract'
import { completionRate, hookRate, views } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, ChartSlot, csvOf, useDefinitions, type Measured, type Period } from '#features/numbers'
import { ChartCard, type ChartTable } from '#shared/charts'
import { percent } from '#shared/format'
import { Hint } from '#shared/ui'
import { sourceAdvice, sourcesOf, type SourceAdvice, type TrafficSource } from '../advice.ts'

/** Views are only shown with these beside them. */
const metrics = [views.id, hookRate.id, completionRate.id]

const useSourceName = (): ((source: string) => string) => {
  const { t } = useLingui()
  const names = new Map([
    ['newest', t`Feed: the newest`],
    ['rewatch', t`Feed: watched again`],
    ['feed', t`Feed`],
    ['profile', t`Your profile`],
    ['post', t`A link to the video`],
  ])
  return (source) => names.get(source) ?? t`Feed: ${source}`
}

const useFinding = (sources: readonly TrafficSource[]): string => {
  const { t, i18n } = useLingui()
  const nameOf = useSourceName()
  const [first] = sources
  if (first === undefined) return t`No views yet`
  const [share, name] = [percent(first.share, i18n.locale), nameOf(first.source)]
  return t`Most views come from “${name}”: ${share}`
}

const Advice = ({ advice }: { advice: SourceAdvice }): ReactNode => {
  const { i18n } = useLingui()
  const nameOf = useSourceName()
  switch (advice.kind) {
    case 'too_little':
      return (
        <Hint quiet>
          <Trans>Too little to say: it takes 30 views.</Trans>
        </Hint>
      )
    case 'weak_hook': {
      const [name, hook, others] = [
        nameOf(advice.source),
        percent(advice.hook, i18n.locale),
        percent(advice.others, i18n.locale),
      ]
      return (
        <Hint>
          <Trans>
            From “{name}” only {hook} get past the hook, elsewhere {others}. Try a beginning that these
            viewers understand without knowing you.
          </Trans>
        </Hint>
      )
    }
    case 'own_places':
      return (
        <Hint>
          <Trans>
            Most who came were looking for you. Try a tag or a theme that strangers look for, too.
          </Trans>
        </Hint>
      )
    case 'feed_only':
      return (
        <Hint>
          <Trans>Nearly all came by the feed. Try to send the link where your people are.</Trans>
        </Hint>
      )
    case 'mixed':
      return (
        <Hint>
          <Trans>It is found in several ways. Try to post the next one at the same places.</Trans>
        </Hint>
      )
  }
}

const Bar = ({ source }: { source: TrafficSource }): ReactNode => {
  const { i18n } = useLingui()
  const nameOf = useSourceName()
  const [share, count] = [
    percent(source.share, i18n.locale),
    new Intl.NumberFormat(i18n.locale).format(source.views),
  ]
  const hook = source.hook === null ? null : percent(source.hook, i18n.locale)
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span>{nameOf(source.source)}</span>
        <span className="tabular-nums">
          <strong>{share}</strong>{' '}
          <span className="text-xs text-ink-soft">
            ({count}
            {hook !== null && (
              <>
                {' · '}
                <Trans>hook {hook}</Trans>
              </>
            )}
            )
          </span>
        </span>
      </div>
      <div className="h-4 rounded-sm bg-raised">
        <div className="h-full min-w-1 rounded-sm bg-bottle" style={{ width: `${100 * source.share}%` }} />
      </div>
    </li>
  )
}

const useTable = (sources: readonly TrafficSource[]): ChartTable => {
  const { t, i18n } = useLingui()
  const nameOf = useSourceName()
  const number = new Intl.NumberFormat(i18n.locale)
  return {
    head: [t`Source`, t`Views`, t`Share`, t`Hook rate`],
    rows: sources.map(({ source, views: some, share, hook }) => [
      nameOf(source),
      number.format(some),
      percent(share, i18n.locale),
      hook === null ? '–' : percent(hook, i18n.locale),
    ]),
  }
}

interface SourcesRequest {
  readonly scope: MetricScope
  readonly period: Period
  readonly metrics: readonly string[]
  readonly by: 'traffic_source'
}

const Drawn = ({ request, measured }: { request: SourcesRequest; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { data: definitions } = useDefinitions()
  const sources = useMemo(() => sourcesOf(measured), [measured])
  return (
    <ChartCard
      name={t`Traffic sources`}
      finding={useFinding(sources)}
      table={useTable(sources)}
      csv={{ name: `sources-${request.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={definitions ?? new Map()} />}
    >
      {sources.length > 0 && (
        <ul className="grid gap-3.5">
          {sources.map((source) => (
            <Bar key={source.source} source={source} />
          ))}
        </ul>
      )}
      <Advice advice={sourceAdvice(sources)} />
    </ChartCard>
  )
}

/** By which ways the views came. */
export const SourcesPanel = (props: { scope: MetricScope; period: Period }): ReactNode => {
  const { t } = useLingui()
  const request = { ...props, metrics, by: 'traffic_source' } as const
  return (
    <ChartSlot name={t`Traffic sources`} request={request}>
      {(measured) => <Drawn request={request} measured={measured} />}
    </ChartSlot>
  )
}
