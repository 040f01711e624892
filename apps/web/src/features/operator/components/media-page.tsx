import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import { Closed, NotLoaded } from '#shared/states'
import { Button, classes, Page } from '#shared/ui'
import type { Change } from '../changes.ts'
import { changeBetween } from '../changes.ts'
import type { MediaStatus } from '../queries.ts'
import { useMediaStatus } from '../queries.ts'
import { Capabilities } from './capabilities.tsx'
import { Failures } from './failures.tsx'
import { Queue } from './queue.tsx'

const Skeleton = (): ReactNode => (
  <div className="grid gap-10" role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className="skeleton h-28 rounded-lg" />
    <div className="skeleton h-64 rounded-lg" />
    <div className="skeleton h-80 rounded-lg" />
  </div>
)

const Numbers = ({ counts }: { counts: MediaStatus['counts'] }): ReactNode => {
  const { t, i18n } = useLingui()
  const numbers = [
    { label: t`Uploading`, value: counts.uploading },
    { label: t`In progress`, value: counts.waiting },
    { label: t`Ready`, value: counts.ready },
    { label: t`Refused`, value: counts.refused },
  ]
  return (
    <dl className="card grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-4">
      {numbers.map(({ label, value }) => (
        <div key={label} className="bg-surface p-4 sm:p-6">
          <dt className="text-sm font-semibold text-ink-soft">{label}</dt>
          <dd className="mt-2 font-display text-2xl font-bold tabular-nums">
            {new Intl.NumberFormat(i18n.locale).format(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const ChangeWords = ({ change }: { change: Change }): ReactNode => {
  switch (change.kind) {
    case 'failed':
      return <Trans>New failure: {change.filename}</Trans>
    case 'several_failed':
      return <Plural value={change.count} one="# new failure" other="# new failures" />
    case 'queue_empty':
      return <Trans>The queue is empty.</Trans>
  }
}

/** Says aloud what somebody who does not see the page would miss, and nothing else. */
const Announcer = ({ status }: { status: MediaStatus }): ReactNode => {
  const seen = useRef(status)
  const [change, setChange] = useState<Change | null>(null)
  useEffect(() => {
    const news = changeBetween(seen.current, status)
    seen.current = status
    if (news) setChange(news)
  }, [status])
  return (
    <p role="status" className="sr-only">
      {change && <ChangeWords change={change} />}
    </p>
  )
}

const Freshness = (props: { asOf: string; problem: string | null; onRetry: () => void }): ReactNode => {
  const { i18n } = useLingui()
  const { asOf, problem } = props
  return (
    <div
      className={classes(
        'flex items-center gap-2.5 text-xs',
        problem === null
          ? 'text-ink-soft'
          : 'rounded-md bg-alert-soft py-2 ps-5 pe-2 font-semibold text-alert',
      )}
    >
      {problem === null && <span className="size-2 shrink-0 rounded-full bg-bottle" aria-hidden="true" />}
      <p className="flex-1">
        {problem === null ? (
          <Trans>Read anew every five seconds.</Trans>
        ) : (
          <span role="alert">{problem}</span>
        )}{' '}
        <Trans>As of {moment(asOf, i18n.locale)}.</Trans>
      </p>
      {problem !== null && (
        <Button look="quiet" icon="again" className="shrink-0 px-4" onClick={props.onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}

/** How video is received and converted here, for the operators of the instance. */
const MediaPage = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const me = useMe()
  const media = useMediaStatus(me?.role === 'operator')
  const { status, error } = media
  if (me === null || (me && me.role !== 'operator') || media.isNotForMe)
    return (
      <Closed
        isSignedIn={me !== null}
        text={<Trans>Only operators of this instance see how its videos are processed.</Trans>}
      />
    )
  const refetch = (): void => void media.refetch()
  if (error && !status)
    return (
      <NotLoaded title={t`The page did not load`} error={error} busy={media.isFetching} onRetry={refetch} />
    )
  return (
    <Page
      title={t`Video processing`}
      width="wide"
      intro={<Trans>What happens to an upload before people see it.</Trans>}
    >
      {status ? (
        <div className="grid gap-10">
          <Announcer status={status} />
          <div className="grid gap-3">
            <Numbers counts={status.counts} />
            <Freshness asOf={status.asOf} problem={error ? errorText(error) : null} onRetry={refetch} />
          </div>
          <Capabilities status={status} />
          <Queue status={status} />
          <Failures
            failures={media.failures}
            asOf={status.asOf}
            hasMore={media.hasNextPage}
            isLoadingMore={media.isFetchingNextPage}
            onMore={() => void media.fetchNextPage()}
          />
        </div>
      ) : (
        <Skeleton />
      )}
    </Page>
  )
}

export default MediaPage
