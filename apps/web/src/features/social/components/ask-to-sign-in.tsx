import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, Sheet } from '#shared/ui'

/** What only a person with an account can do: the way to one. */
export const AskToSignIn = (props: { title: string; text: ReactNode; onClose: () => void }): ReactNode => (
  <Sheet open title={props.title} description={props.text} onClose={props.onClose}>
    <div className="flex flex-wrap gap-3">
      <Link to="/sign-in" className={buttonClass('primary')}>
        <Trans>Sign in</Trans>
      </Link>
      <Link to="/sign-up" className={buttonClass('secondary')}>
        <Trans>Create account</Trans>
      </Link>
    </div>
  </Sheet>
)
