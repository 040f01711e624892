import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Awning, Button, buttonClass, EmptyState } from '#shared/ui'

/** No page has this address. */
export const NotFoundPage = (): ReactNode => (
  <>
    <Awning />
    <EmptyState
      scene="lost"
      headingLevel={1}
      title={<Trans>The act has moved on</Trans>}
      text={<Trans>There is nothing at this address. It was removed, or the link has a typing error.</Trans>}
    >
      <Link to="/" className={buttonClass('primary')}>
        <Trans>Back to the feed</Trans>
      </Link>
    </EmptyState>
  </>
)

/** Something broke that nobody foresaw. Loading the page again starts clean. */
export const ErrorPage = (): ReactNode => (
  <>
    <Awning />
    <EmptyState
      scene="fallen"
      headingLevel={1}
      title={<Trans>Something fell over</Trans>}
      text={<Trans>This page could not be shown. Your uploads and watch reports are kept.</Trans>}
    >
      <Button icon="again" onClick={() => location.reload()}>
        <Trans>Load the page again</Trans>
      </Button>
      <a href="/" className={buttonClass('secondary')}>
        <Trans>Back to the feed</Trans>
      </a>
    </EmptyState>
  </>
)
