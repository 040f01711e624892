import type { QualityWarning } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { moment, percent } from '#shared/format'
import { Icon } from '#shared/ui'
import { useOpenWarnings } from '../quality-queries.ts'

const Version = ({ version }: { version: string }): ReactNode =>
  version === '' ? <Trans>An app that names no version</Trans> : <Trans>Version {version} of the app</Trans>

const Warning = ({ warning }: { warning: QualityWarning }): ReactNode => {
  const { i18n } = useLingui()
  const share = (value: number) => percent(value, i18n.locale)
  const { lost, baseline, coverage, interactions } = warning
  const [estimate, from, to] = [share(lost.estimate), share(lost.from), share(lost.to)]
  const [now, usual, since] = [share(coverage), share(baseline.coverage), moment(warning.since, i18n.locale)]
  const people = new Intl.NumberFormat(i18n.locale).format(interactions)
  return (
    <li className="grid gap-1">
      <p className="font-semibold text-alert">
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
    </li>
  )
}

/** For operators: which version of the app loses views, and what to do about it. Nothing when none does. */
export const QualityWarnings = ({ isOperator }: { isOperator: boolean }): ReactNode => {
  const { data: warnings = [] } = useOpenWarnings(isOperator)
  if (warnings.length === 0) return null
  return (
    <section role="alert" aria-labelledby="views-lost" className="mb-8 rounded-lg bg-alert-soft p-5 sm:p-6">
      <h2 id="views-lost" className="flex items-center gap-2 text-lg text-alert">
        <Icon name="alert" className="size-6 shrink-0" />
        <Trans>Views are being lost</Trans>
      </h2>
      <ul className="mt-3 grid gap-3">
        {warnings.map((warning) => (
          <Warning key={warning.warningId} warning={warning} />
        ))}
      </ul>
      <p className="mt-4 max-w-prose text-sm">
        <span className="font-semibold">
          <Trans>What to do:</Trans>
        </span>{' '}
        <Trans>
          Every number below that counts views is too low by as much for these people. Bring back the version
          before, or find what stops its reports: the address /v1/facts/views blocked or refused, or a player
          that does not tell. The warning goes by itself when the views are back.
        </Trans>
      </p>
    </section>
  )
}
