import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { DragEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { asSearch, type MadeFrom } from '#shared/posting'
import { fileSize, playTime } from '#shared/format'
import { Awning, Button, buttonClass, classes } from '#shared/ui'
import type { UploadLimits } from '../inspect-file.ts'

/** The booth where files are handed in: choose them or let them fall. */
export const DropZone = (props: {
  limits: UploadLimits
  small: boolean
  /** What a recording is to be made from. */
  madeFrom: MadeFrom
  onFiles: (files: readonly File[]) => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { limits } = props
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    props.onFiles([...event.dataTransfer.files])
  }
  const size = fileSize(limits.maximumBytes, i18n.locale)
  const length = playTime(limits.maximumDurationMs)
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes(
        'card limelit overflow-hidden text-center transition',
        over && 'scale-[1.01] border-limelight ring-4 ring-limelight/40',
      )}
    >
      <Awning />
      <div
        className={classes('grid justify-items-center gap-4 px-6', props.small ? 'py-7' : 'py-12 sm:py-16')}
      >
        {!props.small && (
          <p className="font-display text-xl font-bold">
            {over ? <Trans>Let it fall</Trans> : <Trans>Drop a video into the hat</Trans>}
          </p>
        )}
        <div className="flex flex-wrap justify-center gap-3">
          <Button look="primary" icon="upload" onClick={() => input.current?.click()}>
            {props.small ? <Trans>Choose more videos</Trans> : <Trans>Choose videos</Trans>}
          </Button>
          <Link to="/upload/record" search={asSearch(props.madeFrom)} className={buttonClass('secondary')}>
            <span aria-hidden="true" className="size-3.5 rounded-full bg-curtain" />
            <Trans>Record</Trans>
          </Link>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          accept={limits.accept}
          aria-label={t`Choose video files`}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            props.onFiles([...(event.target.files ?? [])])
            // The same file can be chosen again, for example to go on after a reload.
            event.target.value = ''
          }}
        />
        <p className="max-w-sm text-xs text-ink-soft">
          <Trans>
            Up to {size} and {length} minutes each. Upright pictures look best; any shape works.
          </Trans>
        </p>
      </div>
    </div>
  )
}
