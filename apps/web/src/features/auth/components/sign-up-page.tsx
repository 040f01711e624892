import type { Me } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { isoTime, wallMs } from '#shared/clock'
import { Button, Icon, TextField } from '#shared/ui'
import { useInstance, useSignUp } from '../queries.ts'
import { goOnWith, takeGoingOn } from '../after-sign-in.ts'
import { useArrival } from '../arrival.ts'
import { AuthFrame } from './auth-frame.tsx'

const handlePattern = '[a-z][a-z0-9_.]{2,23}'
const fits = (handle: string): boolean => new RegExp(`^${handlePattern}$`, 'v').test(handle)

/** Which field a refusal of the server belongs to. */
const useProblems = (error: unknown, handle: string) => {
  const { t } = useLingui()
  const text = useErrorText()
  const named = (path: string): boolean =>
    isApiError(error, 'invalid_request') && error.fields.some((field) => field.path.includes(path))
  const shape = t`Use 3 to 24 of a-z, 0-9, dot and underscore; start with a letter.`
  const problems = {
    handle:
      (handle !== '' && !fits(handle)) || named('handle')
        ? shape
        : isApiError(error, 'handle_taken')
          ? text(error)
          : undefined,
    password: isApiError(error, 'weak_password') || named('password') ? text(error) : undefined,
    birthDate: isApiError(error, 'too_young') || named('birthDate') ? text(error) : undefined,
  }
  const placed = Object.values(problems).some((problem) => problem !== undefined)
  return { ...problems, form: error && !placed ? text(error) : undefined }
}

/** Create an account. */
const SignUpPage = (): ReactNode => {
  const { t } = useLingui()
  const arrival = useArrival()
  const { data: instance } = useInstance()
  const signUp = useSignUp()
  const [form, setForm] = useState({ handle: '', password: '', birthDate: '' })
  const problems = useProblems(signUp.error, form.handle)
  const set = (change: Partial<typeof form>): void => {
    signUp.reset()
    setForm({ ...form, ...change })
  }
  const arrive = (me: Me): void => {
    const wanted = takeGoingOn()
    // Who came for their clients did not come to watch.
    if (wanted.startsWith('/clients')) return arrival.at(me, wanted)
    // Where they wanted to go is where the welcome ends.
    goOnWith(wanted)
    arrival.at(me, '/welcome')
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!fits(form.handle)) return
    void arrival.before().then(() => signUp.mutate(form, { onSuccess: ({ me }) => arrive(me) }))
  }
  return (
    <AuthFrame
      title={t`Take the stage`}
      intro={
        <Trans>
          Already performing here?{' '}
          <Link to="/sign-in" className="font-bold text-curtain-text underline underline-offset-3">
            Sign in
          </Link>
        </Trans>
      }
    >
      {instance?.hasAccounts === false && (
        <p className="mb-6 flex gap-3 rounded-md bg-bottle-soft p-4 text-sm font-semibold text-bottle">
          <Icon name="key" className="size-6 shrink-0" />
          <Trans>You are the first one here: this account becomes the operator of the instance.</Trans>
        </p>
      )}
      <form onSubmit={submit} className="grid gap-5">
        <TextField
          label={t`Handle`}
          prefix="@"
          name="handle"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={3}
          maxLength={24}
          value={form.handle}
          problem={problems.handle}
          onChange={(event) => set({ handle: event.target.value.trim().toLowerCase() })}
        />
        <TextField
          label={t`Password`}
          type="password"
          name="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={256}
          hint={<Trans>At least 10 characters. A short sentence is good.</Trans>}
          value={form.password}
          problem={problems.password}
          onChange={(event) => set({ password: event.target.value })}
        />
        <TextField
          label={t`Date of birth`}
          type="date"
          name="birthDate"
          autoComplete="bday"
          required
          min="1900-01-01"
          max={isoTime(wallMs()).slice(0, 10)}
          hint={
            instance && (
              <Trans>You must be at least {instance.minimumAge} years old. Nobody else sees it.</Trans>
            )
          }
          value={form.birthDate}
          problem={problems.birthDate}
          onChange={(event) => set({ birthDate: event.target.value })}
        />
        {problems.form && (
          <p role="alert" className="rounded-md bg-alert-soft p-3.5 text-sm font-semibold text-alert">
            {problems.form}
          </p>
        )}
        <Button type="submit" busy={signUp.isPending}>
          <Trans>Create account</Trans>
        </Button>
      </form>
    </AuthFrame>
  )
}

export default SignUpPage
