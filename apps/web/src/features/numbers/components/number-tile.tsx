import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { classes, Icon, InfoPopover } from '#shared/ui'
import { changeOf, numberText, type Change } from '../words.ts'
import { DefinitionCard } from './definition-card.tsx'
import { Sparkline } from './sparkline.tsx'

const Status = ({ status }: { status: string | undefined }): ReactNode => {
  if (status === 'suppressed') return <Trans>too few people to show</Trans>
  if (status === 'immature') return <Trans>still being measured</Trans>
  return <Trans>no data yet</Trans>
}

/** Never by colour alone: an arrow and a word say the same. */
const ChangeWords = ({ change, unit }: { change: Change; unit: MetricDefinition['unit'] }): ReactNode => {
  const { verdict, text } = change
  const isShare = unit === 'share' || unit === 'share_per_second'
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold tabular-nums',
        verdict === 'better' && 'bg-bottle-soft text-bottle',
        verdict === 'worse' && 'bg-alert-soft text-alert',
        (verdict === 'same' || verdict === 'changed') && 'bg-raised text-ink-soft',
      )}
    >
      {text} {isShare && <Trans>points</Trans>} {verdict === 'better' && <Trans>· better</Trans>}
      {verdict === 'worse' && <Trans>· worse</Trans>}
      {verdict === 'same' && <Trans>· as before</Trans>}
    </span>
  )
}

interface TileProps {
  readonly definition: MetricDefinition
  readonly measured: MeasuredMetric | undefined
  /** Its value on every day of the period. */
  readonly days: readonly (number | null)[]
}

const single = (value: number | readonly number[] | null | undefined): number | null =>
  typeof value === 'number' ? value : null

/** One number with how it changed, how it went, and what stands behind it. */
export const NumberTile = ({ definition, measured, days }: TileProps): ReactNode => {
  const { t, i18n } = useLingui()
  const { label, unit } = definition
  const whole = measured?.rows.find(({ slice }) => slice === '')
  const value = single(whole?.value)
  const change = changeOf(definition, [value, single(whole?.previous?.value)], i18n.locale)
  return (
    <li className="-me-px -mb-px flex min-w-0 flex-col gap-2 border-e border-b border-line p-4 sm:p-5">
      <div className="flex items-start justify-between gap-2">
        <h3 className="font-body text-sm font-semibold tracking-normal text-ink-soft">{label}</h3>
        <div className="-my-3 -me-3 shrink-0">
          <Suspense fallback={<span className="size-11" />}>
            <InfoPopover label={t`How “${label}” is defined`}>
              <DefinitionCard definition={definition} measured={measured} />
            </InfoPopover>
          </Suspense>
        </div>
      </div>
      {value === null ? (
        <p className="min-h-10 content-center text-ink-soft italic">
          {measured?.reason ?? <Status status={whole?.status} />}
        </p>
      ) : (
        <p className="font-display text-2xl font-bold tabular-nums">{numberText(unit, value, i18n.locale)}</p>
      )}
      <div className="mt-auto grid gap-2">
        <Sparkline values={days} />
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft">
          {change && <ChangeWords change={change} unit={unit} />}
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
