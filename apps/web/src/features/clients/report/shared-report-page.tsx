import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Button, EmptyState, Spinner, Wordmark } from '#shared/ui'
import { useTexts } from '../board/texts.ts'
import { useSharedReport } from './queries.ts'
import { ReportFiles, ReportView } from './report-view.tsx'

const useWindowTitle = (title: string | undefined): void => {
  useEffect(() => {
    if (title !== undefined) document.title = title
  }, [title])
}

const NotThere = (props: { error: unknown; busy: boolean; onAgain: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const isGone = isApiError(props.error, 'not_found') || isApiError(props.error, 'invalid_request')
  return (
    <EmptyState
      scene={isGone ? 'lost' : 'fallen'}
      headingLevel={1}
      title={isGone ? t`This report is not here` : t`The report did not load`}
      text={
        isGone ? (
          <Trans>The link may be wrong, or have ended. Ask whoever sent it for a new one.</Trans>
        ) : (
          errorText(props.error)
        )
      }
    >
      {!isGone && (
        <Button icon="again" busy={props.busy} onClick={props.onAgain}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </EmptyState>
  )
}

/** A report for whoever has its link: no account, no navigation. */
const SharedReportPage = ({ token }: { token: string }): ReactNode => {
  const { data, error, refetch, isFetching } = useSharedReport(token)
  const texts = useTexts(data?.content.client.currency ?? 'USD')
  const content = data?.content
  useWindowTitle(content && `${content.client.name} · ${texts.period(content.period)}`)
  if (error && !data) return <NotThere error={error} busy={isFetching} onAgain={() => void refetch()} />
  if (!data)
    return (
      <div className="grid min-h-dvh place-items-center" role="status">
        <Spinner className="size-10 text-curtain" />
        <span className="sr-only">
          <Trans>Loading</Trans>
        </span>
      </div>
    )
  const files = `/v1/shared-reports/${encodeURIComponent(token)}`
  const until = texts.day(data.expiresAt)
  return (
    <div className="mx-auto w-full max-w-5xl px-5 py-6 lg:px-10 lg:py-10 print:max-w-none print:p-0">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <ReportFiles files={files} />
        <p className="text-xs text-ink-soft print:hidden">
          <Trans>This link works until {until}.</Trans>
        </p>
      </div>
      <ReportView content={data.content} files={files} />
      <p className="mt-8 print:hidden">
        <Wordmark className="w-24 text-ink-soft" />
      </p>
    </div>
  )
}

export default SharedReportPage
