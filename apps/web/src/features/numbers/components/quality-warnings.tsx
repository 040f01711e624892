import type { QualityWarning, SeenMark } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { moment, percent } from '#shared/format'
import { Button, Icon } from '#shared/ui'
import { useOpenWarnings, useSeeWarning } from '../quality-queries.ts'

const longestNote = 500

const Version = ({ version }: { version: string }): ReactNode =>
  version === '' ? <Trans>An app that names no version</Trans> : <Trans>Version {version} of the app</Trans>

/** Who has seen it and when, what they noted, and whether it has risen since. */
const Mark = ({ mark }: { mark: SeenMark }): ReactNode => {
  const { t, i18n } = useLingui()
  const name = mark.by === null ? t`Somebody whose account is gone` : mark.by.displayName
  const at = moment(mark.at, i18n.locale)
  return (
    <div className="grid gap-1 text-sm">
      <p>
        {mark.returnedAt === null ? (
          <Trans>
            Seen by {name}, {at}.
          </Trans>
        ) : (
          <Trans>
            Seen by {name}, {at}. Clearly more is lost now: it is back since{' '}
            {moment(mark.returnedAt, i18n.locale)}.
          </Trans>
        )}
      </p>
      {mark.note !== '' && (
        <p dir="auto" className="border-s-4 border-line ps-3 break-words whitespace-pre-line">
          {mark.note}
        </p>
      )}
    </div>
  )
}

const SeeForm = ({ warning, onClose }: { warning: QualityWarning; onClose: () => void }): ReactNode => {
  const id = useId()
  const errorText = useErrorText()
  const [note, setNote] = useState('')
  const see = useSeeWarning(warning.warningId)
  return (
    <form
      className="grid max-w-prose gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        see.mutate(note, { onSuccess: onClose })
      }}
    >
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-semibold">
          <Trans>Note for the other operators</Trans>
        </label>
        <textarea
          id={id}
          rows={2}
          maxLength={longestNote}
          className="field min-h-20 py-3"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <p className="text-xs">
          <Trans>You may leave it empty. The warning comes back when clearly more views are lost.</Trans>
        </p>
      </div>
      {see.error && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(see.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={see.isPending}>
          <Trans>Mark as seen</Trans>
        </Button>
        <Button look="quiet" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}

const Facts = ({ warning }: { warning: QualityWarning }): ReactNode => {
  const { i18n } = useLingui()
  const share = (value: number) => percent(value, i18n.locale)
  const { lost, baseline, coverage, interactions } = warning
  const [estimate, from, to] = [share(lost.estimate), share(lost.from), share(lost.to)]
  const [now, usual, since] = [share(coverage), share(baseline.coverage), moment(warning.since, i18n.locale)]
  const people = new Intl.NumberFormat(i18n.locale).format(interactions)
  return (
    <>
      <p className="font-semibold">
        <Version version={warning.clientVersion} />:{' '}
        <Trans>
          about {estimate} of its views are lost ({from} to {to}).
        </Trans>
      </p>
      <p className="text-sm">
        <Trans>
          Since {since}: of {people} who reacted to a video, a view is recorded for {now}; usual is {usual}.
        </Trans>
      </p>
    </>
  )
}

const Warning = ({ warning }: { warning: QualityWarning }): ReactNode => {
  const [isSeeing, setSeeing] = useState(false)
  return (
    <li className="grid justify-items-start gap-2">
      <Facts warning={warning} />
      {warning.seen !== null && <Mark mark={warning.seen} />}
      {isSeeing ? (
        <SeeForm warning={warning} onClose={() => setSeeing(false)} />
      ) : (
        <Button look="secondary" icon="check" onClick={() => setSeeing(true)}>
          <Trans>I have seen it</Trans>
        </Button>
      )}
    </li>
  )
}

const SeenWarning = ({ warning }: { warning: QualityWarning }): ReactNode => {
  const errorText = useErrorText()
  const unmark = useSeeWarning(warning.warningId)
  return (
    <li className="grid justify-items-start gap-2 border-t border-line py-4">
      <Facts warning={warning} />
      {warning.seen !== null && <Mark mark={warning.seen} />}
      {unmark.error && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(unmark.error)}
        </p>
      )}
      <Button look="secondary" busy={unmark.isPending} onClick={() => unmark.mutate(null)}>
        <Trans>Show it in front again</Trans>
      </Button>
    </li>
  )
}

/** For operators: which version of the app loses views, and what to do about it. Nothing when none does. */
export const QualityWarnings = ({ isOperator }: { isOperator: boolean }): ReactNode => {
  const { data: { inFront, seen } = { inFront: [], seen: [] } } = useOpenWarnings(isOperator)
  return (
    <>
      {inFront.length > 0 && (
        <section aria-labelledby="views-lost" className="mb-8 rounded-lg bg-alert-soft p-5 sm:p-6">
          <div role="alert">
            <h2 id="views-lost" className="flex items-center gap-2 text-lg text-alert">
              <Icon name="alert" className="size-6 shrink-0" />
              <Trans>Views are being lost</Trans>
            </h2>
          </div>
          <ul className="mt-3 grid gap-5">
            {inFront.map((warning) => (
              <Warning key={warning.warningId} warning={warning} />
            ))}
          </ul>
          <p className="mt-5 max-w-prose text-sm">
            <span className="font-semibold">
              <Trans>What to do:</Trans>
            </span>{' '}
            <Trans>
              Every number below that counts views is too low by as much for these people. Bring back the
              version before, or find what stops its reports: the address /v1/facts/views blocked or refused,
              or a player that does not tell. The warning goes by itself when the views are back.
            </Trans>
          </p>
        </section>
      )}
      {seen.length > 0 && (
        <details className="card mb-8 px-5 sm:px-6">
          <summary className="min-h-12 content-center text-sm font-semibold">
            <Plural
              value={seen.length}
              one="# seen warning: views are still being lost"
              other="# seen warnings: views are still being lost"
            />
          </summary>
          <ul className="grid">
            {seen.map((warning) => (
              <SeenWarning key={warning.warningId} warning={warning} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
