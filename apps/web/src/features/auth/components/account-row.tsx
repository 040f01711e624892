import type { AccountHere } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Avatar, Icon, Spinner } from '#shared/ui'

/** One account of this browser: a button that acts as it, or a mark that it is on. */
export const AccountRow = (props: {
  account: AccountHere
  busy: boolean
  disabled: boolean
  onChoose: () => void
}): ReactNode => {
  const { account, busy } = props
  const words = (
    <>
      <Avatar handle={account.handle} name={account.displayName} />
      <span className="min-w-0 flex-1 text-start text-sm">
        <bdi className="block truncate font-bold">{account.displayName}</bdi>
        <bdi className="block truncate text-xs text-ink-soft">@{account.handle}</bdi>
      </span>
    </>
  )
  const row = 'flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-md px-2 py-1.5'
  if (account.isActive)
    return (
      <div className={row}>
        {words}
        <span className="flex items-center gap-1.5 text-xs font-semibold text-ink-soft">
          <Icon name="check" className="size-5" />
          <Trans>On now</Trans>
        </span>
      </div>
    )
  return (
    <button
      type="button"
      onClick={props.onChoose}
      disabled={props.disabled}
      aria-busy={busy || undefined}
      className={`${row} hover:bg-raised disabled:opacity-60`}
    >
      {words}
      <span className="sr-only">
        <Trans>Switch to this account</Trans>
      </span>
      {busy && <Spinner className="size-5" />}
    </button>
  )
}
