import type { ReportReason, ReportTarget } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button } from '#shared/ui'
import { useReport } from '../hide-queries.ts'
import { reasonWords } from '#shared/reasons'
import type { Surface } from '../told.ts'

const longestText = 1000

/** Why something is reported, and what its reader should know. */
export const ReportForm = (props: {
  target: ReportTarget
  surface: Surface
  onClose: () => void
}): ReactNode => {
  const { i18n } = useLingui()
  const errorText = useErrorText()
  const id = useId()
  const report = useReport(props.surface)
  const [reason, setReason] = useState<ReportReason | null>(null)
  const [text, setText] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason !== null) report.mutate({ target: props.target, reason, text })
  }
  if (report.isSuccess)
    return (
      <div role="status" className="grid justify-items-start gap-4">
        <p>
          <Trans>Thank you. The people who run this place will look at it.</Trans>
        </p>
        <Button onClick={props.onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    )
  return (
    <form onSubmit={submit} className="grid gap-4">
      <fieldset className="grid gap-1">
        <legend className="mb-2 text-sm font-semibold">
          <Trans>What is wrong?</Trans>
        </legend>
        {reasonWords().map(([value, word]) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-raised"
          >
            <input
              type="radio"
              name={id}
              required
              checked={reason === value}
              onChange={() => setReason(value)}
              className="size-5"
            />
            {i18n._(word)}
          </label>
        ))}
      </fieldset>
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-text`} className="text-sm font-semibold">
          <Trans>What should they know? (optional)</Trans>
        </label>
        <textarea
          id={`${id}-text`}
          value={text}
          rows={3}
          maxLength={longestText}
          onChange={(event) => setText(event.target.value)}
          className="field resize-y"
        />
      </div>
      {report.error && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(report.error)}
        </p>
      )}
      <div>
        <Button type="submit" busy={report.isPending}>
          <Trans>Send report</Trans>
        </Button>
      </div>
    </form>
  )
}
