import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Button, EmptyState } from '#shared/ui'

interface NotLoadedProps {
  readonly title: ReactNode
  readonly error: Error
  readonly busy: boolean
  readonly onRetry: () => void
  /** Of a whole page 1. */
  readonly headingLevel?: 1 | 2
}

/** What did not load, why, and the way to ask again. */
export const NotLoaded = ({ title, error, busy, onRetry, headingLevel = 1 }: NotLoadedProps): ReactNode => {
  const errorText = useErrorText()
  return (
    <EmptyState
      scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
      headingLevel={headingLevel}
      title={title}
      text={errorText(error)}
    >
      <Button icon="again" busy={busy} onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </EmptyState>
  )
}
