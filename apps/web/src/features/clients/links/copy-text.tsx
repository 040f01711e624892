import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, toast } from '#shared/ui'

/** A text to be taken elsewhere: shown whole, and copied by a button that says what it copies. */
export const CopyText = (props: { label: string; text: string }): ReactNode => {
  const { t } = useLingui()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text)
      toast(t`Copied`)
    } catch {
      // A browser may refuse; the text can still be marked by hand.
      toast(t`Mark the text and copy it by hand.`)
    }
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      <pre className="min-w-0 flex-1 basis-64 rounded-md bg-raised p-3 text-xs break-words whitespace-pre-wrap">
        {props.text}
      </pre>
      <Button
        look="secondary"
        className="min-h-11 px-4"
        aria-label={t`Copy: ${props.label}`}
        onClick={() => void copy()}
      >
        <Trans>Copy</Trans>
      </Button>
    </div>
  )
}
