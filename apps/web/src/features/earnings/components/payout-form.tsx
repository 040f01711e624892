import type { PayoutBalance } from '@busker/contract'
import { decimalsOf, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem, railNames, useAmounts, useRequestKey } from '#features/money'
import { microOf, typedAmount } from '#shared/format'
import { Button, TextField, toast } from '#shared/ui'
import { useRequestPayout } from '../queries.ts'

/** How far somebody is with what is asked for before the first payout. */
export type Standing = 'ready' | 'being_checked' | 'asked_for'

/** Why no payout can be asked for yet, told before the server has to refuse it. */
const NotYet = ({ standing }: { standing: Exclude<Standing, 'ready'> }): ReactNode => (
  <p role="status" className="rounded-md bg-raised p-4 text-sm">
    {standing === 'being_checked' ? (
      <Trans>The payment provider still checks who you are. Then you can ask for the payout here.</Trans>
    ) : (
      <Trans>Show who you are and where the money goes first: under “Before the first payout”.</Trans>
    )}
  </p>
)

/** What of the balance stays where it is, and why. */
const KeptBack = ({ balance }: { balance: PayoutBalance }): ReactNode => {
  const { t } = useLingui()
  const { amount, exact } = useAmounts(balance.currency)
  const dust = microOf(balance.availableMicro) - microOf(balance.owedMicro) - microOf(balance.payableMicro)
  const rows = [
    {
      name: t`Pending`,
      micro: balance.pendingMicro,
      why: t`Payments behind it may still be disputed, or the period is not final.`,
    },
    {
      name: t`Kept back`,
      micro: balance.reserveMicro,
      why: t`A part of new earnings stays for a while, in case a payment behind it is disputed.`,
    },
    { name: t`You owe`, micro: balance.owedMicro, why: t`It is taken out of what is available first.` },
  ].filter(({ micro }) => microOf(micro) > 0n)
  return (
    <dl className="grid gap-3 text-sm">
      {rows.map(({ name, micro, why }) => (
        <div key={name} className="grid grid-cols-[1fr_auto] gap-x-4">
          <dt className="font-semibold">{name}</dt>
          <dd className="text-end tabular-nums">{amount(micro)}</dd>
          <dd className="col-span-2 text-xs text-ink-soft">{why}</dd>
        </div>
      ))}
      {microOf(balance.payableMicro) > 0n && dust > 0n && (
        <div className="grid grid-cols-[1fr_auto] gap-x-4">
          <dt className="font-semibold">
            <Trans>Stays in your balance</Trans>
          </dt>
          <dd className="text-end tabular-nums">{exact(dust)}</dd>
          <dd className="col-span-2 text-xs text-ink-soft">
            <Trans>
              Less than the smallest unit that a bank can pay. It is yours and goes with a later one.
            </Trans>
          </dd>
        </div>
      )}
    </dl>
  )
}

/** Asks for a payout of one balance. */
export const PayoutForm = (props: { balance: PayoutBalance; standing: Standing }): ReactNode => {
  const { balance, standing } = props
  const { t, i18n } = useLingui()
  const { amount, exact } = useAmounts(balance.currency)
  const request = useRequestPayout()
  const { keyFor, ended } = useRequestKey()
  const [typed, setTyped] = useState('')
  const { rail, currency } = balance
  const payable = microOf(balance.payableMicro)
  const wanted =
    typed.trim() === '' ? payable : typedAmount(typed, isCurrency(currency) ? decimalsOf(currency) : 2)
  const isTooMuch = wanted !== null && wanted > payable
  const problem = (): string | undefined => {
    if (wanted === null || wanted === 0n) return payable === 0n ? undefined : t`Write an amount, like 25.50`
    return isTooMuch ? t`At most ${amount(payable)} can be paid out now` : undefined
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (standing !== 'ready' || wanted === null || wanted <= 0n || isTooMuch || request.isPending) return
    const amountMicro = wanted.toString()
    const key = keyFor(`${rail} ${currency} ${amountMicro}`)
    request.mutate(
      { key, rail, currency, amountMicro },
      {
        onSuccess: () => {
          ended(null)
          setTyped('')
          toast(t`The payout is requested`)
        },
        onError: ended,
      },
    )
  }
  const minimum = exact(balance.minimumMicro)
  return (
    <section aria-label={i18n._(railNames()[rail])} className="card grid content-start gap-5 p-5 sm:p-6">
      <div>
        <p className="text-sm font-semibold text-ink-soft">{i18n._(railNames()[rail])}</p>
        <p className="mt-1 font-display text-3xl font-bold tabular-nums">{amount(balance.payableMicro)}</p>
        <p className="mt-1 text-sm text-ink-soft">
          <Trans>can be paid out now, of {amount(balance.availableMicro)} available</Trans>
        </p>
      </div>
      {payable === 0n ? (
        <p className="rounded-md bg-raised p-4 text-sm">
          <Trans>The smallest payout is {minimum}. Nothing is lost: it waits until there is as much.</Trans>
        </p>
      ) : (
        <form onSubmit={submit} className="grid gap-4">
          <TextField
            label={t`Amount`}
            hint={t`Left empty: everything. The smallest payout is ${minimum}.`}
            problem={problem()}
            inputMode="decimal"
            autoComplete="off"
            placeholder={amount(payable)}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Problem error={request.error} />
          {standing !== 'ready' && <NotYet standing={standing} />}
          <Button
            type="submit"
            icon="share"
            busy={request.isPending}
            disabled={standing !== 'ready' || problem() !== undefined}
          >
            {wanted === null || isTooMuch ? (
              <Trans>Ask for the payout</Trans>
            ) : (
              <Trans>Pay {amount(wanted)} out</Trans>
            )}
          </Button>
        </form>
      )}
      <KeptBack balance={balance} />
    </section>
  )
}
