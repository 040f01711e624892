import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { fileSize } from '#shared/format'
import { Button, Icon } from '#shared/ui'
import { useSharedFiles } from '../shared-files.ts'

/**
 * What another app handed over. It is asked about first: any page could send a form to the same address, and nothing is
 * to leave this device that nobody here has seen.
 */
export const SharedCard = (props: {
  onTake: (files: readonly File[]) => void
  onOver: () => void
}): ReactNode => {
  const { i18n } = useLingui()
  const { files, forget } = useSharedFiles()
  const over = (): void => void forget().then(props.onOver)
  if (files === undefined) return null
  if (files.length === 0)
    return (
      <p role="status" className="card px-5 py-4 text-sm">
        <Trans>What was shared could not be kept on this device. Choose the video here.</Trans>
      </p>
    )
  return (
    <section aria-labelledby="shared-files" className="card grid grid-cols-[minmax(0,1fr)] gap-4 px-5 py-5">
      <h2 id="shared-files" className="font-display text-lg font-bold">
        <Plural
          value={files.length}
          one="A video was shared with Busker"
          other="# videos were shared with Busker"
        />
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {files.map((file) => (
          <li key={`${file.name} ${file.size}`} className="flex items-center gap-3 text-sm">
            <Icon name="film" className="size-5 shrink-0 text-curtain-text" />
            <bdi className="min-w-0 flex-1 truncate font-semibold">{file.name}</bdi>
            <span className="shrink-0 text-xs text-ink-soft">{fileSize(file.size, i18n.locale)}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button
          look="primary"
          icon="upload"
          onClick={() => {
            props.onTake(files)
            over()
          }}
        >
          <Plural value={files.length} one="Upload it" other="Upload them" />
        </Button>
        <Button look="secondary" onClick={over}>
          <Trans>Discard</Trans>
        </Button>
      </div>
    </section>
  )
}
