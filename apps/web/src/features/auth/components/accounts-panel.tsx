import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, Icon, IconButton, Spinner, toast } from '#shared/ui'
import { useAccountsHere, useSignOutHere, useSwitchAccount } from '../account-queries.ts'
import { AccountRow } from './account-row.tsx'

/** The contract says so; its schemas are no part of the page. */
const mostAccounts = 5

/** Who is signed in in this browser: act as another one, sign one out, or all, or add one, which leads away (`onGone`). */
const AccountsPanel = (props: { leave: () => Promise<void>; onGone?: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const query = useAccountsHere()
  const change = useSwitchAccount(props.leave)
  const signOut = useSignOutHere(props.leave)
  const busy = change.isPending || signOut.isPending
  const onError = (error: unknown): void => {
    toast(errorText(error))
    void query.refetch()
  }
  if (query.isPending)
    return (
      <div className="grid place-items-center py-6 text-curtain" role="status" aria-label={t`Loading`}>
        <Spinner />
      </div>
    )
  if (query.isError)
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-sm">{errorText(query.error)}</p>
        <Button look="secondary" icon="again" busy={query.isFetching} onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  const accounts = query.data
  return (
    <div className="grid gap-4">
      <ul className="-mx-2 grid gap-1">
        {accounts.map((account) => (
          <li key={account.personId} className="flex items-center gap-1">
            <AccountRow
              account={account}
              busy={change.isPending && change.variables === account.personId}
              disabled={busy}
              onChoose={() => change.mutate(account.personId, { onError })}
            />
            <IconButton
              icon="exit"
              label={t`Sign out @${account.handle} here`}
              disabled={busy}
              onClick={() => signOut.mutate(account, { onError })}
              className="shrink-0 text-ink-soft hover:bg-raised"
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {accounts.length < mostAccounts ? (
          <Link to="/sign-in" onClick={() => props.onGone?.()} className={buttonClass('secondary')}>
            <Icon name="plus" className="size-5" />
            <Trans>Add account</Trans>
          </Link>
        ) : (
          <p className="text-sm text-ink-soft">
            <Trans>Five accounts are as many as one browser holds. Sign one out to add another.</Trans>
          </p>
        )}
        {accounts.length > 1 && (
          <Button look="quiet" disabled={busy} onClick={() => signOut.mutate('all', { onError })}>
            <Trans>Sign out all here</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

export default AccountsPanel
