import type { MetricScope } from '@busker/contract'
import { completionRate, hookRate, views } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useMeasured, type Period } from '#features/numbers'
import { useErrorText } from '#shared/api'
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

const Title = ({ sources }: { sources: readonly TrafficSource[] }): ReactNode => {
  const { i18n } = useLingui()
  const nameOf = useSourceName()
  const [first] = sources
  if (first === undefined) return <Trans>Where views come from</Trans>
  const [share, name] = [percent(first.share, i18n.locale), nameOf(first.source)]
  return (
    <Trans>
      {share} of the views: {name}
    </Trans>
  )
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

/** By which ways the views came. */
export const SourcesPanel = (props: { scope: MetricScope; period: Period }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error } = useMeasured({ ...props, metrics, by: 'traffic_source' })
  const sources = useMemo(() => sourcesOf(data), [data])
  return (
    <section className="card p-5 sm:p-7" aria-label={t`Traffic sources`}>
      <h2 className="mb-5 text-xl">
        <Title sources={sources} />
      </h2>
      {data ? (
        <>
          {sources.length > 0 && (
            <ul className="grid gap-3.5">
              {sources.map((source) => (
                <Bar key={source.source} source={source} />
              ))}
            </ul>
          )}
          <Advice advice={sourceAdvice(sources)} />
        </>
      ) : error ? (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(error)}
        </p>
      ) : (
        <div className="skeleton h-32 rounded-md" aria-busy="true" />
      )}
    </section>
  )
}
