import type { Client, ClientReport, ReportEvery } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { dateAt, type Period } from '#shared/period'
import { Button, EmptyState, Icon, SelectField, TextField, toast } from '#shared/ui'
import { useTexts } from '../board/texts.ts'
import { ClientFrame } from '../components/client-frame.tsx'
import { LoadingBlocks, NotLoaded } from '../components/for-whom.tsx'
import { LogoField } from './logo-field.tsx'
import { MakeReport } from './make-report.tsx'
import { useReports, useSchedule } from './queries.ts'

/** The calendar month that ended last. */
const lastMonth = (nowMs: number): Period => {
  const today = new Date(nowMs)
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)
  const last = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 0)
  return { from: dateAt(first), to: dateAt(last) }
}

const MakeForm = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const [period, setPeriod] = useState(() => lastMonth(wallMs()))
  const isWrong = period.from > period.to
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event: FormEvent) => event.preventDefault()}
      aria-label={t`New report`}
    >
      <TextField
        label={t`First day`}
        type="date"
        required
        value={period.from}
        onChange={(event) => setPeriod({ ...period, from: event.target.value })}
      />
      <TextField
        label={t`Last day`}
        type="date"
        required
        value={period.to}
        problem={isWrong ? t`This is before the first day.` : undefined}
        onChange={(event) => setPeriod({ ...period, to: event.target.value })}
      />
      <MakeReport {...{ client, period }} />
    </form>
  )
}

const asEvery = (value: string): ReportEvery => (value === 'week' || value === 'month' ? value : 'never')

const ScheduleField = (props: {
  client: Client
  schedule: { readonly every: ReportEvery; readonly next: Period | null }
}): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { client, schedule } = props
  const texts = useTexts(client.currency)
  const change = useSchedule(client.clientId)
  const next = schedule.next === null ? '' : texts.period(schedule.next)
  return (
    <SelectField
      label={t`Make one by itself`}
      value={schedule.every}
      disabled={change.isPending}
      onChange={(event) =>
        change.mutate(asEvery(event.target.value), { onError: (error) => toast(errorText(error)) })
      }
      hint={
        schedule.every === 'never' ? (
          <Trans>You share it yourself: nothing is sent to anybody.</Trans>
        ) : (
          <Trans>Next of {next}, when its files are there; after ten days of what is there.</Trans>
        )
      }
    >
      <option value="never">{t`Never`}</option>
      <option value="week">{t`Every week, from Monday`}</option>
      <option value="month">{t`Every month`}</option>
    </SelectField>
  )
}

const ReportRow = ({ report }: { report: ClientReport }): ReactNode => {
  const { i18n } = useLingui()
  const { clientId, reportId, links } = report
  const texts = useTexts(report.currency)
  const left = report.contributionMicro === null ? '–' : texts.money(report.contributionMicro)
  const opened = links.reduce((sum, link) => sum + link.opened, 0)
  const madeAt = moment(report.madeAt, i18n.locale)
  const by = report.madeBy?.displayName ?? ''
  return (
    <li>
      <Link
        to="/clients/$clientId/reports/$reportId"
        params={{ clientId, reportId }}
        className="card flex flex-wrap items-center justify-between gap-x-4 gap-y-1 p-4 hover:border-ink-soft"
      >
        <span className="min-w-0">
          <span className="block font-semibold">{texts.period(report.period)}</span>
          <span className="block text-sm text-ink-soft">
            {report.isScheduled ? (
              <Trans>Made by itself on {madeAt}</Trans>
            ) : (
              <Trans>
                Made on {madeAt} by <bdi>{by}</bdi>
              </Trans>
            )}
          </span>
        </span>
        <span className="text-sm sm:text-end">
          <span className="block font-display text-lg font-bold tabular-nums">{left}</span>
          <span className="text-ink-soft">
            <Trans>contribution</Trans>
            {links.length > 0 && (
              <>
                {' · '}
                <Plural value={opened} _0="not opened yet" one="opened once" other="opened # times" />
              </>
            )}
          </span>
        </span>
      </Link>
    </li>
  )
}

const Reports = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const list = useReports(client.clientId)
  const { reports, head } = list
  if (list.error && head === undefined)
    return <NotLoaded error={list.error} busy={list.isFetching} onAgain={() => void list.refetch()} />
  if (head === undefined) return <LoadingBlocks count={3} />
  const { may, schedule, hasLogo } = head
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {may.make && (
        <section aria-labelledby="new-report" className="card grid gap-5 p-5">
          <h2 id="new-report" className="text-lg">
            <Trans>New report</Trans>
          </h2>
          <MakeForm client={client} />
          <div className="grid gap-5 border-t border-line pt-5 sm:grid-cols-2">
            <ScheduleField {...{ client, schedule }} />
            {client.may.manage && <LogoField {...{ client, hasLogo }} />}
          </div>
        </section>
      )}
      {reports.length === 0 ? (
        <EmptyState
          scene="stage"
          title={t`No report yet`}
          text={
            may.make ? (
              <Trans>
                A report is what the files tell at a moment, to send to the client. It never changes
                afterwards.
              </Trans>
            ) : (
              <Trans>They appear here when your agency has made the first one.</Trans>
            )
          }
        />
      ) : (
        <ul aria-label={t({ message: 'Reports', context: 'of a client' })} className="grid gap-3">
          {reports.map((report) => (
            <ReportRow key={report.reportId} report={report} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {reports.length > 0 && !list.hasNextPage && (
        <p className="flex items-center gap-2 text-sm text-ink-soft">
          <Icon name="check" className="size-4" />
          <Trans>These are all reports.</Trans>
        </p>
      )}
    </div>
  )
}

/** The reports of a client: those that were made, and those that make themselves. */
const ClientReportsPage = ({ clientId }: { clientId: string }): ReactNode => (
  <ClientFrame clientId={clientId}>{(client) => <Reports client={client} />}</ClientFrame>
)

export default ClientReportsPage
