import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, ConfirmDialog, Icon, toast } from '#shared/ui'
import { ClientFrame } from '../components/client-frame.tsx'
import { LoadingBlocks, NotLoaded } from '../components/for-whom.tsx'
import { useRemoveReport, useReport } from './queries.ts'
import { ReportFiles, ReportView } from './report-view.tsx'
import { ShareCard } from './share-card.tsx'

type Found = NonNullable<ReturnType<typeof useReport>['data']>

const Remove = ({ report }: { report: Found['report'] }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const remove = useRemoveReport(report)
  const [asks, setAsks] = useState(false)
  const { clientId } = report
  const confirm = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => void navigate({ to: '/clients/$clientId/reports', params: { clientId } }),
      onError: (error) => toast(errorText(error)),
      onSettled: () => setAsks(false),
    })
  return (
    <>
      <Button look="quiet" icon="trash" className="px-4" onClick={() => setAsks(true)}>
        <Trans>Delete</Trans>
      </Button>
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Delete this report?`}
            description={t`Its links end, and nobody can read it any more.`}
            action={t`Delete`}
            busy={remove.isPending}
            onConfirm={confirm}
            onCancel={() => setAsks(false)}
          />
        )}
      </Suspense>
    </>
  )
}

const Report = ({ client, found }: { client: Client; found: Found }): ReactNode => {
  const { report, content, may } = found
  const { clientId, reportId } = report
  const files = `/v1/clients/${encodeURIComponent(clientId)}/reports/${encodeURIComponent(reportId)}`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        <Link to="/clients/$clientId/reports" params={{ clientId }} className={buttonClass('quiet', 'px-4')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>All reports</Trans>
        </Link>
        <ReportFiles files={files} />
        {client.may.manage && <Remove report={report} />}
      </div>
      {may.share && <ShareCard report={report} />}
      <ReportView {...{ content, files }} className="card p-5 sm:p-8" />
    </div>
  )
}

const Loaded = ({ client, reportId }: { client: Client; reportId: string }): ReactNode => {
  const { data, error, refetch, isFetching } = useReport(client.clientId, reportId)
  if (data) return <Report {...{ client }} found={data} />
  if (error) return <NotLoaded error={error} busy={isFetching} onAgain={() => void refetch()} />
  return <LoadingBlocks count={3} />
}

/** One report of a client: what it says, its files, and the links to it. */
const ClientReportPage = (props: { clientId: string; reportId: string }): ReactNode => (
  <ClientFrame clientId={props.clientId}>
    {(client) => <Loaded client={client} reportId={props.reportId} />}
  </ClientFrame>
)

export default ClientReportPage
