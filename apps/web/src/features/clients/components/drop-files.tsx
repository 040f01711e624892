import { Trans, useLingui } from '@lingui/react/macro'
import type { DragEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { fileSize } from '#shared/format'
import { Awning, Button, classes } from '#shared/ui'

const accepted = '.csv,.tsv,.txt,.xlsx,.zip,.json'

/** Where exported files are dropped or chosen, several at once. */
export const DropFiles = (props: {
  maximumBytes: number | undefined
  onFiles: (files: readonly File[]) => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    props.onFiles([...event.dataTransfer.files])
  }
  const size = props.maximumBytes === undefined ? null : fileSize(props.maximumBytes, i18n.locale)
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
      <div className="grid justify-items-center gap-4 px-6 py-9">
        <p className="font-display text-xl font-bold">
          {over ? <Trans>Let them fall</Trans> : <Trans>Drop all your exports at once</Trans>}
        </p>
        <Button icon="upload" onClick={() => input.current?.click()}>
          <Trans>Choose files</Trans>
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          accept={accepted}
          aria-label={t`Choose exported files`}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            props.onFiles([...(event.target.files ?? [])])
            // The same file, exported again, is a choice as well.
            event.target.value = ''
          }}
        />
        <p className="max-w-lg text-xs text-ink-soft">
          <Trans>
            Orders, settlements, affiliate, Ads Manager, GMV Max and Studio exports and cost sheets, as CSV,
            XLSX or ZIP. Names, addresses and messages of buyers are never kept.
          </Trans>
          {size !== null && (
            <>
              {' '}
              <Trans>Up to {size} each.</Trans>
            </>
          )}
        </p>
      </div>
    </div>
  )
}
