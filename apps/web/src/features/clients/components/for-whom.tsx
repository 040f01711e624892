import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { goOnWith } from '#features/auth'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, EmptyState } from '#shared/ui'

/** What brands and agencies find here, for whoever has no account yet. */
export const SignUpFirst = ({ path }: { path: `/${string}` }): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="hat"
      headingLevel={1}
      title={t`See what short video really earns`}
      text={
        <Trans>
          For brands and agencies: drop in the files that you export from TikTok, and see what is left after
          refunds, fees and costs, by client, creator and video.
        </Trans>
      }
    >
      <Link to="/sign-up" className={buttonClass('primary')} onClick={() => goOnWith(path)}>
        <Trans>Sign up as an agency or brand</Trans>
      </Link>
      <Link to="/sign-in" className={buttonClass('secondary')} onClick={() => goOnWith(path)}>
        <Trans>Sign in</Trans>
      </Link>
    </EmptyState>
  )
}

/** A page that could not be read, with a way on. */
export const NotLoaded = (props: { error: unknown; busy: boolean; onAgain: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  return (
    <EmptyState
      scene="fallen"
      headingLevel={1}
      title={t`The page did not load`}
      text={errorText(props.error)}
    >
      <Button icon="again" busy={props.busy} onClick={props.onAgain}>
        <Trans>Try again</Trans>
      </Button>
      <Link to="/clients" className={buttonClass('secondary')}>
        <Trans>All clients</Trans>
      </Link>
    </EmptyState>
  )
}

export const LoadingBlocks = ({ count = 2 }: { count?: number }): ReactNode => (
  <div className="grid gap-4" role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    {Array.from({ length: count }, (_, index) => (
      <div key={index} className="skeleton h-28 rounded-lg" />
    ))}
  </div>
)

/** What went wrong with a form, in one sentence. */
export const FormProblem = ({ error }: { error: unknown }): ReactNode => {
  const errorText = useErrorText()
  if (!error) return null
  return (
    <p role="alert" className="rounded-md bg-alert-soft p-3.5 text-sm font-semibold text-alert">
      {errorText(error)}
    </p>
  )
}
