import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode, RefObject } from 'react'
import { useRef } from 'react'
import { refusalText } from '#features/upload'
import { useErrorText } from '#shared/api'
import { fileSize, moment, timeAgo } from '#shared/format'
import { Button, EmptyState, Icon, toast } from '#shared/ui'
import type { Failure } from '../queries.ts'
import { useRetryAsset } from '../queries.ts'

const Owner = ({ owner }: { owner: Failure['owner'] }): ReactNode =>
  owner.handle === null ? (
    <Trans>an account that is gone</Trans>
  ) : (
    <Link
      to="/@{$handle}"
      params={{ handle: owner.handle }}
      className="font-semibold underline decoration-line decoration-2 underline-offset-4 hover:text-ink hover:decoration-current"
    >
      <bdi>@{owner.handle}</bdi>
    </Link>
  )

const Retry = ({ failure, onDone }: { failure: Failure; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const retry = useRetryAsset()
  const { filename } = failure
  if (retry.isPending || retry.isSuccess)
    return (
      <p className="flex min-h-12 items-center gap-2 text-sm font-semibold text-bottle">
        <Icon name="check" className="size-5" />
        <Trans>Queued again</Trans>
      </p>
    )
  const start = (): void =>
    retry.mutate(failure.assetId, {
      onSuccess: () => {
        toast(t`${filename} is queued again`)
        // The row is about to leave: whoever works by keyboard stays in the list.
        onDone()
      },
    })
  return (
    <div className="grid gap-2 sm:justify-items-end">
      {failure.canRetry ? (
        <Button look="secondary" icon="again" onClick={start} aria-label={t`Try again: ${filename}`}>
          <Trans>Try again</Trans>
        </Button>
      ) : (
        <p className="text-sm text-ink-soft sm:max-w-48 sm:text-end">
          <Trans>The original was not kept: its owner has to upload it again.</Trans>
        </p>
      )}
      {retry.error && (
        <p role="alert" className="text-sm font-semibold text-alert sm:max-w-56 sm:text-end">
          {errorText(retry.error)}
        </p>
      )}
    </div>
  )
}

const FailureRow = (props: { failure: Failure; asOf: string; onRetried: () => void }): ReactNode => {
  const { i18n } = useLingui()
  const { failure, asOf } = props
  const { failedAt, detail, code } = failure
  return (
    <li className="grid gap-x-8 gap-y-4 px-5 py-5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start sm:px-7 sm:py-6">
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
        <h3 title={failure.filename} className="truncate font-body text-sm font-semibold tracking-normal">
          <bdi>{failure.filename}</bdi>
        </h3>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft">
          <Owner owner={failure.owner} />
          <span>{fileSize(failure.totalBytes, i18n.locale)}</span>
          <time dateTime={failedAt} title={moment(failedAt, i18n.locale)}>
            {timeAgo(failedAt, Date.parse(asOf), i18n.locale)}
          </time>
        </p>
        <p className="mt-1 max-w-prose text-sm">{i18n._(refusalText(code))}</p>
        <p className="text-xs text-ink-soft">
          <code dir="ltr" className="rounded-sm bg-raised px-2 py-1">
            {code}
          </code>
        </p>
        {detail !== null && detail.trim() !== '' && (
          <details className="min-w-0 text-xs">
            <summary className="w-fit py-1.5 font-semibold text-curtain-text">
              <Trans>What the programs said</Trans>
            </summary>
            <pre
              lang="en"
              dir="ltr"
              className="mt-1 rounded-md bg-raised p-3 break-words whitespace-pre-wrap"
            >
              {detail}
            </pre>
          </details>
        )}
      </div>
      <Retry failure={failure} onDone={props.onRetried} />
    </li>
  )
}

/** Uploads that were refused, newest first, each with its reason and a way to try again. */
export const Failures = (props: {
  failures: readonly Failure[]
  asOf: string
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}): ReactNode => {
  const { failures, asOf } = props
  const heading: RefObject<HTMLHeadingElement | null> = useRef(null)
  return (
    <section aria-labelledby="failures">
      <h2 id="failures" ref={heading} tabIndex={-1} className="mb-4 w-fit text-xl">
        <Trans>Failures</Trans>
      </h2>
      <div className="card overflow-hidden">
        {failures.length === 0 ? (
          <EmptyState
            scene="stage"
            title={<Trans>No failures</Trans>}
            text={<Trans>Every file that arrived became a video.</Trans>}
          />
        ) : (
          <>
            <ul className="divide-y divide-line">
              {failures.map((failure) => (
                <FailureRow
                  key={`${failure.assetId} ${failure.failedAt}`}
                  failure={failure}
                  asOf={asOf}
                  onRetried={() => heading.current?.focus()}
                />
              ))}
            </ul>
            <div className="flex justify-center border-t border-line p-5 text-sm text-ink-soft">
              {props.hasMore ? (
                <Button look="secondary" icon="down" busy={props.isLoadingMore} onClick={props.onMore}>
                  <Trans>Show older</Trans>
                </Button>
              ) : (
                <p>
                  <Trans>That was all of them.</Trans>
                </p>
              )}
            </div>
          </>
        )}
      </div>
    </section>
  )
}
