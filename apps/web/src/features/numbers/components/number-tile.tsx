import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { classes, Icon, InfoPopover } from '#shared/ui'
import { intervalOf, type Interval } from '../charts/cells.ts'
import { lightOf, type Light } from '../guardrail.ts'
import type { ChartRequest } from '../queries.ts'
import { changeOf, numberText, type Change } from '../words.ts'
import { DefinitionCard } from './definition-card.tsx'
import { Sparkline } from './sparkline.tsx'

const Status = ({ status }: { status: string | undefined }): ReactNode => {
  if (status === 'suppressed') return <Trans>too few people to show</Trans>
  if (status === 'immature') return <Trans>still being measured</Trans>
  return <Trans>no data yet</Trans>
}

/** Never by colour alone: an arrow and a word say the same. */
const ChangeWords = (props: { change: Change; hasVerdict: boolean }): ReactNode => {
  const { hasVerdict } = props
  const { text, points } = props.change
  const verdict = hasVerdict ? props.change.verdict : 'changed'
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold tabular-nums',
        verdict === 'better' && 'bg-bottle-soft text-bottle',
        verdict === 'worse' && 'bg-alert-soft text-alert',
        (verdict === 'same' || verdict === 'changed') && 'bg-raised text-ink-soft',
      )}
    >
      {text} {points !== null && <Plural value={points} one="point" other="points" />}{' '}
      {verdict === 'better' && <Trans>· better</Trans>}
      {verdict === 'worse' && <Trans>· worse</Trans>}
      {verdict === 'same' && <Trans>· as before</Trans>}
    </span>
  )
}

/** What is known of a number that must not get worse: a picture, a word and a colour say the same. */
const GuardLight = ({ light }: { light: Light }): ReactNode => (
  <span
    className={classes(
      'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold',
      light === 'ok' && 'bg-bottle-soft text-bottle',
      light === 'watch' && 'bg-limelight text-on-limelight',
      light === 'alarm' && 'bg-alert text-paper',
    )}
  >
    <Icon name={light === 'ok' ? 'check' : light === 'watch' ? 'eye' : 'alert'} className="size-4" />
    {light === 'ok' && <Trans>ok</Trans>}
    {light === 'watch' && <Trans>watch</Trans>}
    {light === 'alarm' && <Trans>alarm</Trans>}
  </span>
)

const Confidence = ({
  interval,
  unit,
}: {
  interval: Interval
  unit: MetricDefinition['unit']
}): ReactNode => {
  const { i18n } = useLingui()
  const [low, high] = interval.map((end) => numberText(unit, end, i18n.locale))
  return (
    <p className="text-xs text-ink-soft tabular-nums">
      <Trans>
        {low} to {high} (95% sure)
      </Trans>
    </p>
  )
}

interface TileProps {
  readonly definition: MetricDefinition
  readonly measured: MeasuredMetric | undefined
  /** Its value on every day of the period. */
  readonly days: readonly (number | null)[]
  /** How sure each of them is. */
  readonly intervals?: readonly (Interval | null)[]
  /** Given: the query is shown with the definition. */
  readonly sql?: Omit<ChartRequest, 'metrics'> | undefined
  /** The number that matters most. */
  readonly isLead?: boolean
}

const single = (value: number | readonly number[] | null | undefined): number | null =>
  typeof value === 'number' ? value : null

/** One number with how it changed, how it went, and what stands behind it. */
export const NumberTile = (props: TileProps): ReactNode => {
  const { definition, measured, days, intervals, sql, isLead = false } = props
  const { t, i18n } = useLingui()
  const { label, unit } = definition
  const whole = measured?.rows.find(({ slice }) => slice === '')
  const value = single(whole?.value)
  const interval = value === null ? null : intervalOf(whole)
  const light = definition.level === 'guardrail' ? lightOf(definition, whole, whole?.previous) : null
  const change = changeOf(definition, [value, single(whole?.previous?.value)], i18n.locale)
  return (
    <li
      className={classes(
        '-me-px -mb-px flex min-w-0 flex-col gap-2 border-e border-b border-line p-4 sm:p-5',
        isLead && 'bg-raised min-[360px]:col-span-2',
      )}
    >
      <div className="flex items-start justify-between gap-2">
        <h3 className="font-body text-sm font-semibold tracking-normal text-ink-soft">{label}</h3>
        <div className="-my-3 -me-3 shrink-0">
          <Suspense fallback={<span className="size-11" />}>
            <InfoPopover label={t`How “${label}” is defined`}>
              <DefinitionCard definition={definition} measured={measured} sql={sql} />
            </InfoPopover>
          </Suspense>
        </div>
      </div>
      {value === null ? (
        <p className="min-h-10 content-center text-ink-soft italic">
          {measured?.reason ?? <Status status={whole?.status} />}
        </p>
      ) : (
        <div>
          <p className={classes('font-display font-bold tabular-nums', isLead ? 'text-3xl' : 'text-2xl')}>
            {numberText(unit, value, i18n.locale)}
          </p>
          {interval && <Confidence interval={interval} unit={unit} />}
        </div>
      )}
      <div className="mt-auto grid gap-2">
        <Sparkline values={days} {...(intervals ? { intervals } : {})} />
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft">
          {light && <GuardLight light={light} />}
          {change && <ChangeWords change={change} hasVerdict={light === null} />}
          {whole && value !== null && !whole.final && (
            <span className="inline-flex items-center gap-1">
              <Icon name="clock" className="size-4" />
              <Trans>not final yet</Trans>
            </span>
          )}
        </p>
      </div>
    </li>
  )
}
