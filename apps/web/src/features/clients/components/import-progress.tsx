import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Icon, IconButton, ProgressBar } from '#shared/ui'
import type { SentFile } from '../use-sending.ts'
import { refusalWords } from '../words.ts'

const SentRow = ({ file, onDismiss }: { file: SentFile; onDismiss: () => void }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const { name, error, share } = file
  const problem = isApiError(error) && error.code === 'empty_file' ? i18n._(refusalWords.empty_file) : null
  return (
    <li className="card grid gap-2 p-4">
      <div className="flex items-center gap-3">
        <Icon name={error ? 'alert' : 'upload'} className="size-5 shrink-0 text-ink-soft" />
        <bdi className="min-w-0 flex-1 truncate text-sm font-semibold">{name}</bdi>
        {error !== null && <IconButton icon="close" label={t`Dismiss ${name}`} onClick={onDismiss} />}
      </div>
      {error === null ? (
        <ProgressBar share={share} label={t`Sending ${name}`} />
      ) : (
        <p role="alert" className="text-sm font-semibold text-alert">
          {problem ?? errorText(error)}
        </p>
      )}
    </li>
  )
}

/** Files on their way to the server, and those that did not arrive. */
export const SentFiles = (props: {
  files: readonly SentFile[]
  onDismiss: (key: string) => void
}): ReactNode => {
  const { t } = useLingui()
  if (props.files.length === 0) return null
  return (
    <section aria-label={t`Being sent`}>
      <h2 className="mb-3 text-lg">
        <Trans>Being sent</Trans>
      </h2>
      <ul className="grid gap-3">
        {props.files.map((file) => (
          <SentRow key={file.key} file={file} onDismiss={() => props.onDismiss(file.key)} />
        ))}
      </ul>
    </section>
  )
}
