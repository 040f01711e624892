import type { Client, ExchangeRate } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { isoTime, wallMs } from '#shared/clock'
import { Button, IconButton, TextField, toast } from '#shared/ui'
import { useRateChanges, useRates } from '../queries.ts'
import { FormProblem } from './for-whom.tsx'

const keyOf = ({ day, from, to }: ExchangeRate): string => `${day} ${from} ${to}`

const RateRow = (props: {
  rate: ExchangeRate
  mayChange: boolean
  changes: ReturnType<typeof useRateChanges>
}): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { rate, changes } = props
  const { day, from, to } = rate
  return (
    <tr>
      <td className="py-2 pe-4 tabular-nums">{day}</td>
      <td className="py-2 pe-4 tabular-nums">
        1 {from} = {rate.rate} {to}
      </td>
      <td className="w-11">
        {props.mayChange && (
          <IconButton
            icon="trash"
            label={t`Remove the rate of ${from} to ${to} from ${day}`}
            onClick={() => changes.remove.mutate(rate, { onError: (error) => toast(errorText(error)) })}
          />
        )}
      </td>
    </tr>
  )
}

const code = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, '')
    .slice(0, 3)

const AddRate = (props: { client: Client; changes: ReturnType<typeof useRateChanges> }): ReactNode => {
  const { t } = useLingui()
  const { set } = props.changes
  const today = isoTime(wallMs()).slice(0, 10)
  const empty = { day: today, from: '', to: props.client.currency, rate: '' }
  const [rate, setRate] = useState<ExchangeRate>(empty)
  const change = (part: Partial<ExchangeRate>): void => {
    set.reset()
    setRate({ ...rate, ...part })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    set.mutate(rate, { onSuccess: () => setRate({ ...empty, day: rate.day }) })
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <TextField
          label={t`From this day on`}
          type="date"
          required
          value={rate.day}
          onChange={(event) => change({ day: event.target.value })}
        />
        <TextField
          label={t`One unit of`}
          required
          minLength={3}
          placeholder="IDR"
          value={rate.from}
          onChange={(event) => change({ from: code(event.target.value) })}
        />
        <TextField
          label={t`is`}
          required
          inputMode="decimal"
          pattern="\d{1,12}(\.\d{1,12})?"
          placeholder="0.0000612"
          title={t`A number with a point, above zero`}
          value={rate.rate}
          onChange={(event) => change({ rate: event.target.value.trim().replace(',', '.') })}
        />
        <TextField
          label={t`of`}
          required
          minLength={3}
          value={rate.to}
          onChange={(event) => change({ to: code(event.target.value) })}
        />
      </div>
      <FormProblem error={set.error} />
      <Button type="submit" look="secondary" icon="plus" className="justify-self-start" busy={set.isPending}>
        <Trans>Add the rate</Trans>
      </Button>
    </form>
  )
}

/** What one unit of a currency is worth in another. */
export const ClientRates = ({ client }: { client: Client }): ReactNode => {
  const errorText = useErrorText()
  const rates = useRates(client.clientId)
  const changes = useRateChanges(client.clientId)
  const mayChange = client.may.import && client.archivedAt === null
  return (
    <section aria-labelledby="client-rates">
      <h2 id="client-rates" className="text-lg">
        <Trans>Exchange rates</Trans>
      </h2>
      <p className="mt-1 max-w-prose text-sm text-ink-soft">
        <Trans>
          Files in another currency than {client.currency} are counted by these. Without a rate their amounts
          are missing, never guessed.
        </Trans>
      </p>
      {rates.error && (
        <p role="alert" className="mt-2 text-sm text-alert">
          {errorText(rates.error)}
        </p>
      )}
      {rates.data && rates.data.length > 0 && (
        <table className="mt-3 text-sm">
          <caption className="sr-only">
            <Trans>Exchange rates, newest first</Trans>
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">
                <Trans>From this day on</Trans>
              </th>
              <th scope="col">
                <Trans>Rate</Trans>
              </th>
              <th scope="col">
                <Trans>Remove</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {rates.data.map((rate) => (
              <RateRow key={keyOf(rate)} rate={rate} mayChange={mayChange} changes={changes} />
            ))}
          </tbody>
        </table>
      )}
      {mayChange && <AddRate client={client} changes={changes} />}
    </section>
  )
}
