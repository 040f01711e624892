import type { MeasuredMetric, MetricScope, PersonId } from '@busker/contract'
import { watchFunnel } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMeasured, type Period } from '#features/numbers'
import { useErrorText } from '#shared/api'
import { CsvLink } from '#shared/charts'
import { percent } from '#shared/format'
import { classes, Hint } from '#shared/ui'
import { funnelAdvice, funnelSteps, leastViews, type FunnelAdvice, type FunnelStep } from '../advice.ts'
import { useFunnel } from '../queries.ts'
import { DefinitionButton } from './metric-panel.tsx'

const useStepNames = (): Record<FunnelStep, string> => {
  const { t } = useLingui()
  return {
    hook: t`Past the hook (3 s)`,
    hold: t`Held for 15 s, or whole`,
    complete: t`Watched whole`,
    follow: t`Followed you within a day`,
  }
}

const Title = ({ shares }: { shares: readonly number[] }): ReactNode => {
  const { i18n } = useLingui()
  const [, hooked = 0, , complete = 0] = shares
  const [hook, end] = [percent(hooked, i18n.locale), percent(complete, i18n.locale)]
  return (
    <Trans>
      {hook} get past the hook, {end} watch it whole
    </Trans>
  )
}

const stepAdvice = (step: FunnelStep): ReactNode => {
  switch (step) {
    case 'hook':
      return <Trans>Try another first picture: movement, a face or a question in the first second.</Trans>
    case 'hold':
      return <Trans>Try to promise in the beginning what comes later, and cut each pause.</Trans>
    case 'complete':
      return <Trans>Try to end sooner: leave out what comes after the point.</Trans>
    case 'follow':
      return <Trans>Try to say at the end what comes next, and whom it is for.</Trans>
  }
}

const Advice = ({ advice }: { advice: FunnelAdvice }): ReactNode => {
  const { i18n } = useLingui()
  const names = useStepNames()
  switch (advice.kind) {
    case 'too_little':
      return (
        <Hint quiet>
          <Trans>Too little to say: it takes 30 views.</Trans>
        </Hint>
      )
    case 'weak': {
      const [step, share, usual] = [
        names[advice.step],
        percent(advice.share, i18n.locale),
        percent(advice.usual, i18n.locale),
      ]
      return (
        <Hint>
          <Trans>
            Weakest step: “{step}”. {share} take it, with your videos together {usual}.
          </Trans>{' '}
          {stepAdvice(advice.step)}
        </Hint>
      )
    }
    case 'most_lost': {
      const step = names[advice.step]
      return (
        <Hint>
          <Trans>Most are lost before “{step}”.</Trans> {stepAdvice(advice.step)}
        </Hint>
      )
    }
    case 'as_usual':
      return (
        <Hint>
          <Trans>Each step is as strong as with your other videos. Try one change at a time from here.</Trans>
        </Hint>
      )
  }
}

const Step = (props: { name: string; share: number; usual: number | null; views: number }): ReactNode => {
  const { i18n } = useLingui()
  const { name, share, usual, views } = props
  const shown = percent(share, i18n.locale)
  const count = new Intl.NumberFormat(i18n.locale).format(Math.round(share * views))
  return (
    <li className="grid gap-1">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span>{name}</span>
        <span className="whitespace-nowrap tabular-nums">
          <strong>{shown}</strong> <span className="text-xs text-ink-soft">({count})</span>
        </span>
      </div>
      <div className="relative h-5 rounded-sm bg-raised">
        <div
          className={classes('h-full rounded-sm bg-curtain', share > 0 ? 'min-w-1' : '')}
          style={{ width: `${100 * share}%` }}
        />
        {usual !== null && (
          <span
            className="absolute -inset-y-1 w-1 -translate-x-1/2 rounded-full border border-surface bg-ink"
            style={{ insetInlineStart: `${100 * usual}%` }}
          />
        )}
      </div>
      {usual !== null && (
        <span className="sr-only">
          <Trans>With your videos together: {percent(usual, i18n.locale)}</Trans>
        </span>
      )}
    </li>
  )
}

interface Funnel {
  readonly shares: readonly number[]
  readonly views: number
}

/** How many views reached each step (RFC 4180). */
const funnelCsv = ({ shares, views }: Funnel): string => {
  const lines = ['start', ...funnelSteps].map((step, at) => {
    const share = shares[at] ?? 0
    return [step, share, Math.round(share * views)].join(',')
  })
  return `${['step,share,views', ...lines].join('\r\n')}\r\n`
}

const Steps = ({ own, all }: { own: Funnel; all: Funnel | null }): ReactNode => {
  const { t } = useLingui()
  const names = useStepNames()
  const usual = all !== null && all.views - own.views >= leastViews ? all.shares : null
  return (
    <>
      <p className="mb-5 text-sm text-ink-soft">
        <Trans>Each view counts up to the first step that it misses.</Trans>{' '}
        {usual !== null && <Trans>The line across a bar is the share with your videos together.</Trans>}
      </p>
      <ol className="grid gap-3.5">
        <Step name={t`Started`} share={1} usual={null} views={own.views} />
        {funnelSteps.map((step, at) => (
          <Step
            key={step}
            name={names[step]}
            share={own.shares[at + 1] ?? 0}
            usual={usual?.[at + 1] ?? null}
            views={own.views}
          />
        ))}
      </ol>
      <Advice advice={funnelAdvice(own, all)} />
      <div className="mt-2 -ms-3">
        <CsvLink name="funnel" content={funnelCsv(own)} />
      </div>
    </>
  )
}

const wholeOf = (measured: MeasuredMetric | undefined): Funnel | null => {
  const row = measured?.rows.find(({ slice }) => slice === '')
  return Array.isArray(row?.value) ? { shares: row.value, views: row.sampleSize } : null
}

interface FunnelProps {
  readonly postId: string
  readonly authorId: PersonId | undefined
  readonly period: Period
}

/** From the first frame to a follow, step by step, beside all videos of the creator. */
export const FunnelPanel = ({ postId, authorId, period }: FunnelProps): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data: value, error } = useFunnel(postId)
  const scope: MetricScope | null = authorId === undefined ? null : { kind: 'author', authorId }
  const { data } = useMeasured({ scope, period, metrics: [watchFunnel.id] })
  const own =
    value?.shape === 'curve' && value.status === 'known' && value.value
      ? { shares: value.value, views: value.sampleSize }
      : null
  return (
    <section className="card p-5 sm:p-7" aria-label={t`Watch funnel`}>
      <div className="mb-1 flex items-center justify-between gap-3">
        <h2 className="text-xl">
          {own === null ? <Trans>Step by step</Trans> : <Title shares={own.shares} />}
        </h2>
        <div className="-me-2">
          <DefinitionButton metric={watchFunnel} value={value} />
        </div>
      </div>
      {own !== null ? (
        <Steps own={own} all={wholeOf(data?.get(watchFunnel.id))} />
      ) : value !== undefined ? (
        <p className="text-sm text-ink-soft">
          <Trans>Nobody has watched yet.</Trans>
        </p>
      ) : error ? (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(error)}
        </p>
      ) : (
        <div className="skeleton h-64 rounded-md" aria-busy="true" />
      )}
    </section>
  )
}
