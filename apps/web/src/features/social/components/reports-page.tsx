import type { Author, ListedReport } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Button, buttonClass, EmptyState, Page, toast } from '#shared/ui'
import { reasonWords } from '../reason-words.ts'
import { useCloseReport, useReports } from '../report-queries.ts'
import { ListEnd } from '#shared/states'

const underlined =
  'font-semibold underline decoration-line decoration-2 underline-offset-4 hover:decoration-current'

const Name = ({ person }: { person: Author | null }): ReactNode =>
  person === null ? (
    <Trans>an account that is gone</Trans>
  ) : (
    <Link to="/@{$handle}" params={{ handle: person.handle }} className={underlined}>
      <bdi>@{person.handle}</bdi>
    </Link>
  )

const Kind = ({ target }: { target: ListedReport['target'] }): ReactNode => {
  switch (target.kind) {
    case 'post':
      return <Trans>Video</Trans>
    case 'comment':
      return <Trans>Comment</Trans>
    case 'person':
      return <Trans>Person</Trans>
  }
}

const Quote = ({ children }: { children: string }): ReactNode => (
  <blockquote
    dir="auto"
    className="mt-2 border-s-4 border-line ps-3 text-sm break-words whitespace-pre-line text-ink-soft"
  >
    {children}
  </blockquote>
)

const Report = ({ report }: { report: ListedReport }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const close = useCloseReport()
  const { target, comment } = report
  const reason = reasonWords().find(([code]) => code === report.reason)?.[1]
  const postId = target.kind === 'post' ? target.postId : (comment?.postId ?? null)
  const putAway = (): void =>
    close.mutate(report.reportId, {
      onSuccess: () => toast(t`The report is put away`),
      onError: (error) => toast(errorText(error)),
    })
  return (
    <li className="card p-5">
      <h2 className="text-lg">
        <Kind target={target} />
        {reason && <>: {i18n._(reason)}</>}
      </h2>
      <p className="mt-1 text-sm text-ink-soft">
        <Trans>
          About <Name person={report.about} />, by <Name person={report.reporter} />
        </Trans>
        {' · '}
        <time dateTime={report.createdAt}>{timeAgo(report.createdAt, wallMs(), i18n.locale)}</time>
      </p>
      {comment && <Quote>{comment.text}</Quote>}
      {target.kind === 'comment' && !comment && (
        <p className="mt-2 text-sm">
          <Trans>The comment was removed.</Trans>
        </p>
      )}
      {report.text !== '' && <Quote>{report.text}</Quote>}
      <div className="mt-4 flex flex-wrap gap-3">
        {postId !== null && (
          <Link to="/p/$postId" params={{ postId }} className={buttonClass('secondary')}>
            <Trans>Open the video</Trans>
          </Link>
        )}
        <Button look="secondary" icon="check" busy={close.isPending} onClick={putAway}>
          <Trans>Dealt with</Trans>
        </Button>
      </div>
    </li>
  )
}

/** What people reported, as it stands: a plain list. */
const ReportsPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const may = me !== undefined && me !== null && me.role !== 'person'
  const list = useReports(may)
  return (
    <Page title={t`Reports`}>
      {me !== undefined && !may && (
        <p>
          <Trans>Only moderators and operators see reports.</Trans>
        </p>
      )}
      <ul className="grid gap-4">
        {list.reports.map((report) => (
          <Report key={report.reportId} report={report} />
        ))}
      </ul>
      {list.isSuccess && list.reports.length === 0 && (
        <EmptyState scene="hat" title={<Trans>No open reports</Trans>} />
      )}
      {may && <ListEnd list={list} />}
    </Page>
  )
}

export default ReportsPage
