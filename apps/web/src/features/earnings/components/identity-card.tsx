import type { PayoutIdentity } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem, useAmounts } from '#features/money'
import { Button, buttonClass, Icon, Pill, SelectField, TextField, toast, type Tone } from '#shared/ui'
import { useStartIdentity, useSubmitTaxForm } from '../queries.ts'

type Gate = PayoutIdentity['gates'][number]
type GateState = Gate['state']

const tones: Record<GateState, Tone> = {
  ...{ open: 'waiting', pending: 'quiet', done: 'good', refused: 'bad', not_needed_yet: 'quiet' },
}

const useGateWords = () => {
  const { t } = useLingui()
  return {
    names: {
      identity: t`Who you are`,
      beneficiary: t`Where the money goes`,
      tax_form: t`Tax form`,
    } satisfies Record<Gate['id'], string>,
    texts: {
      identity: t`The payment provider asks for a document. This instance never sees it.`,
      beneficiary: t`A bank account in your own name.`,
      tax_form: t`Where and how you are taxed. Only the last four characters of your number can be read here.`,
    } satisfies Record<Gate['id'], string>,
    states: {
      open: t`To do`,
      pending: t`Being checked`,
      done: t`Done`,
      refused: t`Refused`,
      not_needed_yet: t`Not needed yet`,
    } satisfies Record<GateState, string>,
  }
}

/** From which sum on the form is asked for. The amounts of laws are told in euro. */
const Threshold = ({ gate }: { gate: Gate }): ReactNode => {
  const { amount } = useAmounts('EUR')
  if (gate.fromMicro === null) return null
  const [from, paid] = [amount(gate.fromMicro), amount(gate.paidMicro ?? '0')]
  return (
    <p className="mt-1 text-xs text-ink-soft">
      <Trans>
        Asked for from {from} in a year on; {paid} was paid this year.
      </Trans>{' '}
      {gate.source !== null && <span lang="en">{gate.source}</span>}
    </p>
  )
}

const countryName = (code: string, locale: string): string | null => {
  if (!/^[A-Z]{2}$/.test(code)) return null
  const name = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }).of(code)
  return name ?? null
}

const CountryField = (props: { value: string; onChange: (value: string) => void }): ReactNode => {
  const { t, i18n } = useLingui()
  const name = countryName(props.value, i18n.locale)
  return (
    <TextField
      label={t`Country, in two letters`}
      hint={name ?? t`For example DE, ES or US`}
      required
      pattern="[A-Z]{2}"
      maxLength={2}
      autoCapitalize="characters"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value.toUpperCase())}
    />
  )
}

const StartForm = ({ identity }: { identity: PayoutIdentity }): ReactNode => {
  const start = useStartIdentity()
  const [country, setCountry] = useState(identity.country ?? '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    start.mutate(country, {
      onSuccess: (answer) => {
        // The provider's page takes over; it leads back here.
        if (answer.identity.onboardingUrl !== null) window.location.assign(answer.identity.onboardingUrl)
      },
    })
  }
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-md bg-raised p-4">
      <CountryField value={country} onChange={setCountry} />
      <Problem error={start.error} />
      <Button
        type="submit"
        className="justify-self-start"
        busy={start.isPending}
        disabled={country.length !== 2}
      >
        <Trans>Show who you are</Trans>
      </Button>
    </form>
  )
}

const forms = ['w9', 'w8ben', 'dac7', 'other'] as const
type Form = (typeof forms)[number]
const isForm = (text: string): text is Form => forms.some((form) => form === text)

const TaxForm = ({ identity }: { identity: PayoutIdentity }): ReactNode => {
  const { t } = useLingui()
  const submitForm = useSubmitTaxForm()
  const [country, setCountry] = useState(identity.country ?? '')
  const [form, setForm] = useState<Form>('dac7')
  const [taxNumber, setTaxNumber] = useState('')
  const names: Record<Form, string> = {
    w9: t`W-9 (people taxed in the United States)`,
    w8ben: t`W-8BEN (people taxed elsewhere, paid from the United States)`,
    dac7: t`DAC7 (people taxed in the European Union)`,
    other: t`Another one`,
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    submitForm.mutate(
      { form, country, taxNumber: taxNumber.trim() },
      {
        onSuccess: () => {
          setTaxNumber('')
          toast(t`The form is kept`)
        },
      },
    )
  }
  return (
    <details className="text-sm">
      <summary className="w-fit min-h-11 content-center font-semibold text-curtain-text">
        <Trans>Fill in the tax form</Trans>
      </summary>
      <form onSubmit={submit} className="mt-2 grid gap-4 rounded-md bg-raised p-4">
        <SelectField
          label={t`Form`}
          value={form}
          onChange={(event) => isForm(event.target.value) && setForm(event.target.value)}
        >
          {forms.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </SelectField>
        <CountryField value={country} onChange={setCountry} />
        <TextField
          label={t`Tax number`}
          required
          minLength={4}
          maxLength={40}
          autoComplete="off"
          value={taxNumber}
          onChange={(event) => setTaxNumber(event.target.value)}
        />
        <Problem error={submitForm.error} />
        <Button type="submit" className="justify-self-start" busy={submitForm.isPending}>
          <Trans>Send the form</Trans>
        </Button>
      </form>
    </details>
  )
}

/** What is asked of somebody before money leaves, and how far they are. */
export const IdentityCard = ({ identity }: { identity: PayoutIdentity }): ReactNode => {
  const words = useGateWords()
  const { gates, onboardingUrl } = identity
  const wantsProvider = gates.some(
    ({ id, state }) =>
      id !== 'tax_form' &&
      // Who left the provider's page halfway needs the way back to it.
      (state === 'open' || state === 'refused' || (state === 'pending' && onboardingUrl !== null)),
  )
  const tax = gates.find(({ id }) => id === 'tax_form')
  return (
    <section aria-labelledby="identity" className="card p-5 sm:p-6">
      <h2 id="identity" className="text-lg">
        <Trans>Before the first payout</Trans>
      </h2>
      <ol className="mt-3 divide-y divide-line">
        {gates.map((gate) => (
          <li key={gate.id} className="py-3">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <p className="text-sm font-semibold">{words.names[gate.id]}</p>
              <Pill tone={tones[gate.state]}>{words.states[gate.state]}</Pill>
            </div>
            <p className="mt-1 text-sm text-ink-soft">{words.texts[gate.id]}</p>
            <Threshold gate={gate} />
          </li>
        ))}
      </ol>
      <div className="mt-3 grid gap-3">
        {wantsProvider &&
          (onboardingUrl === null ? (
            <StartForm identity={identity} />
          ) : (
            <a href={onboardingUrl} className={buttonClass('primary', 'justify-self-start')}>
              <Icon name="key" className="size-5" />
              <Trans>Go on at the payment provider</Trans>
            </a>
          ))}
        {tax && tax.state !== 'done' && tax.state !== 'pending' && <TaxForm identity={identity} />}
      </div>
    </section>
  )
}
