import type { ManualTransfer } from '@busker/contract'
import { decimalsOf, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { ChoiceRow, Problem, useRequestKey } from '#features/money'
import { typedAmount } from '#shared/format'
import { Button, TextField, toast } from '#shared/ui'
import { useProposeJournal } from '../queries.ts'

type Template = ManualTransfer['template']

interface Draft {
  readonly currency: string
  readonly amount: string
  readonly subject: string
  readonly to: string
}

/** The transfer that the fields say; null: something is missing. */
const transferOf = (template: Template, draft: Draft): unknown => {
  const { currency, subject, to } = draft
  const micro = typedAmount(draft.amount, isCurrency(currency) ? decimalsOf(currency) : 2)
  if (template === 'unknown_matched')
    return subject === '' || to === '' ? null : { template, unknown: subject, to }
  if (micro === null || micro === 0n || subject === '') return null
  const amountMicro = micro.toString()
  return template === 'fund_top_up'
    ? { template, period: subject, currency, amountMicro }
    : { template, personId: subject, currency, amountMicro, rail: 'creator' }
}

// The contract brands ids; the server checks what was typed.
const isTransfer = (value: unknown): value is ManualTransfer => value !== null

/** Proposes a transfer by hand: a few kinds, nothing free, and never by one person alone. */
export const JournalForm = (): ReactNode => {
  const { t } = useLingui()
  const propose = useProposeJournal()
  const { keyFor, ended } = useRequestKey()
  const [template, setTemplate] = useState<Template>('fund_top_up')
  const [draft, setDraft] = useState<Draft>({ currency: 'EUR', amount: '', subject: '', to: '' })
  const [reason, setReason] = useState('')
  const subjects: Record<Template, string> = {
    fund_top_up: t`Period`,
    receivable_collect: t`Person (id)`,
    unknown_matched: t`Transfer that booked it (id)`,
  }
  const transfer = transferOf(template, draft)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isTransfer(transfer)) return
    const contents = JSON.stringify([transfer, reason.trim()])
    propose.mutate(
      { key: keyFor(contents), transfer, reason: reason.trim() },
      {
        onSuccess: () => {
          ended(null)
          setDraft({ ...draft, amount: '', subject: '', to: '' })
          setReason('')
          toast(t`It is proposed: another operator has to approve it`)
        },
        onError: ended,
      },
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <ChoiceRow
        legend={t`What to move`}
        value={template}
        onChoose={setTemplate}
        options={[
          { value: 'fund_top_up', name: t`Add to a fund period` },
          { value: 'receivable_collect', name: t`Collect what is owed` },
          { value: 'unknown_matched', name: t`Explain unknown money` },
        ]}
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField
          label={subjects[template]}
          required
          value={draft.subject}
          onChange={(event) => setDraft({ ...draft, subject: event.target.value.trim() })}
        />
        {template === 'unknown_matched' ? (
          <TextField
            label={t`Account it is for`}
            required
            value={draft.to}
            onChange={(event) => setDraft({ ...draft, to: event.target.value })}
          />
        ) : (
          <>
            <TextField
              label={t`Amount`}
              inputMode="decimal"
              required
              value={draft.amount}
              onChange={(event) => setDraft({ ...draft, amount: event.target.value })}
            />
            <TextField
              label={t`Currency`}
              required
              maxLength={3}
              value={draft.currency}
              onChange={(event) => setDraft({ ...draft, currency: event.target.value.toUpperCase() })}
            />
          </>
        )}
      </div>
      <TextField
        label={t`Reason`}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Problem error={propose.error} />
      <Button
        type="submit"
        className="justify-self-start"
        busy={propose.isPending}
        disabled={transfer === null || reason.trim().length < 3}
      >
        <Trans>Propose it</Trans>
      </Button>
    </form>
  )
}
