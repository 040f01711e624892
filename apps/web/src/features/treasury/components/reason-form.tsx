import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem } from '#features/money'
import { Button, TextField } from '#shared/ui'

/** Asks for the reason of a decision, without which none is made. */
export const ReasonForm = (props: {
  action: string
  hint: string
  busy: boolean
  error: unknown
  onDecide: (reason: string) => void
  onCancel: () => void
}): ReactNode => {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    props.onDecide(reason.trim())
  }
  return (
    <form onSubmit={submit} className="mt-3 grid gap-3 rounded-md bg-raised p-4">
      <TextField
        label={t`Reason`}
        hint={props.hint}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Problem error={props.error} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={props.busy} disabled={reason.trim().length < 3}>
          {props.action}
        </Button>
        <Button look="quiet" onClick={props.onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}
