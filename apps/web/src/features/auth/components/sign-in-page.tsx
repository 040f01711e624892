import type { Me } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { ApiError, useErrorText } from '#shared/api'
import { addressAllowsPasskeys, PasskeyAddressNote } from '#shared/passkeys'
import { Button, TextField } from '#shared/ui'
import { usePasskeySignIn, useSignIn } from '../queries.ts'
import { takeGoingOn } from '../after-sign-in.ts'
import { useArrival } from '../arrival.ts'
import { AccountsHere } from './accounts-here.tsx'
import { AuthFrame } from './auth-frame.tsx'

/** Sign in with handle and password, or with a passkey. */
const SignInPage = (): ReactNode => {
  const { t } = useLingui()
  const arrival = useArrival()
  const errorText = useErrorText()
  const signIn = useSignIn()
  const passkey = usePasskeySignIn()
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const arrive = ({ me }: { me: Me }): void => arrival.at(me, takeGoingOn())
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const name = handle.trim().replace(/^@/, '').toLowerCase()
    void arrival.before().then(() => signIn.mutate({ handle: name, password }, { onSuccess: arrive }))
  }
  return (
    <AuthFrame
      title={t`Welcome back`}
      intro={
        <Trans>
          New here?{' '}
          <Link to="/sign-up" className="font-bold text-curtain-text underline underline-offset-3">
            Create account
          </Link>
        </Trans>
      }
    >
      <AccountsHere />
      <form onSubmit={submit} className="grid gap-5">
        <TextField
          label={t`Handle`}
          prefix="@"
          name="handle"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={handle}
          onChange={(event) => setHandle(event.target.value)}
        />
        <TextField
          label={t`Password`}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.error && (
          <p role="alert" className="rounded-md bg-alert-soft p-3.5 text-sm font-semibold text-alert">
            {errorText(signIn.error)}
          </p>
        )}
        <Button type="submit" busy={signIn.isPending}>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      <div className="my-5 flex items-center gap-3 text-xs text-ink-soft">
        <span className="h-px flex-1 bg-line" />
        <Trans>or</Trans>
        <span className="h-px flex-1 bg-line" />
      </div>
      <Button
        look="secondary"
        icon="key"
        className="w-full"
        busy={passkey.isPending}
        onClick={() => void arrival.before().then(() => passkey.mutate(undefined, { onSuccess: arrive }))}
      >
        <Trans>Sign in with a passkey</Trans>
      </Button>
      {passkey.error && !addressAllowsPasskeys(location.hostname) && (
        <div className="mt-4">
          <PasskeyAddressNote />
        </div>
      )}
      {passkey.error && addressAllowsPasskeys(location.hostname) && (
        <p role="alert" className="mt-4 rounded-md bg-alert-soft p-3.5 text-sm font-semibold text-alert">
          {passkey.error instanceof ApiError ? (
            errorText(passkey.error)
          ) : (
            <Trans>No passkey was used. Try again, or sign in with your password.</Trans>
          )}
        </p>
      )}
    </AuthFrame>
  )
}

export default SignInPage
