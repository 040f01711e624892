import type { MetricDefinition, Target } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, Icon, IconButton, type IconName } from '#shared/ui'
import { useTexts } from '../board/texts.ts'
import { useValueText } from './texts.ts'

type Outlook = Target['outlook']

const icons: Readonly<Record<Outlook, IconName>> = { missed: 'alert', kept: 'check', open: 'eye' }

/** How a target stands: a picture, a word and a colour say the same. */
const Badge = ({ outlook }: { outlook: Outlook }): ReactNode => (
  <span
    className={classes(
      'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold whitespace-nowrap',
      outlook === 'missed' && 'bg-alert-soft text-alert',
      outlook === 'kept' && 'bg-bottle-soft text-bottle',
      outlook === 'open' && 'bg-raised text-ink-soft',
    )}
  >
    <Icon name={icons[outlook]} className="size-4" />
    {outlook === 'missed' && <Trans>Off target</Trans>}
    {outlook === 'kept' && <Trans>On target</Trans>}
    {outlook === 'open' && <Trans>Not sure yet</Trans>}
  </span>
)

interface LineProps {
  readonly target: Target
  readonly definition: MetricDefinition
  readonly currency: string
}

/** The days that show it, in words. */
const Evidence = ({ target, definition, currency }: LineProps): ReactNode => {
  const text = useValueText(currency)
  const texts = useTexts(currency)
  const { band, outlook, changes } = target
  if (target.currency !== null && target.currency !== currency)
    return (
      <Trans>
        It was set in {target.currency}. Set it again in {currency}.
      </Trans>
    )
  const shown = outlook === 'missed' ? (changes.find(({ state }) => state === 'off')?.band ?? band) : band
  if (shown === null) return <Trans>It takes 28 whole days in the files before anything is sure.</Trans>
  const [low, high] = [text(definition.unit, shown.low), text(definition.unit, shown.high)]
  const when = texts.period({ from: shown.from, to: shown.through })
  if (outlook === 'missed')
    return (
      <Trans>
        {when}: surely between {low} and {high}. That misses it.
      </Trans>
    )
  if (outlook === 'kept')
    return (
      <Trans>
        {when}: surely between {low} and {high}. That keeps it.
      </Trans>
    )
  return (
    <Trans>
      {when}: between {low} and {high}. The target lies in between, so more days must tell.
    </Trans>
  )
}

/** What happened to it, newest first. */
const History = ({ target, currency }: Pick<LineProps, 'target' | 'currency'>): ReactNode => {
  const texts = useTexts(currency)
  if (target.changes.length === 0) return null
  return (
    <details className="text-xs text-ink-soft">
      <summary className="min-h-11 cursor-pointer content-center font-semibold">
        <Trans>What happened to it</Trans>
      </summary>
      <ol className="grid gap-1 pb-2">
        {target.changes.map(({ at, state, band }) => {
          const day = texts.day(at)
          return (
            <li key={`${at} ${band?.through ?? ''} ${state}`}>
              {band === null && <Trans>{day}: begun anew, because it or its metric was changed</Trans>}
              {band !== null && state === 'off' && (
                <Trans>
                  {day}: off target, by the {band.days} days up to {texts.day(band.through)}
                </Trans>
              )}
              {band !== null && state === 'ok' && (
                <Trans>
                  {day}: met again, by the {band.days} days up to {texts.day(band.through)}
                </Trans>
              )}
            </li>
          )
        })}
      </ol>
    </details>
  )
}

/** One target of a metric: what it is, how it stands and why. */
export const TargetLine = (
  props: LineProps & { readonly onEdit: (() => void) | null; readonly onRemove: () => void },
): ReactNode => {
  const { target, definition, currency, onEdit } = props
  const { t } = useLingui()
  const value = useValueText(currency)(definition.unit, target.value)
  const texts = useTexts(currency)
  const goal = target.bound === 'at_least' ? t`At least ${value}` : t`At most ${value}`
  return (
    <li className="grid gap-1 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1 basis-40 font-semibold tabular-nums">
          {goal}
          {target.endsOn !== null && (
            <span className="font-normal text-ink-soft">
              {' '}
              <Trans>until {texts.day(target.endsOn)}</Trans>
            </span>
          )}
        </p>
        <Badge outlook={target.outlook} />
        {onEdit && (
          <span className="-me-3 flex">
            <IconButton icon="settings" label={t`Change the target: ${goal}`} onClick={onEdit} />
            <IconButton icon="trash" label={t`Remove the target: ${goal}`} onClick={props.onRemove} />
          </span>
        )}
      </div>
      <p className="text-sm text-ink-soft">
        <Evidence {...props} />
      </p>
      <History target={target} currency={currency} />
    </li>
  )
}
