import type { ReferenceTableName, ReferenceVersion } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import { Button, ConfirmDialog, toast } from '#shared/ui'
import { useVersions, useWithdraw } from '../queries.ts'

/** Where the numbers of a version come from, in one paragraph. */
export const VersionLine = ({ version }: { version: ReferenceVersion }): ReactNode => {
  const { i18n } = useLingui()
  const { source, lines, firstDate, lastDate, uploadedAt, uploadedBy } = version
  const who = uploadedBy?.handle
  return (
    <div className="min-w-0 text-sm">
      <p className="font-semibold break-words">
        <bdi>{source}</bdi>
      </p>
      <p className="mt-0.5 text-ink-soft tabular-nums">
        <Plural value={lines} one="# line" other="# lines" />
        {' · '}
        <Trans>
          from {firstDate} to {lastDate}
        </Trans>
        {' · '}
        <time dateTime={uploadedAt}>{moment(uploadedAt, i18n.locale)}</time>
        {who !== undefined && (
          <>
            {' · '}
            <bdi>@{who}</bdi>
          </>
        )}
      </p>
      {version.withdrawnAt !== null && (
        <p className="mt-0.5 font-semibold text-alert">
          <Trans>Withdrawn on {moment(version.withdrawnAt, i18n.locale)}</Trans>
        </p>
      )}
    </div>
  )
}

const WithdrawButton = ({ version }: { version: ReferenceVersion }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const withdraw = useWithdraw()
  const [asks, setAsks] = useState(false)
  const confirm = (): void =>
    withdraw.mutate(version.versionId, {
      onSuccess: () => toast(t`The version is withdrawn`),
      onError: (error) => toast(errorText(error)),
      onSettled: () => setAsks(false),
    })
  return (
    <>
      <Button look="quiet" icon="trash" className="px-3" onClick={() => setAsks(true)}>
        <Trans>Withdraw</Trans>
      </Button>
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Withdraw this version?`}
            description={t`Numbers are made of the version before it again, or are missing when there is none. The file can be uploaded again.`}
            action={t`Withdraw`}
            busy={withdraw.isPending}
            onConfirm={confirm}
            onCancel={() => setAsks(false)}
          />
        )}
      </Suspense>
    </>
  )
}

/** Every version of a table, newest first; those that are not withdrawn can be. */
export const Versions = ({ table, count }: { table: ReferenceTableName; count: number }): ReactNode => {
  const errorText = useErrorText()
  const [isOpen, setOpen] = useState(false)
  const list = useVersions(table, isOpen)
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer py-2 font-semibold text-curtain-text">
        <Plural value={count} one="# version" other="# versions" />
      </summary>
      {list.isPending && isOpen && <div className="skeleton h-16 rounded-md" />}
      {list.error && (
        <p role="alert" className="text-alert">
          {errorText(list.error)}
        </p>
      )}
      <ol className="divide-y divide-line">
        {list.versions.map((version) => (
          <li key={version.versionId} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <VersionLine version={version} />
            {version.withdrawnAt === null && <WithdrawButton version={version} />}
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          <Trans>Show older</Trans>
        </Button>
      )}
    </details>
  )
}
