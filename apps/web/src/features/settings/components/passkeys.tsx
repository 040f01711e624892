import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { ApiError, useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import { addressAllowsPasskeys, PasskeyAddressNote } from '#shared/passkeys'
import { Button, Icon, IconButton, Spinner, TextField, toast } from '#shared/ui'
import { useAddPasskey, usePasskeys, useRemovePasskey } from '../queries.ts'

const AddPasskey = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const add = useAddPasskey()
  const [label, setLabel] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate(label.trim(), {
      onSuccess: () => {
        setLabel('')
        toast(t`The passkey was added`)
      },
    })
  }
  return (
    <form onSubmit={submit} className="mt-5 grid gap-4">
      <TextField
        label={t`Name of this device`}
        name="passkey-label"
        required
        maxLength={60}
        placeholder={t`My phone`}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        problem={
          add.error
            ? add.error instanceof ApiError
              ? errorText(add.error)
              : t`No passkey was made. Try again when you are ready.`
            : undefined
        }
      />
      <div>
        <Button type="submit" look="secondary" icon="key" busy={add.isPending}>
          <Trans>Add a passkey</Trans>
        </Button>
      </div>
    </form>
  )
}

/** The passkeys of the account: sign in with the device instead of a password. */
export const Passkeys = (): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const { data: passkeys, error, isPending } = usePasskeys()
  const remove = useRemovePasskey()
  return (
    <>
      <p className="max-w-prose text-sm text-ink-soft">
        <Trans>A passkey signs you in with the lock of your phone or computer, without a password.</Trans>
      </p>
      {isPending && <Spinner className="mt-4 size-6 text-curtain" />}
      {error && <p className="mt-4 text-sm font-semibold text-alert">{errorText(error)}</p>}
      {passkeys && passkeys.length > 0 && (
        <ul className="mt-5 grid gap-2">
          {passkeys.map((passkey) => {
            const name = passkey.label
            return (
              <li key={passkey.passkeyId} className="card flex items-center gap-3 py-2 ps-4 pe-2">
                <Icon name="key" className="size-6 text-curtain" />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate font-semibold">{name}</bdi>
                  <span className="block text-xs text-ink-soft">
                    {passkey.lastUsedAt ? (
                      <Trans>Last used {moment(passkey.lastUsedAt, i18n.locale)}</Trans>
                    ) : (
                      <Trans>Not used yet</Trans>
                    )}
                  </span>
                </span>
                <IconButton
                  icon="trash"
                  label={t`Remove passkey ${name}`}
                  disabled={remove.isPending}
                  onClick={() =>
                    remove.mutate(passkey.passkeyId, { onError: (failure) => toast(errorText(failure)) })
                  }
                />
              </li>
            )
          })}
        </ul>
      )}
      {addressAllowsPasskeys(location.hostname) ? (
        <AddPasskey />
      ) : (
        <div className="mt-5">
          <PasskeyAddressNote />
        </div>
      )}
    </>
  )
}
