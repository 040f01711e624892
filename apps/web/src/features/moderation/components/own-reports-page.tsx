import type { OwnReport } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Closed, ListEnd } from '#shared/states'
import { EmptyState, Page, Pill, type Tone } from '#shared/ui'
import { useOwnReports } from '../queries.ts'
import { kindWords, outcomeWords, reasonWord } from '../words.ts'
import { Name, Quote } from './pieces.tsx'

const tones: Record<OwnReport['outcome'], Tone> = {
  ...{ waiting: 'waiting', acted: 'good', no_violation: 'quiet', taken_back: 'quiet', closed: 'quiet' },
}

const Row = ({ report }: { report: OwnReport }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <li className="card grid justify-items-start gap-2 p-5">
      <h2 className="text-lg">
        {i18n._(kindWords()[report.target.kind])}: {i18n._(reasonWord(report.reason))}
      </h2>
      <p className="text-sm text-ink-soft">
        <Trans>
          About <Name person={report.about} />
        </Trans>
        {' · '}
        <time dateTime={report.createdAt}>{timeAgo(report.createdAt, wallMs(), i18n.locale)}</time>
      </p>
      {report.text !== '' && <Quote>{report.text}</Quote>}
      <Pill tone={tones[report.outcome]}>{i18n._(outcomeWords()[report.outcome])}</Pill>
    </li>
  )
}

/** What one reported, and what came of it. */
const OwnReportsPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const list = useOwnReports(Boolean(me))
  if (me === null)
    return <Closed isSignedIn={false} text={<Trans>Sign in to see what you reported.</Trans>} />
  return (
    <Page title={t`What you reported`}>
      <ul className="grid gap-4">
        {list.reports.map((report) => (
          <Row key={report.reportId} report={report} />
        ))}
      </ul>
      {list.isSuccess && list.reports.length === 0 && (
        <EmptyState scene="hat" title={<Trans>You have reported nothing</Trans>} />
      )}
      <ListEnd list={list} />
    </Page>
  )
}

export default OwnReportsPage
