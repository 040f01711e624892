import type { MeasuredMetric, MetricScope } from '@busker/contract'
import { watchFunnel } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Behind, ChartSlot, useDefinitions, useMeasured, type Measured, type Period } from '#features/numbers'
import { ChartCard, type ChartTable } from '#shared/charts'
import { percent } from '#shared/format'
import { classes, Hint } from '#shared/ui'
import { funnelAdvice, funnelSteps, leastViews, type FunnelAdvice, type FunnelStep } from '../advice.ts'

const useStepNames = (): Record<FunnelStep, string> => {
  const { t } = useLingui()
  return {
    hook: t`Past the hook (3 s)`,
    hold: t`Held for 15 s, or whole`,
    complete: t`Watched whole`,
    follow: t`Followed you within a day`,
  }
}

const useFinding = (own: Funnel | null): string => {
  const { t, i18n } = useLingui()
  if (own === null) return t`Nobody has watched yet`
  const [, hooked = 0, , complete = 0] = own.shares
  const [hook, end] = [percent(hooked, i18n.locale), percent(complete, i18n.locale)]
  return t`${hook} get past the hook, ${end} watch it whole`
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

/** The shares with all videos of the creator, where others of them were viewed often enough. */
const usualOf = (own: Funnel, all: Funnel | null): readonly number[] | null =>
  all !== null && all.views - own.views >= leastViews ? all.shares : null

const Steps = ({ own, usual }: { own: Funnel; usual: readonly number[] | null }): ReactNode => {
  const { t } = useLingui()
  const names = useStepNames()
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
    </>
  )
}

const useTable = (own: Funnel, usual: readonly number[] | null): ChartTable => {
  const { t, i18n } = useLingui()
  const names = useStepNames()
  const number = new Intl.NumberFormat(i18n.locale)
  const rows = [t`Started`, ...funnelSteps.map((step) => names[step])].map((name, at) => {
    const [share = 0, together] = [own.shares[at], usual?.[at]]
    const cells = [name, percent(share, i18n.locale), number.format(Math.round(share * own.views))]
    return usual === null ? cells : [...cells, together === undefined ? '–' : percent(together, i18n.locale)]
  })
  return { head: [t`Step`, t`Share`, t`Views`, ...(usual === null ? [] : [t`Your videos together`])], rows }
}

const wholeOf = (measured: MeasuredMetric | undefined): Funnel | null => {
  const row = measured?.rows.find(({ slice }) => slice === '')
  return Array.isArray(row?.value) ? { shares: row.value, views: row.sampleSize } : null
}

const nothing: Funnel = { shares: [], views: 0 }

interface FunnelRequest {
  readonly scope: MetricScope
  readonly period: Period
  readonly metrics: readonly string[]
}

const Drawn = (props: { request: FunnelRequest; measured: Measured; all: Funnel | null }): ReactNode => {
  const { t } = useLingui()
  const { request, measured, all } = props
  const { data: definitions } = useDefinitions()
  const own = wholeOf(measured.get(watchFunnel.id))
  const usual = own === null ? null : usualOf(own, all)
  const table = useTable(own ?? nothing, usual)
  return (
    <ChartCard
      name={t`Watch funnel`}
      finding={useFinding(own)}
      {...(own === null ? {} : { table })}
      csv={{ name: `funnel-${request.period.to}`, content: funnelCsv(own ?? nothing) }}
      behind={<Behind {...{ request, measured }} definitions={definitions ?? new Map()} />}
    >
      {own !== null && (
        <>
          <Steps {...{ own, usual }} />
          <Advice advice={funnelAdvice(own, all)} />
        </>
      )}
    </ChartCard>
  )
}

interface FunnelProps {
  readonly scope: MetricScope
  readonly period: Period
  /** All videos of the creator, and the days of them that are usual. */
  readonly usual: { readonly scope: MetricScope | null; readonly period: Period }
}

/** From the first frame to a follow, step by step, beside all videos of the creator. */
export const FunnelPanel = ({ scope, period, usual }: FunnelProps): ReactNode => {
  const { t } = useLingui()
  const metrics = [watchFunnel.id]
  const request = { scope, period, metrics }
  const { data } = useMeasured({ ...usual, metrics })
  return (
    <ChartSlot name={t`Watch funnel`} request={request}>
      {(measured) => <Drawn {...{ request, measured }} all={wholeOf(data?.get(watchFunnel.id))} />}
    </ChartSlot>
  )
}
