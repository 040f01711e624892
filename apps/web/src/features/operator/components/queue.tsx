import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, EmptyState, Icon, ProgressBar, Spinner } from '#shared/ui'
import type { MediaStatus, QueuedJob } from '../queries.ts'
import { dueIn, jobWords, secondsAgo } from '../words.ts'

const When = ({ job, asOf }: { job: QueuedJob; asOf: string }): ReactNode => {
  const { i18n } = useLingui()
  const { state, since } = job
  switch (state) {
    case 'running':
      return <Trans>began {secondsAgo(since, asOf, i18n.locale)}</Trans>
    case 'waiting':
      return <Trans>waits for its turn</Trans>
    case 'delayed':
      return <Trans>again {dueIn(since, asOf, i18n.locale)}</Trans>
  }
}

const JobRow = ({ job, asOf, place }: { job: QueuedJob; asOf: string; place: number | null }): ReactNode => {
  const { t, i18n } = useLingui()
  const words = jobWords(job.kind)
  const kind = words ? i18n._(words) : job.kind
  const name = job.filename ?? t`a file that is gone`
  const { attempt, maximumAttempts } = job
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 gap-y-2 px-5 py-4 sm:px-7">
      <span className="grid size-8 place-items-center font-display font-bold text-ink-soft tabular-nums">
        {job.state === 'running' && <Spinner className="size-6 text-curtain" />}
        {job.state === 'waiting' && place}
        {job.state === 'delayed' && <Icon name="clock" className="size-6" />}
      </span>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-1.5">
        <div className="flex items-baseline justify-between gap-x-4 max-sm:flex-col">
          <bdi title={name} className="max-w-full min-w-0 truncate text-sm font-semibold">
            {name}
          </bdi>
          <span className="shrink-0 text-xs text-ink-soft">
            <When job={job} asOf={asOf} />
          </span>
        </div>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-soft">
          <span>{kind}</span>
          {attempt > 1 && (
            <span className="font-semibold text-curtain-text">
              <Trans>
                try {attempt} of {maximumAttempts}
              </Trans>
            </span>
          )}
        </p>
        {job.progress !== null && <ProgressBar share={job.progress} label={t`Progress of ${name}`} />}
        {job.lastError !== null && (
          <details className="text-xs">
            <summary className="w-fit py-1 font-semibold text-curtain-text">
              <Trans>Why the last try failed</Trans>
            </summary>
            <pre
              lang="en"
              dir="ltr"
              className="mt-1 rounded-md bg-raised p-3 whitespace-pre-wrap break-words"
            >
              {job.lastError}
            </pre>
          </details>
        )}
      </div>
    </li>
  )
}

const Group = (props: {
  title: ReactNode
  jobs: readonly QueuedJob[]
  asOf: string
  ordered?: boolean
}): ReactNode => {
  const { jobs, asOf, ordered = false } = props
  if (jobs.length === 0) return null
  const List = ordered ? 'ol' : 'ul'
  return (
    <div className="border-t border-line py-2 first:border-t-0">
      <h3 className="px-5 pt-3 font-body text-xs font-semibold tracking-normal text-ink-soft sm:px-7">
        {props.title}
      </h3>
      <List className="divide-y divide-line">
        {jobs.map((job, index) => (
          <JobRow key={job.jobId} job={job} asOf={asOf} place={ordered ? index + 1 : null} />
        ))}
      </List>
    </div>
  )
}

/** A worker without a sign of life for this long is about to be declared dead. */
const silentMs = 25_000

const Workers = ({ status }: { status: MediaStatus }): ReactNode => {
  const { i18n } = useLingui()
  // The others do housekeeping: whether they are alive does not tell whether videos are converted.
  const workers = status.workers.filter(({ pool }) => pool === 'heavy')
  if (workers.length === 0)
    return (
      <p className="flex items-center gap-2.5 text-sm font-semibold text-alert">
        <Icon name="alert" className="size-5 shrink-0" />
        <Trans>
          No worker is alive: nothing is converted now. Start Busker, or one with the role worker.
        </Trans>
      </p>
    )
  return (
    <ul className="flex flex-wrap gap-2">
      {workers.map(({ workerId, role, heartbeatAt }) => {
        const isSilent = Date.parse(status.asOf) - Date.parse(heartbeatAt) > silentMs
        return (
          <li
            key={workerId}
            title={workerId}
            className="flex items-center gap-2.5 rounded-full border border-line bg-surface py-2 ps-3.5 pe-4 text-xs"
          >
            <span
              aria-hidden="true"
              className={classes('size-2.5 rounded-full', isSilent ? 'bg-alert' : 'bg-bottle')}
            />
            <span className="font-semibold">
              {role === 'worker' ? <Trans>Remote worker</Trans> : <Trans>This server</Trans>}
            </span>
            <span className={isSilent ? 'font-semibold text-alert' : 'text-ink-soft'}>
              <Trans>heard of {secondsAgo(heartbeatAt, status.asOf, i18n.locale)}</Trans>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** What is done now and what comes next. */
export const Queue = ({ status }: { status: MediaStatus }): ReactNode => {
  const { queue, queued, asOf } = status
  const inState = (state: QueuedJob['state']) => queue.filter((job) => job.state === state)
  const hidden = queued.reduce((sum, { count }) => sum + count, 0) - queue.length
  return (
    <section aria-labelledby="queue">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 id="queue" className="text-xl">
          <Trans>Queue</Trans>
        </h2>
        <Workers status={status} />
      </div>
      <div className="card overflow-hidden">
        {queue.length === 0 ? (
          <EmptyState
            scene="hat"
            title={<Trans>Nothing is waiting</Trans>}
            text={<Trans>Every upload is done. New ones appear here as they arrive.</Trans>}
          />
        ) : (
          <>
            <Group title={<Trans>Now</Trans>} jobs={inState('running')} asOf={asOf} />
            <Group title={<Trans>Next, in this order</Trans>} jobs={inState('waiting')} asOf={asOf} ordered />
            <Group title={<Trans>Later</Trans>} jobs={inState('delayed')} asOf={asOf} />
          </>
        )}
        {hidden > 0 && (
          <p className="border-t border-line px-5 py-4 text-sm text-ink-soft sm:px-7">
            <Plural value={hidden} one="and # more" other="and # more" />
          </p>
        )}
      </div>
    </section>
  )
}
