import type { WalletSettings } from '@busker/contract'
import { decimalsOf, formatDecimal, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem } from '#features/money'
import { microOf, typedAmount } from '#shared/format'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, TextField, toast } from '#shared/ui'
import { useSetWalletSettings, useWalletSettings } from '../queries.ts'

type MaximumField = 'dayMaximumMicro' | 'weekMaximumMicro' | 'monthMaximumMicro'
type NumberField = Exclude<keyof WalletSettings, MaximumField | 'taxBasisPoints' | 'jurisdiction'>

const maximumFields = ['dayMaximumMicro', 'weekMaximumMicro', 'monthMaximumMicro'] as const
/** As the server bounds them. */
const ranges: Readonly<Record<NumberField, readonly [least: number, most: number]>> = {
  ...{ refundDays: [0, 365], holdDays: [0, 180], newPayerDays: [0, 180], knownPayerDays: [0, 180] },
  ...{ giftsPerMinute: [1, 10_000], giftsPerDay: [1, 1_000_000], purchasesPerDay: [1, 1000] },
}
const timeFields = ['refundDays', 'holdDays', 'newPayerDays', 'knownPayerDays'] as const
const speedFields = ['purchasesPerDay', 'giftsPerMinute', 'giftsPerDay'] as const

const useWords = () => {
  const { t } = useLingui()
  return {
    refundDays: [t`Unused coins can be given back`, t`Days after they were bought`],
    holdDays: [t`A gift can be paid out`, t`Days after it was given`],
    newPayerDays: [t`Coins of somebody new can be paid out`, t`Days after they were bought`],
    knownPayerDays: [t`Coins of somebody known can be paid out`, t`Days after they were bought`],
    purchasesPerDay: [t`Purchases of one person`, t`In 24 hours, declined ones too`],
    giftsPerMinute: [t`Gifts of one person in a minute`, ''],
    giftsPerDay: [t`Gifts of one person in a day`, ''],
    dayMaximumMicro: [t`Spent at most in 24 hours`, t`Empty: no maximum`],
    weekMaximumMicro: [t`Spent at most in 7 days`, t`Empty: no maximum`],
    monthMaximumMicro: [t`Spent at most in 30 days`, t`Empty: no maximum`],
  } satisfies Record<NumberField | MaximumField, [string, string]>
}

/** Hundredths of a per cent as a person writes per cents, and back; no floating point between. */
const percentOf = (basisPoints: number): string =>
  `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`
const basisPointsOf = (typed: string): number | null => {
  const [, whole = '', part = ''] = /^(\d{1,2})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? []
  if (whole === '') return null
  const points = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return points <= 5000 ? points : null
}

const Fields = (props: {
  title: ReactNode
  fields: readonly NumberField[]
  settings: WalletSettings
  onChange: (change: Partial<WalletSettings>) => void
}): ReactNode => {
  const words = useWords()
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-display text-lg font-bold">{props.title}</legend>
      {props.fields.map((field) => (
        <TextField
          key={field}
          label={words[field][0]}
          hint={words[field][1]}
          type="number"
          min={ranges[field][0]}
          max={ranges[field][1]}
          required
          value={props.settings[field]}
          onChange={(event) => props.onChange({ [field]: event.target.valueAsNumber || 0 })}
        />
      ))}
    </fieldset>
  )
}

const Form = ({ before, currency }: { before: WalletSettings; currency: string }): ReactNode => {
  const { t } = useLingui()
  const words = useWords()
  const set = useSetWalletSettings()
  const [settings, setSettings] = useState(before)
  const [tax, setTax] = useState(percentOf(before.taxBasisPoints))
  const typedOf = (micro: string | null): string => (micro === null ? '' : formatDecimal(microOf(micro)))
  const [maxima, setMaxima] = useState<Record<MaximumField, string>>({
    dayMaximumMicro: typedOf(before.dayMaximumMicro),
    weekMaximumMicro: typedOf(before.weekMaximumMicro),
    monthMaximumMicro: typedOf(before.monthMaximumMicro),
  })
  const decimals = isCurrency(currency) ? decimalsOf(currency) : 2
  /** Undefined: what stands there is no amount. */
  const read = (field: MaximumField): string | null | undefined =>
    maxima[field].trim() === '' ? null : typedAmount(maxima[field], decimals)?.toString()
  const taxBasisPoints = basisPointsOf(tax)
  const change = (changed: Partial<WalletSettings>): void => setSettings({ ...settings, ...changed })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [day, week, month] = maximumFields.map(read)
    if (taxBasisPoints === null || day === undefined || week === undefined || month === undefined) return
    const maximum = { dayMaximumMicro: day, weekMaximumMicro: week, monthMaximumMicro: month }
    set.mutate(
      { ...settings, ...maximum, taxBasisPoints },
      { onSuccess: () => toast(t`The settings are kept`) },
    )
  }
  return (
    <form onSubmit={submit} className="card grid gap-8 p-5 sm:p-6">
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-display text-lg font-bold">
          <Trans>Tax within each price</Trans>
        </legend>
        <TextField
          label={t`Per cent`}
          hint={t`From 0 to 50, like 21 or 8.25`}
          problem={taxBasisPoints === null ? t`Write a number from 0 to 50` : undefined}
          inputMode="decimal"
          required
          value={tax}
          onChange={(event) => setTax(event.target.value)}
        />
        <TextField
          label={t`Where it goes to`}
          hint={t`A country like DE, or a part of one like US-CA`}
          pattern="[A-Z]{2}(-[A-Z0-9]{1,3})?"
          autoCapitalize="characters"
          required
          value={settings.jurisdiction}
          onChange={(event) => change({ jurisdiction: event.target.value.toUpperCase() })}
        />
      </fieldset>
      <Fields title={<Trans>Times, in days</Trans>} fields={timeFields} {...{ settings, onChange: change }} />
      <fieldset className="grid items-start gap-4 sm:grid-cols-3">
        <legend className="mb-3 font-display text-lg font-bold">
          <Trans>What a person may spend ({currency})</Trans>
        </legend>
        {maximumFields.map((field) => (
          <TextField
            key={field}
            label={words[field][0]}
            hint={words[field][1]}
            problem={read(field) === undefined ? t`Write an amount, like 25.50` : undefined}
            inputMode="decimal"
            value={maxima[field]}
            onChange={(event) => setMaxima({ ...maxima, [field]: event.target.value })}
          />
        ))}
      </fieldset>
      <Fields
        title={<Trans>How fast, against stolen cards and machines</Trans>}
        fields={speedFields}
        {...{ settings, onChange: change }}
      />
      <div className="grid gap-3">
        <Problem error={set.error} />
        <Button type="submit" className="justify-self-start" busy={set.isPending}>
          <Trans>Keep the settings</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Tax, times and limits of coins and gifts. */
export const SettingsPart = (): ReactNode => {
  const found = useWalletSettings()
  return (
    <Part
      name="settings"
      title={<Trans>Tax, times and limits</Trans>}
      intro={<Trans>What was bought and given before keeps what counted then.</Trans>}
    >
      {found.error && !found.data && (
        <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting lines={2} />}
      {found.data && (
        <Form
          key={JSON.stringify(found.data.settings)}
          before={found.data.settings}
          currency={found.data.currency}
        />
      )}
    </Part>
  )
}
