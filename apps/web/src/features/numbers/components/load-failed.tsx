import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button } from '#shared/ui'

/** A part of a page that did not load, and the way to ask again. */
export const LoadFailed = (props: {
  /** Its name, where no heading above says it. */
  what?: string
  error: Error
  busy: boolean
  onRetry: () => void
}): ReactNode => {
  const errorText = useErrorText()
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-alert-soft px-5 py-3"
    >
      <div className="text-sm">
        {props.what !== undefined && <p className="text-ink-soft">{props.what}</p>}
        <p className="font-semibold text-alert">{errorText(props.error)}</p>
      </div>
      <Button look="secondary" icon="again" busy={props.busy} onClick={props.onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
