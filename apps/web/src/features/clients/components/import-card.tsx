import type { FileImport } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import type { IconName } from '#shared/ui'
import { Button, classes, ConfirmDialog, Icon, ProgressBar, Spinner, toast } from '#shared/ui'
import { useImportActions } from '../import-queries.ts'
import { formatWords, refusalWords, stateWords } from '../words.ts'
import { Question } from './question-form.tsx'
import { RefusedLines } from './refused-lines.tsx'

const lookOf = ({ state }: FileImport): { icon: IconName | null; look: string } => {
  switch (state) {
    case 'done':
      return { icon: 'check', look: 'bg-bottle-soft text-bottle' }
    case 'refused':
      return { icon: 'alert', look: 'bg-alert-soft text-alert' }
    case 'needs_answer':
    case 'needs_mapping':
      return { icon: 'why', look: 'bg-limelight text-on-limelight' }
    case 'undone':
    case 'waiting':
    case 'uploading':
      return { icon: 'clock', look: 'bg-raised text-ink-soft' }
    case 'reading':
      return { icon: null, look: 'bg-raised text-ink' }
  }
}

const StateBadge = ({ given }: { given: FileImport }): ReactNode => {
  const { i18n } = useLingui()
  const { icon, look } = lookOf(given)
  return (
    <span
      className={classes(
        'flex shrink-0 items-center gap-1.5 rounded-full px-3 py-1 text-xs font-semibold',
        look,
      )}
    >
      {icon ? <Icon name={icon} className="size-4" weight={2.4} /> : <Spinner className="size-4" />}
      {given.repeats ? <Trans>Known already</Trans> : i18n._(stateWords[given.state])}
    </span>
  )
}

/** What the file was recognised as, and of when it speaks. */
const WhatItIs = ({ given }: { given: FileImport }): ReactNode => {
  const { i18n } = useLingui()
  const { formats, period, asOf, uploadedAt, uploadedBy } = given
  const names = formats.map((format) => {
    const words = formatWords(format)
    return words ? i18n._(words) : format
  })
  const who = uploadedBy?.handle
  const until = asOf?.slice(0, 10)
  return (
    <p className="text-xs text-ink-soft">
      {names.length > 0 && <span className="font-semibold text-ink">{names.join(' · ')} · </span>}
      {period ? (
        <>
          <Trans>
            {period.from} to {period.to}
          </Trans>
          {' · '}
        </>
      ) : (
        until !== undefined && (
          <>
            <Trans>as of {until}</Trans>
            {' · '}
          </>
        )
      )}
      <time dateTime={uploadedAt}>{moment(uploadedAt, i18n.locale)}</time>
      {who !== undefined && (
        <>
          {' · '}
          <bdi>@{who}</bdi>
        </>
      )}
    </p>
  )
}

/** What it brought. */
const Result = ({ given }: { given: FileImport }): ReactNode => {
  const { linesTaken, linesNew, linesChanged, repeats } = given
  if (repeats !== null)
    return (
      <p className="text-sm">
        <Trans>The very same file was imported before and counts. Nothing changed.</Trans>
      </p>
    )
  if (given.state !== 'done' && given.state !== 'undone') return null
  const same = linesNew === null || linesChanged === null ? null : linesTaken - linesNew - linesChanged
  return (
    <p className="text-sm tabular-nums">
      <Plural value={linesTaken} one="# line taken" other="# lines taken" />
      {linesNew !== null && linesChanged !== null && same !== null && (
        <>
          {': '}
          <Trans>
            {linesNew} new, {linesChanged} changed, {same} as before
          </Trans>
        </>
      )}
    </p>
  )
}

const Refusal = ({ given }: { given: FileImport }): ReactNode => {
  const { i18n } = useLingui()
  if (given.refusal === null) return null
  const detail = Object.entries(given.refusal.detail)
  return (
    <div className="text-sm">
      <p className="font-semibold text-alert">{i18n._(refusalWords[given.refusal.code])}</p>
      {detail.length > 0 && (
        <p className="mt-1 text-xs text-ink-soft">
          <bdi>{detail.map(([name, value]) => `${name}: ${value}`).join(' · ')}</bdi>
        </p>
      )}
    </div>
  )
}

const UndoButton = ({ given }: { given: FileImport }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { undo } = useImportActions(given.importId)
  const [asks, setAsks] = useState(false)
  const isUndone = given.state === 'undone'
  const act = (undone: boolean): void =>
    undo.mutate(undone, {
      onSuccess: () => toast(undone ? t`The import is undone` : t`The import counts again`),
      onError: (error) => toast(errorText(error)),
      onSettled: () => setAsks(false),
    })
  if (isUndone)
    return (
      <Button look="quiet" icon="again" className="px-3" busy={undo.isPending} onClick={() => act(false)}>
        <Trans>Let it count again</Trans>
      </Button>
    )
  return (
    <>
      <Button look="quiet" icon="trash" className="px-3" onClick={() => setAsks(true)}>
        <Trans>Undo</Trans>
      </Button>
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Undo this import?`}
            description={t`What the file brought no longer counts on any board. You can let it count again.`}
            action={t`Undo`}
            busy={undo.isPending}
            onConfirm={() => act(true)}
            onCancel={() => setAsks(false)}
          />
        )}
      </Suspense>
    </>
  )
}

const StopButton = ({ given }: { given: FileImport }): ReactNode => {
  const errorText = useErrorText()
  const { discard } = useImportActions(given.importId)
  return (
    <Button
      look="quiet"
      icon="close"
      className="px-3"
      busy={discard.isPending}
      onClick={() => discard.mutate(undefined, { onError: (error) => toast(errorText(error)) })}
    >
      <Trans>Stop</Trans>
    </Button>
  )
}

const unfinished: ReadonlySet<FileImport['state']> = new Set([
  'waiting',
  'reading',
  'needs_answer',
  'needs_mapping',
])

/** One file of the history: what it is, how far it is, what it brought, and what can be done. */
export const ImportCard = ({ given }: { given: FileImport }): ReactNode => {
  const { t } = useLingui()
  const { fileName, state, linesRefused, importId, repeats } = given
  const canUndo = (state === 'done' && repeats === null) || state === 'undone'
  return (
    <li className="card grid grid-cols-[minmax(0,1fr)] gap-3 p-5">
      <div className="flex items-start justify-between gap-3 max-sm:flex-col">
        <div className="min-w-0">
          <h3 className="truncate text-base" title={fileName}>
            <bdi>{fileName}</bdi>
          </h3>
          <WhatItIs given={given} />
        </div>
        <StateBadge given={given} />
      </div>
      {given.progress !== null && <ProgressBar share={given.progress} label={t`Reading ${fileName}`} />}
      <Result given={given} />
      <Refusal given={given} />
      <Question given={given} />
      {linesRefused > 0 && !unfinished.has(state) && (
        <RefusedLines importId={importId} count={linesRefused} />
      )}
      {(canUndo || unfinished.has(state)) && (
        <div className="-mx-3 -mb-2 flex flex-wrap justify-end">
          {canUndo ? <UndoButton given={given} /> : <StopButton given={given} />}
        </div>
      )}
    </li>
  )
}
