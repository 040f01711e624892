import type { SpendingLimits } from '@busker/contract'
import { decimalsOf, formatDecimal, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem, useAmounts, useCounts } from '#features/money'
import { forDrawing, microOf, typedAmount } from '#shared/format'
import { Part } from '#shared/states'
import { Button, ProgressBar, TextField, toast } from '#shared/ui'
import { useSetLimits } from '../queries.ts'

type Window = 'day' | 'week' | 'month'
const windows: readonly Window[] = ['day', 'week', 'month']

const Used = (props: { limits: SpendingLimits; window: Window; name: string }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(props.limits.currency)
  const { moment } = useCounts()
  const { limitMicro, maximumMicro, boughtMicro, givenMicro, next } = props.limits[props.window]
  const most = limitMicro ?? maximumMicro
  const [bought, given] = [exact(boughtMicro), exact(givenMicro)]
  const limit = most === null ? '' : exact(most)
  const higher = next?.limitMicro
  const later = next === null ? '' : moment(next.from)
  const larger = microOf(boughtMicro) > microOf(givenMicro) ? boughtMicro : givenMicro
  return (
    <li className="py-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-semibold">{props.name}</span>
        <span className="text-ink-soft tabular-nums">
          <Trans>
            bought {bought}, given {given}
          </Trans>
        </span>
      </p>
      {most === null ? (
        <p className="mt-1 text-xs text-ink-soft">
          <Trans>No limit.</Trans>
        </p>
      ) : (
        <div className="mt-2">
          <ProgressBar label={t`of ${limit}`} share={forDrawing(larger) / Math.max(1, forDrawing(most))} />
          <p className="mt-1 text-xs text-ink-soft">
            {limitMicro === null ? (
              <Trans>This instance allows {limit}.</Trans>
            ) : (
              <Trans>Your limit is {limit}.</Trans>
            )}
          </p>
        </div>
      )}
      {next !== null && (
        <p className="mt-1 text-xs font-semibold">
          {higher === null || higher === undefined ? (
            <Trans>From {later} on there is no limit of your own.</Trans>
          ) : (
            <Trans>
              From {later} on it is {exact(higher)}.
            </Trans>
          )}
        </p>
      )}
    </li>
  )
}

const asTyped = (micro: string | null): string => (micro === null ? '' : formatDecimal(microOf(micro)))

/** What a person lets themselves spend. A lower limit counts at once, a higher one after a day. */
export const LimitsPart = ({ limits }: { limits: SpendingLimits }): ReactNode => {
  const { t } = useLingui()
  const save = useSetLimits()
  const { currency } = limits
  const [typed, setTyped] = useState<Record<Window, string>>({
    day: asTyped(limits.day.limitMicro),
    week: asTyped(limits.week.limitMicro),
    month: asTyped(limits.month.limitMicro),
  })
  const names: Record<Window, string> = {
    day: t`In 24 hours`,
    week: t`In 7 days`,
    month: t`In 30 days`,
  }
  const decimals = isCurrency(currency) ? decimalsOf(currency) : 2
  const wanted = (window: Window): string | null | undefined => {
    if (typed[window].trim() === '') return null
    return typedAmount(typed[window], decimals)?.toString()
  }
  const problem = (window: Window): string | undefined =>
    wanted(window) === undefined ? t`Write an amount, like 25.50, or nothing` : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (windows.some((window) => problem(window) !== undefined)) return
    save.mutate(
      { dayMicro: wanted('day'), weekMicro: wanted('week'), monthMicro: wanted('month') },
      { onSuccess: () => toast(t`Your limits are kept`) },
    )
  }
  return (
    <Part
      name="limits"
      title={<Trans>Your limits</Trans>}
      intro={
        <Trans>
          Nobody can spend more than this, you included. A lower limit counts at once; a higher one only after
          24 hours.
        </Trans>
      }
    >
      <ul className="divide-y divide-line">
        {windows.map((window) => (
          <Used key={window} limits={limits} window={window} name={names[window]} />
        ))}
      </ul>
      <details className="mt-2">
        <summary className="min-h-11 w-fit content-center text-sm font-semibold text-curtain-text">
          <Trans>Change the limits</Trans>
        </summary>
        <form onSubmit={submit} className="mt-3 grid gap-4 sm:grid-cols-3">
          {windows.map((window) => (
            <TextField
              key={window}
              label={`${names[window]} (${currency})`}
              hint={t`Empty: no limit of your own`}
              problem={problem(window)}
              inputMode="decimal"
              autoComplete="off"
              value={typed[window]}
              onChange={(event) => setTyped((before) => ({ ...before, [window]: event.target.value }))}
            />
          ))}
          <div className="grid gap-3 sm:col-span-3">
            <Problem error={save.error} />
            <Button type="submit" className="justify-self-start" busy={save.isPending}>
              <Trans>Keep the limits</Trans>
            </Button>
          </div>
        </form>
      </details>
    </Part>
  )
}
