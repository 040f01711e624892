import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { Button } from '#shared/ui'
import { useModerationErrorText } from '../error-words.ts'

/** Words without which nothing is sent. */
export const WordsForm = (props: {
  label: string
  hint?: ReactNode
  action: string
  longest?: number
  busy: boolean
  error: unknown
  onSend: (text: string) => void
}): ReactNode => {
  const id = useId()
  const errorText = useModerationErrorText()
  const [text, setText] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    props.onSend(text.trim())
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <label htmlFor={id} className="text-sm font-semibold">
        {props.label}
      </label>
      {props.hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {props.hint}
        </p>
      )}
      <textarea
        id={id}
        required
        rows={4}
        maxLength={props.longest ?? 2000}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field resize-y"
      />
      {props.error !== null && props.error !== undefined && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(props.error)}
        </p>
      )}
      <div>
        <Button type="submit" busy={props.busy} disabled={text.trim() === ''}>
          {props.action}
        </Button>
      </div>
    </form>
  )
}
