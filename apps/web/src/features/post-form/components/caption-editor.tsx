import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useMemo } from 'react'
import { captionParts } from '#shared/format'
import { classes } from '#shared/ui'

export const captionLimit = 2200
const warnBelow = 100

const shared =
  'col-start-1 row-start-1 min-h-28 whitespace-pre-wrap break-words p-3.5 text-base [overflow-wrap:anywhere]'

/** A text field that shows tags and mentions while they are written: the coloured text lies under the transparent one. */
export const CaptionEditor = (props: {
  caption: string
  disabled: boolean
  onChange: (caption: string) => void
}): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const { caption } = props
  const parts = useMemo(() => captionParts(caption), [caption])
  const left = captionLimit - caption.length
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        <Trans>Caption</Trans>
      </label>
      <div className="grid rounded-md border-[1.5px] border-line bg-paper focus-within:border-ink-soft hover:border-ink-soft">
        <div aria-hidden="true" dir="auto" className={classes(shared, 'pointer-events-none')}>
          {parts.map((part, index) => (
            <span
              key={index}
              className={part.kind === 'text' ? '' : 'rounded-sm bg-raised text-curtain-text'}
            >
              {part.text}
            </span>
          ))}
          {'\u200b'}
        </div>
        <textarea
          id={id}
          dir="auto"
          value={caption}
          disabled={props.disabled}
          maxLength={captionLimit}
          placeholder={t`Say what you perform. #tags help people find it.`}
          aria-describedby={`${id}-left`}
          onChange={(event) => props.onChange(event.target.value)}
          className={classes(
            shared,
            'resize-none overflow-hidden rounded-md bg-transparent text-transparent caret-ink placeholder:text-ink-soft',
          )}
        />
      </div>
      <p
        id={`${id}-left`}
        className={classes(
          'text-end text-xs tabular-nums',
          left < warnBelow ? 'font-bold text-alert' : 'text-ink-soft',
        )}
      >
        {caption.length} / {captionLimit}
      </p>
    </div>
  )
}
