import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, EmptyState } from '#shared/ui'

/** A page that is not for this visitor. */
export const Closed = (props: { isSignedIn: boolean; text: ReactNode }): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState scene="curtain" headingLevel={1} title={t`Behind the curtain`} text={props.text}>
      {!props.isSignedIn && (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      )}
      <Link to="/" className={buttonClass('secondary')}>
        <Trans>Back to the feed</Trans>
      </Link>
    </EmptyState>
  )
}
